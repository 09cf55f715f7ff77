#!/usr/bin/env python3
"""Makes policy pairs: a policy and the same with one to three small changes, over all operators.

    mutate.py --from FOLDER [--from FOLDER …] --into FOLDER --count 500 --seed 1 > pairs.tsv

Without --from the policies are made up, their patterns and conditions so few and so alike that they overlap. The same seed and
folders give the same files.
"""

import argparse
import copy
import json
import pathlib
import random

import reading

# Per key: the family of its operators and values that meet, miss and border one another.
KEYS = {
    "aws:userid": ("String", ["AIDAEXAMPLE", "AIDA*", "aida*", "A?DA*", "*", "", "AROA:*", "?*", "*EXAMPLE"]),
    "s3:prefix": ("String", ["home/", "home/*", "home/a*", "ho?e/*", "*/a", "HOME/", "home/${aws:username}/*", "${aws:username, 'nobody'}", "${*}"]),
    "aws:SourceArn": ("Arn", ["arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:*:*:111122223333:*", "arn:aws:sns:eu-*-1:111122223333:t", "arn:*:s3:::b?"]),
    "s3:max-keys": ("Numeric", ["10", "10.0", "16", "9.5", "-1", "0", 7]),
    "aws:CurrentTime": ("Date", ["2024-01-01T00:00:00Z", "2024-01-01", "2024", "1704067200", "2024-06-30T12:30:00+02:00", "2025-01-01T00:00:00Z"]),
    "aws:SourceIp": ("IpAddress", ["192.0.2.0/24", "192.0.2.7", "192.0.2.128/25", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "2001:db8:0:1::/64", "::/0"]),
    "aws:SecureTransport": ("Bool", ["true", "false", True, False]),
    "aws:TagKeys": ("String", ["team", "te*", "cost", "c?st", "*", "stage"]),
}
ENDINGS = {
    "String": ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"],
    "Arn": ["Equals", "NotEquals", "Like", "NotLike"],
    "Numeric": ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"],
    "Date": ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"],
}


def operator(rng, key):
    family = KEYS[key][0]
    if rng.random() < 0.1:
        return "Null", rng.choice(["true", "false"])
    if rng.random() < 0.04:
        return "StringLike", rng.choice(["1*", "*", "2024*", "?0", "t*"])
    if family == "IpAddress":
        name = rng.choice(["IpAddress", "NotIpAddress"])
    else:
        name = family + rng.choice(ENDINGS[family]) if family in ENDINGS else family
    chance = 0.7 if key == "aws:TagKeys" else 0.15
    prefix = rng.choice(["ForAllValues:", "ForAnyValue:"]) if rng.random() < chance else ""
    suffix = "IfExists" if rng.random() < 0.25 else ""
    values = rng.sample(KEYS[key][1], rng.choice([1, 1, 2, 3]))
    return prefix + name + suffix, values if len(values) > 1 else values[0]


def add_condition(rng, statements):
    key = rng.choice(list(KEYS))
    name, values = operator(rng, key)
    rng.choice(statements).setdefault("Condition", {}).setdefault(name, {})[key] = values


def change_condition(rng, statements):
    """Another operator, another value, or none: whichever the die says."""
    places = [(one["Condition"], name, key) for one in statements for name, keys in one.get("Condition", {}).items() for key in keys]
    if not places:
        return add_condition(rng, statements)
    conditions, name, key = rng.choice(places)
    values = conditions[name].pop(key)
    if not conditions[name]:
        del conditions[name]
    kind = rng.randrange(4)
    if key in KEYS and kind == 0:
        other, values = operator(rng, key)
        conditions.setdefault(other, {})[key] = values
    elif kind == 1 and name != "Null" and not name.endswith("IfExists"):
        conditions.setdefault(name + "IfExists", {})[key] = values
    elif kind == 2 and name.startswith(("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")):
        turned = name.replace("Not", "") if "Not" in name else name.replace("String", "StringNot")
        conditions.setdefault(turned, {})[key] = values
    elif kind == 3 and isinstance(values, list) and len(values) > 1:
        conditions.setdefault(name, {})[key] = [value for value in values if value != rng.choice(values)]
    return None


def drop_statement(rng, statements):
    if len(statements) > 1:
        statements.pop(rng.randrange(len(statements)))


def repeat_statement(rng, statements):
    one = copy.deepcopy(rng.choice(statements))
    statements.insert(rng.randrange(len(statements) + 1), one)
    rng.choice([flip, change_list, swap_not])(rng, [one])


def flip(rng, statements):
    one = rng.choice(statements)
    one["Effect"] = "Allow" if one["Effect"] == "Deny" else "Deny"


def swap_not(rng, statements):
    one = rng.choice(statements)
    name = rng.choice(["Action", "Resource"])
    for old, new in ((name, "Not" + name), ("Not" + name, name)):
        if old in one:
            one[new] = one.pop(old)
            return


