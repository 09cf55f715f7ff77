#!/usr/bin/env python3
"""Holds `leastwise compare` against z3 and against `decide.py`, pair by pair and both ways.

    z3_agrees.py --pairs pairs.tsv [--leastwise BIN] [--count 300] [--log log.jsonl]

Without --leastwise only the two readings here are held against each other: every model of z3 must be a request that `decide.py` decides
so, and no random request may contradict an `unsat`. Exit code 1 where anything contradicts anything.
"""

import argparse
import collections
import json
import multiprocessing
import pathlib
import random
import statistics
import subprocess
import sys
import time

import decide
import encode
import reading
import sampling

WAYS = ("newAccess", "removedAccess")
MEANS = {"witness": "sat", "none": "unsat", "unknown": "unknown"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", required=True, type=pathlib.Path)
    parser.add_argument("--leastwise")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=20, help="for one query of z3")
    parser.add_argument("--random", type=int, default=300, help="random requests against each `unsat` and `none`")
    parser.add_argument("--log", type=pathlib.Path, help="one line of JSON per pair")
    asked = parser.parse_args()
    lines = [line.split("\t") for line in asked.pairs.read_text().splitlines() if line.strip()][: asked.count]
    results = []
    for number, (old, new, *_) in enumerate(lines):
        results.append(judged(old, new, asked, number))
    if asked.log:
        asked.log.write_text("".join(json.dumps(result) + "\n" for result in results))
    return report(results, asked.leastwise is not None)


def judged(old, new, asked, seed):
    """What every oracle says of one pair, and the command."""
    result = {"old": old, "new": new}
    try:
        policies = reading.load(old), reading.load(new)
        if policies[0].resource_kind != policies[1].resource_kind:
            raise reading.Unread("one has principals and the other has none")
        result["z3"] = apart(both_ways, policies, asked.seconds)
    except reading.Unread as why:
        result["unread"] = str(why)
    if asked.leastwise:
        result["ours"] = ours(asked.leastwise, old, new, ["--worlds", "any"])
        result["oursByDefault"] = ours(asked.leastwise, old, new, [])
    if "unread" not in result:
        result["faults"] = faults(policies, result, asked.random, seed)
    return result


def both_ways(policies, seconds):
    old, new = policies
    return {way: encode.beyond(*pair, seconds) for way, pair in zip(WAYS, ((new, old), (old, new)))}


def apart(work, *given):
    """In a process of its own: z3 does not always heed its time limit."""
    here, there = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=send, args=(there, work, given))
    process.start()
    there.close()
    answer = {way: ("unknown", "out of time") for way in WAYS}
    try:
        if here.poll(60):
            answer = here.recv()
    except EOFError:
        answer = {way: ("unknown", "z3 died") for way in WAYS}
    process.kill()
    process.join()
    return answer


def send(pipe, work, given):
    try:
        pipe.send(work(*given))
    except reading.Unread as why:
        pipe.send({way: ("unknown", str(why)) for way in WAYS})


def ours(binary, old, new, more):
    start = time.perf_counter()
    ran = subprocess.run([binary, "compare", old, new, *more, "--format", "json"], capture_output=True, text=True, timeout=120, check=False)
    took = time.perf_counter() - start
    try:
        said = json.loads(ran.stdout)
    except ValueError:
        return {"failed": (ran.stderr or ran.stdout)[:400], "code": ran.returncode, "seconds": took}
    found = {way: {name: said[way].get(name) for name in ("verdict", "witness", "why")} for way in WAYS}
    return found | {"code": ran.returncode, "seconds": took}


