"""Calls each of the 35 tools as an assistant would, reads resources and prompts, and holds the answers against what
they have to mean.

    python call_tools.py MODE TARGET...

MODE is how the protocol begins: `legacy` (a handshake, then a session) or `auto` (the newest revision, which over HTTP
knows no sessions). TARGET is a URL, or a command whose standard input and output are spoken to. Prints one line of JSON
for each case: {"what", "failed"}; `failed` is null where all is well.
"""

import json
import sys
import traceback

import anyio

import analysis
import fixing
import generation
import instructions
import organization
import query
import reading
import validation
from connection import connect, same

CASES = [*validation.CASES, *generation.CASES, *analysis.CASES, *query.CASES, *fixing.CASES, *organization.STATELESS,
         *reading.CASES]
REMEMBERING = [*organization.CASES, *instructions.CASES]


async def main(mode, target):
    over_http = target[0].startswith("http")
    sessions = not over_http or mode == "legacy"
    async with connect(target, mode) as call:
        for case in CASES + REMEMBERING if sessions else CASES:
            await report(case.__name__, case, call)
        if over_http and sessions:
            async with connect(target, mode) as other:
                for module in (organization, instructions):
                    await report(f"{module.SET[0]}, seen from elsewhere", apart, call, other, module)
        if not sessions:
            for module in (organization, instructions):
                await report(f"{module.SET[0]} without a session", forgotten, call, module)


async def report(what, case, *arguments):
    failed = None
    try:
        await case(*arguments)
    except Exception as error:  # Whatever goes wrong with one tool, the others are called.
        place = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(place) if frame.name == case.__name__), 0)
        failed = f"line {line}: {type(error).__name__}: {error}"
    print(json.dumps({"what": what, "failed": failed}), flush=True)


async def apart(call, other, module):
    """What one connection sets, another one does not have."""
    setting, arguments, getting, key = module.SET
    await call(setting, **arguments)
    same((await call(getting))[key], True)
    same((await other(getting))[key], False)


async def forgotten(call, module):
    """Nothing is remembered where there is no session, and the caller is told so."""
    setting, arguments, _, _ = module.SET
    refusal = await call.refused(setting, **arguments)
    assert "session" in refusal, refusal


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], sys.argv[2:])
