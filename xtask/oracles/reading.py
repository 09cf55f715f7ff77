"""A policy document as both oracles read it: statements in one shape, and the reasons why a pair is passed over.

Only the grammar is shared. What a pattern, an operator or a missing key means is written twice, in `encode.py` and `decide.py`.
"""

import datetime
import decimal
import ipaddress
import json
import re
from typing import NamedTuple, Optional


class Condition(NamedTuple):
    among: str  # "", "all" or "any": the set prefix
    if_exists: bool
    operator: str  # lower case, without prefix and suffix
    key: str  # lower case
    values: list


class Statement(NamedTuple):
    deny: bool
    principals: Optional[list]  # of (kind, value); None where the element is missing
    not_principals: bool
    actions: list
    not_actions: bool
    resources: Optional[list]
    not_resources: bool
    conditions: list


class Policy(NamedTuple):
    variables: bool
    resource_kind: bool  # a Principal element stands somewhere
    statements: list


class Unread(Exception):
    """Why an oracle does not read a policy."""


FAMILIES = {
    "string": {"stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase", "stringlike",
               "stringnotlike", "arnequals", "arnlike", "arnnotequals", "arnnotlike", "bool"},
    "number": {"numeric" + end for end in ("equals", "notequals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")},
    "date": {"date" + end for end in ("equals", "notequals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")},
    "address": {"ipaddress", "notipaddress"},
    "null": {"null"},
}


def family(operator):
    for name, operators in FAMILIES.items():
        if operator in operators:
            return name
    raise Unread(f"operator {operator}")


def load(path):
    with open(path, encoding="utf-8") as file:
        return read(json.load(file))


def read(document):
    raw = listed(document.get("Statement", []))
    resource_kind = any("Principal" in one or "NotPrincipal" in one for one in raw)
    policy = Policy(document.get("Version") == "2012-10-17", resource_kind, [statement(one) for one in raw])
    refuse(policy)
    return policy


def statement(raw):
    def pair(name):
        if name in raw:
            return listed(raw[name]), False
        return (listed(raw["Not" + name]), True) if "Not" + name in raw else (None, False)

    actions, not_actions = pair("Action")
    if actions is None:
        raise Unread("a statement without actions")
    resources, not_resources = pair("Resource")
    not_principals = "NotPrincipal" in raw
    principals = raw.get("NotPrincipal") if not_principals else raw.get("Principal")
    conditions = [condition(operator, key, values) for operator, keys in raw.get("Condition", {}).items() for key, values in keys.items()]
    return Statement(raw["Effect"] == "Deny", None if principals is None else named(principals), not_principals,
                     actions, not_actions, resources, not_resources, conditions)


def named(principals):
    if isinstance(principals, list):
        raise Unread("a bare list of principals")
    if isinstance(principals, str):
        return [("AWS", principals)]
    return [(kind, value) for kind, values in principals.items() for value in listed(values)]


def condition(operator, key, values):
    name, among = operator.lower(), ""
    for prefix, short in (("forallvalues:", "all"), ("foranyvalue:", "any")):
        if name.startswith(prefix):
            name, among = name[len(prefix):], short
    if_exists = name.endswith("ifexists")
    return Condition(among, if_exists, name.removesuffix("ifexists"), key.lower(), [text(value) for value in listed(values)])


def refuse(policy):
    """Leaves alone what the notes on IAM's semantics leave open and no switch names."""
    for one in policy.statements:
        everything = one.actions + (one.resources or []) + [value for each in one.conditions for value in each.values]
        if any(not value.isascii() for value in everything):
            raise Unread("text beyond ASCII")
        if policy.variables and any("${" in ":".join(value.split(":", 5)[:5]) for value in arns(one)):
            raise Unread("a policy variable before the last part of an ARN")
        if one.not_resources and any(pattern != "*" and pattern.count(":") < 5 for pattern in one.resources):
            raise Unread("an ARN with fewer than six parts under NotResource")
        for action in one.actions:
            if action != "*" and not re.fullmatch(r"[A-Za-z0-9-]+:[^:\s]+", action):
                raise Unread(f"action pattern {action}")
        for each in one.conditions:
            refuse_condition(each)


def arns(one):
    compared = [value for each in one.conditions if each.operator.startswith("arn") for value in each.values]
    return [value for value in (one.resources or []) + compared if value.startswith("arn:")]


def has_variables(policy):
    texts = [text for one in policy.statements for text in (one.resources or []) + [value for each in one.conditions for value in each.values]]
    return policy.variables and any("${" in text for text in texts)


# `${key}`, `${key, 'otherwise'}`, or one of the three that stand for a character.
VARIABLE = re.compile(r"\$\{(?:([*?$])|([^},]+)(?:,\s*'([^']*)')?)\}")


def refuse_condition(each):
    kind = family(each.operator)
    readers = {"number": number, "date": date, "address": network}
    if not each.values or (kind in readers and any(readers[kind](value) is None for value in each.values)):
        raise Unread(f"a value of {each.operator}")
    if each.operator in ("bool", "null") and any(value.lower() not in ("true", "false") for value in each.values):
        raise Unread(f"a value of {each.operator}")
    if kind == "null" and (each.among or each.if_exists):
        raise Unread("Null with a prefix or suffix")


def listed(value):
    return value if isinstance(value, list) else [value]


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value):
    return decimal.Decimal(value) if re.fullmatch(r"[+-]?\d+(\.\d+)?", value) else None


DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?")


def date(value):
    """Milliseconds since 1970; four digits alone are a year, more are epoch seconds."""
    found = DATE.fullmatch(value)
    if not found:
        seconds = number(value)
        return None if seconds is None else int(seconds * 1000)
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        moment = datetime.datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    whole = int((moment - datetime.datetime(1970, 1, 1)).total_seconds())
    if zone not in (None, "Z"):
        minutes = int(zone[1:3]) * 60 + int(zone[4:])
        whole -= minutes * 60 * (1 if zone[0] == "+" else -1)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def network(value):
    try:
        return ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None