def faults(policies, result, count, seed):
    """Everything that contradicts something else, in words."""
    old, new = policies
    found = []
    said = result.get("ours", {})
    for way, wider, narrower in ((WAYS[0], new, old), (WAYS[1], old, new)):
        def shows(request):
            return decide.allows(wider, request) and not decide.allows(narrower, request)

        answer, model = result["z3"][way]
        verdict = said.get(way, {}).get("verdict")
        if answer == "sat" and not shows(model):
            found.append(f"{way}: decide.py denies z3's model {json.dumps(model)}")
        if verdict == "witness" and not shows(said[way]["witness"]):
            found.append(f"{way}: decide.py denies our witness {json.dumps(said[way]['witness'])}")
        by_default = result.get("oursByDefault", {}).get(way, {})
        if by_default.get("verdict") == "witness" and not shows(by_default["witness"]):
            found.append(f"{way}: decide.py denies our witness of real worlds {json.dumps(by_default['witness'])}")
        if verdict and {MEANS[verdict], answer} == {"sat", "unsat"}:
            found.append(f"{way}: z3 says {answer} {json.dumps(model)}, we say {verdict} {json.dumps(said[way]['witness'])}")
        if answer == "unsat" or verdict == "none":
            sampler = sampling.Sampler(policies, random.Random(seed))
            for request in (sampler.request() for _ in range(count)):
                if shows(request):
                    found.append(f"{way}: z3 {answer}, ours {verdict}, but shown by {json.dumps(request)}")
                    break
    if said.get("code") is not None and "failed" not in said and (said["code"] == 0) != (said[WAYS[0]]["verdict"] == "none"):
        found.append(f"exit code {said['code']} with {said[WAYS[0]]['verdict']}")
    return found


def report(results, with_ours):
    read = [result for result in results if "unread" not in result]
    print(f"pairs: {len(results)}, read by the oracles: {len(read)}")
    for why, many in collections.Counter(result["unread"] for result in results if "unread" in result).most_common(8):
        print(f"  passed over, {why}: {many}")
    print("z3:", tally(result["z3"][way][0] for result in read for way in WAYS))
    for why, many in collections.Counter(result["z3"][WAYS[0]][1] for result in read if result["z3"][WAYS[0]][0] == "unknown").most_common(8):
        print(f"  unknown to z3, {why}: {many} pairs")
    if with_ours:
        report_ours(results, read)
    wrong = [(result, fault) for result in read for fault in result["faults"]]
    print(f"contradictions: {len(wrong)}")
    for result, fault in wrong:
        print(f"- {result['old']} | {result['new']}\n    {fault}")
    return 1 if wrong else 0


def report_ours(results, read):
    failed = [result for result in results if "failed" in result["ours"]]
    print(f"the command refused {sum('unread' in result for result in failed)} pairs that the oracles pass over as well")
    for result in (result for result in failed if "unread" not in result):
        print(f"- the command failed on {result['old']} | {result['new']}\n    {result['ours']['failed']}")
    answered = [result for result in results if result not in failed]
    for name in ("ours", "oursByDefault"):
        print(f"{name}:", tally(result[name][way]["verdict"] for result in answered for way in WAYS if way in result[name]))
        times = sorted(result[name]["seconds"] * 1000 for result in results)
        print(f"  wall ms: median {statistics.median(times):.1f}, p99 {times[int(len(times) * 0.99)]:.1f}, most {times[-1]:.1f}")
    both = [(result["z3"][way][0], result["ours"][way]["verdict"]) for result in read if result not in failed for way in WAYS]
    print("z3 / ours:", tally(f"{one}/{other}" for one, other in both))
    print("agreements:", sum(one == MEANS[other] and other != "unknown" for one, other in both),
          "disagreements:", sum({one, MEANS[other]} == {"sat", "unsat"} for one, other in both))
    witnesses = sum(other == "witness" for _, other in both)
    denied = sum("denies our witness {" in fault for result in read for fault in result["faults"])
    print(f"our witnesses confirmed by decide.py: {witnesses - denied} of {witnesses}")
    real = [result for result in answered for way in WAYS
            if result["ours"][way]["verdict"] == "witness" and result["oursByDefault"].get(way, {}).get("verdict") == "none"]
    print(f"none in real worlds, a witness in any: {len(real)} directions of {len({result['new'] for result in real})} pairs")


def tally(words):
    return ", ".join(f"{word} {many}" for word, many in sorted(collections.Counter(words).items())) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
