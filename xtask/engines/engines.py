#!/usr/bin/env python3
"""Holds what engines count with our query against what `leastwise analyze` counts of the same logs.

    engines.py --leastwise BIN --logs FOLDER [--engine duckdb --engine spark] [--work FOLDER]

FOLDER is a trail, such as `cargo xtask corpus` writes. Exit code 1 where a count differs, 77 where an engine is not installed.
"""

import argparse
import collections
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import table

SKIPPED = 77
# What the table cannot hold: they are told apart before the engine sees them.
BESIDE = ("digest", "unreadable")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leastwise", required=True, type=pathlib.Path)
    parser.add_argument("--logs", required=True, type=pathlib.Path)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="by default all")
    parser.add_argument("--work", type=pathlib.Path, help="keep what is made here")
    asked = parser.parse_args()
    missing = [name for name in asked.engine or ENGINES if not installed(name)]
    if missing:
        print(f"SKIPPED: not installed here: {', '.join(missing)} (pip install duckdb 'pyspark>=4'; Spark needs Java 17)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        work = asked.work or pathlib.Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        return compare(asked, work)


def compare(asked, work):
    binary = asked.leastwise.resolve()
    # Beside the logs of a corpus lies its truth, which is no log.
    asked.logs = asked.logs / "AWSLogs" if (asked.logs / "AWSLogs").is_dir() else asked.logs
    started = time.monotonic()
    ours = analyze(binary, [str(asked.logs)], work / "ours.json")
    print(f"leastwise: {ours['in']} records, {ours['used']} used, {time.monotonic() - started:.1f} s")
    rows = work / "table.jsonl"
    count, digests, cut = table.write(asked.logs, rows)
    print(f"table: {count} rows; beside it {digests} digests, {cut} records that were cut")
    faults = 0
    for name in asked.engine or ENGINES:
        for flags in ([], ["--with-requests"]):
            started = time.monotonic()
            dialect = [binary, "usage", "sql", "--dialect", name, "--table", "cloudtrail_logs", "--identity-provider", *flags]
            sql = subprocess.run(dialect, check=True, capture_output=True, text=True).stdout
            result = work / f"{name}{''.join(flags)}.{'csv' if flags else 'jsonl'}"
            ENGINES[name](sql, rows, result)
            took = time.monotonic() - started
            theirs = analyze(binary, ["--from-aggregate", str(result)], work / f"{name}{''.join(flags)}.json")
            found = differences(ours, theirs)
            exact, less, more = resources(ours, theirs)
            print(f"{name} {' '.join(flags)}: {len(found)} differences, {took:.1f} s; resources of uses: {exact} the same, {less} fewer, {more} others")
            for line in found[:20]:
                print("  " + line)
            faults += len(found)
    if "duckdb" in (asked.engine or ENGINES):
        faults += as_table(binary, work, ours)
    if "spark" in (asked.engine or ENGINES):
        started = time.monotonic()
        import map_step

        merged = map_step.run(binary, table.files(asked.logs), work)
        same = merged.read_bytes() == (work / "ours.json").read_bytes()
        print(f"leastwise as the map step of Spark: {'the same bytes' if same else 'DIFFERENT BYTES'}, {time.monotonic() - started:.1f} s")
        faults += not same
    return 1 if faults else 0


def as_table(binary, work, ours):
    """Whether DuckDB sums up the usage file in Parquet to what the one in JSON says, and whether nothing is lost in it."""
    import duckdb

    written, back = work / "ours.parquet", work / "back.json"
    for source, output in ((work / "ours.json", written), (written, back)):
        subprocess.run([binary, "merge", source, "-o", output], check=True, stdout=subprocess.DEVNULL)
    columns = ("principal", "event_source", "event_name", "outcome", "via", "actions")
    query = f"SELECT {', '.join(columns)}, count, epoch_ms(first_seen), epoch_ms(last_seen), len(resources) FROM '{written}'"
    found = collections.Counter(tuple(map(hashable, row)) for row in duckdb.connect().execute(query).fetchall())
    expected = collections.Counter(
        (principal, use["eventSource"], use["eventName"], use["outcome"], use.get("via"), hashable(use.get("actions")), use["count"],
         millis(use.get("first")), millis(use.get("last")), len(names_in_order(use)) or None)
        for principal, use in each(ours)
    )
    same = found == expected and sum(row[6] * times for row, times in found.items()) == ours["used"]
    whole = back.read_bytes() == (work / "ours.json").read_bytes()
    print(f"usage as Parquet, read by DuckDB: {'the same' if same else 'DIFFERENT'}; as JSON again: {'the same bytes' if whole else 'DIFFERENT BYTES'}")
    return (not same) + (not whole)


def hashable(value):
    return tuple(value) if isinstance(value, list) else value


def millis(moment):
    return moment and int(datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()) * 1000


def names_in_order(use):
    return [arn for known in use.get("resources", {}).get("known", []) for arn in known["arns"]]


def analyze(binary, arguments, output):
    subprocess.run([binary, "analyze", *arguments, "-o", output, "--quiet"], check=True)
    return json.loads(output.read_text())


def differences(ours, theirs):
    """What is not the same: books, and for each principal and use everything that the result of a query carries."""
    found = []
    beside = {reason: ours["skipped"].get(reason, 0) for reason in BESIDE}
    expected = {reason: count for reason, count in ours["skipped"].items() if reason not in beside}
    for what, mine, other in (
        ("in", ours["in"] - sum(beside.values()), theirs["in"]),
        ("used", ours["used"], theirs["used"]),
        ("skipped", expected, theirs["skipped"]),
    ):
        if mine != other:
            found.append(f"{what}: {mine}, there {other}")
    one, other = uses(ours), uses(theirs)
    for key in sorted(one.keys() | other.keys(), key=str):
        if one[key] != other[key]:
            found.append(f"{key}: {one[key]}, there {other[key]}")
    return found


def uses(usage):
    found = collections.defaultdict(lambda: None)
    for principal, use in each(usage):
        meaning = {name: use.get(name) for name in ("actions", "oneOf", "noPermission", "unmapped")}
        sets = {name: use.get(name) for name in ("regions", "accounts", "errorCodes", "denials", "denialsTruncated")}
        value = {"count": use["count"], "first": use.get("first"), "last": use.get("last"), **meaning, **sets}
        if value["denialsTruncated"]:
            value["denials"] = None
        found[key(principal, use)] = value
    return found


def resources(ours, theirs):
    """How many uses have the same resources, a part of them, and others."""
    mine = {key(principal, use): names(use) for principal, use in each(ours)}
    exact = less = more = 0
    for principal, use in each(theirs):
        here, there = mine.get(key(principal, use), set()), names(use)
        exact, less, more = exact + (here == there), less + (there < here), more + bool(there - here)
    return exact, less, more


def names(use):
    return {arn for known in use.get("resources", {}).get("known", []) for arn in known["arns"]}


def each(usage):
    return ((principal["principal"], use) for principal in usage["principals"] for use in principal["uses"])


def key(principal, use):
    meaning = tuple(use.get("actions") or use.get("oneOf") or ())
    return principal, use["eventSource"], use["eventName"], use["outcome"], use.get("via"), meaning


def installed(name):
    try:
        __import__("duckdb" if name == "duckdb" else "pyspark")
    except ImportError:
        return False
    return name != "spark" or subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0


def duckdb(sql, rows, result):
    import duckdb

    types = ", ".join(f"{name}: '{kind.replace('string', 'varchar')}'" for name, kind in table.columns(" ").items())
    db = duckdb.connect()
    db.execute(f"CREATE VIEW cloudtrail_logs AS SELECT * FROM read_json('{rows}', format = 'newline_delimited', columns = {{{types}}})")
    form = "FORMAT csv, HEADER" if result.suffix == ".csv" else "FORMAT json"
    db.execute(f"COPY ({sql}) TO '{result}' ({form})")


def spark(sql, rows, result):
    import session

    session.table(rows, table.columns(":"))
    frame = session.get().sql(sql)
    if result.suffix == ".csv":
        session.write_csv(frame, result)
    else:
        result.write_text("".join(line + "\n" for line in frame.toJSON().collect()))


ENGINES = {"duckdb": duckdb, "spark": spark}

if __name__ == "__main__":
    sys.exit(main())
