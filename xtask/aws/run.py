"""Runs every case against the binary that is named, and says what came of each."""

import sys
import tempfile
import traceback
from pathlib import Path

import library
import programs
from server import serve

TOKEN = "a-token-of-some-length"


def main(binary):
    binaries = Path(sys.executable).parent
    failed = 0
    with serve(binary) as url, serve(binary, TOKEN) as guarded, tempfile.TemporaryDirectory() as folder:
        cases = [case for part in PARTS for case in part(url, binaries, Path(folder))]
        cases.append(("boto3: with a token", lambda: library.with_a_token(guarded, TOKEN)))
        for name, case in cases:
            try:
                case()
                print(f"{name:<60} ok")
            except Exception:
                failed += 1
                print(f"{name:<60} FAILED")
                traceback.print_exc(limit=-3)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


PARTS = [library.cases, programs.command_line, programs.validators]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