def change_list(rng, statements):
    """Widens or narrows one pattern, or adds or drops one."""
    one = rng.choice(statements)
    name = rng.choice([name for name in ("Action", "NotAction", "Resource", "NotResource") if name in one])
    values = list(reading.listed(one[name]))
    at = rng.randrange(len(values))
    if len(values) > 1 and rng.random() < 0.3:
        values.pop(at)
    elif rng.random() < 0.3:
        values.append(changed(rng, values[at], name))
    else:
        values[at] = changed(rng, values[at], name)
    one[name] = values


def changed(rng, pattern, name):
    head, colon, tail = pattern.rpartition(":")
    if pattern == "*":
        return rng.choice(["s3:*", "ec2:Run*"]) if name.endswith("Action") else rng.choice(["arn:aws:s3:::*", "arn:aws:ec2:*:*:instance/*"])
    at = rng.randrange(len(tail) + 1)
    if name.endswith("Resource") and pattern.count(":") == 5 and rng.random() < 0.08:
        return pattern + "/${aws:username}"
    return head + colon + rng.choice([tail[:at] + "*", tail[:at] + "?" + tail[at + 1:], tail.replace("*", "x", 1), tail.swapcase(), tail + "*", tail.replace("*", "*a*", 1)])


def change_principal(rng, statements):
    forms = ["*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": "arn:aws:iam::111122223333:root"}, {"AWS": "arn:aws:iam::111122223333:user/ann"},
             {"AWS": ["arn:aws:iam::111122223333:role/path/R", "444455556666"]}, {"AWS": "arn:aws:sts::111122223333:assumed-role/R/s"},
             {"Service": "lambda.amazonaws.com"}, {"Service": ["sns.amazonaws.com", "lambda.amazonaws.com"]}]
    one = rng.choice(statements)
    if "Principal" in one or "NotPrincipal" in one:
        one.pop("Principal", None)
        one.pop("NotPrincipal", None)
        one[rng.choice(["Principal", "Principal", "NotPrincipal"])] = rng.choice(forms)


CHANGES = [add_condition] * 5 + [change_condition] * 4 + [change_list] * 4 + [swap_not, flip, drop_statement, repeat_statement] + [change_principal] * 3


def mutated(rng, document, changes):
    document = copy.deepcopy(document)
    document["Statement"] = reading.listed(document["Statement"])
    for _ in range(changes):
        rng.choice(CHANGES)(rng, document["Statement"])
    return document


PATTERNS = ["arn:aws:s3:::a*", "arn:aws:s3:::*b", "arn:aws:s3:::a*b", "arn:aws:s3:::a?b", "arn:aws:s3:::ab", "arn:aws:s3:::*a*b*", "arn:*:s3:*:*:a*",
            "arn:aws:s3:::a/*", "*", "arn:aws:s3:e?:1*:a", "arn:aws:*:::ab"]
ACTIONS = ["s3:*", "s3:Get*", "s3:GetObject", "s3:*Object", "s3:Put*", "*", "s3:?et*"]


def made_up(rng):
    """One to four statements over two keys."""
    keys = rng.sample(list(KEYS), 2)
    with_callers = rng.random() < 0.3
    statements = []
    for number in range(rng.randint(1, 4)):
        one = {"Effect": "Deny" if number and rng.random() < 0.5 else "Allow"}
        if with_callers:
            one["Principal"] = "*"
            change_principal(rng, [one])
        one[rng.choice(["Action"] * 4 + ["NotAction"])] = rng.sample(ACTIONS, rng.choice([1, 1, 2]))
        one[rng.choice(["Resource"] * 3 + ["NotResource"])] = rng.sample(PATTERNS, rng.choice([1, 2, 3]))
        for _ in range(rng.randrange(4)):
            key = rng.choice(keys)
            name, values = operator(rng, key)
            one.setdefault("Condition", {}).setdefault(name, {})[key] = values
        statements.append(one)
    return {"Version": "2012-10-17", "Statement": statements}


def readable(document):
    try:
        reading.read(document)
    except reading.Unread:
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folders", action="append", default=[], type=pathlib.Path)
    parser.add_argument("--into", required=True, type=pathlib.Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bases = [json.loads(path.read_text()) for folder in asked.folders for path in sorted(folder.rglob("*.json"))]
    bases = [base for base in bases if readable(base)]
    rng = random.Random(asked.seed)
    asked.into.mkdir(parents=True, exist_ok=True)
    done = 0
    while done < asked.count:
        old = mutated(rng, rng.choice(bases) if bases else made_up(rng), rng.choice([0, 1, 2, 3]))
        new = mutated(rng, old, rng.choice([1, 1, 2, 3]))
        if not (readable(old) and readable(new)):
            continue
        paths = [asked.into / f"{done:04}_{name}.json" for name in ("old", "new")]
        for path, document in zip(paths, (old, new)):
            path.write_text(json.dumps(document, indent=1))
        print(*paths, sep="\t")
        done += 1


if __name__ == "__main__":
    main()
