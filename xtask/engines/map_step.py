"""`leastwise analyze` as the map step of a Spark job, `leastwise merge` as its end.

Each partition gets a list of objects, runs the binary over them, and hands back one usage file. Usages merge in any order and grouping to the same bytes,
so it does not matter how the objects are spread, or that a partition is run again.
"""

import subprocess

PARTITIONS = 4


def run(binary, objects, work):
    import session

    binary = str(binary)
    spread = session.get().sparkContext.parallelize(objects, PARTITIONS)
    parts = []
    for number, usage in enumerate(spread.mapPartitions(mapper(binary)).toLocalIterator()):
        parts.append(work / f"partial-{number}.json")
        parts[-1].write_bytes(usage)
    merged = work / "merged.json"
    subprocess.run([binary, *MERGE, *parts, "-o", merged], check=True, stdout=subprocess.DEVNULL)
    return merged


MERGE = ["merge"]


def mapper(binary):
    """What the workers run: it brings its own names along, so that they need no copy of this file."""

    def step(objects):
        import pathlib
        import subprocess
        import tempfile

        paths = list(objects)
        if not paths:
            return
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "partial.json"
            subprocess.run([binary, "analyze", *paths, "-o", output, "--threads", "1", "--quiet"], check=True)
            yield output.read_bytes()

    return step
