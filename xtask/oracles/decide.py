#!/usr/bin/env python3
"""Decides one concrete request by one policy, as the notes on IAM's semantics say: an evaluator with no code of ours in it.

    decide.py POLICY.json REQUEST.json      prints `allows` or `does not allow`

A request has `action`, `resource`, `context` and, for a policy with Principal elements, `principal`.
"""

import ipaddress
import json
import operator as compare
import re
import sys

import principals
import reading

ORDER = {"equals": compare.eq, "lessthan": compare.lt, "lessthanequals": compare.le, "greaterthan": compare.gt, "greaterthanequals": compare.ge}


def allows(policy, request):
    """Some Allow statement matches and no Deny statement does."""
    matching = [one.deny for one in policy.statements if matches(one, request, policy.resource_kind)]
    return bool(matching) and not any(matching)


def matches(one, request, resource_kind):
    return (
        (not resource_kind or principal_fits(one, request.get("principal") or "anonymous"))
        and any(action_fits(pattern, request["action"]) for pattern in one.actions) != one.not_actions
        and resource_fits(one, request["resource"], resource_kind)
        and all(holds(each, request.get("context") or {}) for each in one.conditions)
    )


def principal_fits(one, caller):
    if one.principals is None:
        return False
    granting = not one.deny and not one.not_principals
    return any(principals.names(entry, caller, granting) for entry in one.principals) != one.not_principals


def action_fits(pattern, action):
    return pattern == "*" or glob(pattern.lower(), action.lower())


def resource_fits(one, resource, resource_kind):
    if one.resources is None:
        return True
    return any(arn_fits(pattern, resource, resource_kind) for pattern in one.resources) != one.not_resources


def short(pattern):
    return pattern != "*" and pattern.count(":") < 5


def arn_fits(pattern, resource, resource_kind):
    if pattern == "*":
        return True
    if short(pattern) and resource_kind and not set("*?") & set(pattern):
        return False
    wanted = pattern.split(":", 5)
    return segments_fit(wanted + ["*"] * (6 - len(wanted)), resource)


def segments_fit(wanted, arn):
    found = arn.split(":", 5)
    return len(found) == 6 and len(wanted) == 6 and all(glob(one, other) for one, other in zip(wanted, found))


def is_arn(value):
    parts = value.split(":", 5)
    return len(parts) == 6 and parts[0] == "arn" and bool(parts[1] and parts[2] and parts[5])


def glob(pattern, text):
    wild = {"*": ".*", "?": "."}
    return re.fullmatch("".join(wild.get(char) or re.escape(char) for char in pattern), text, re.DOTALL) is not None


def holds(each, context):
    values = next((reading.listed(value) for key, value in context.items() if key.lower() == each.key), [])
    values = [reading.text(value) for value in values if value is not None]
    if each.operator == "null":
        return any((value.lower() == "true") == (not values) for value in each.values)
    if not values:
        return absent(each)
    if each.among == "all":
        return all(passes(each, value) for value in values)
    if each.among == "any":
        return any(passes(each, value) for value in values)
    return len(values) == 1 and passes(each, values[0])


def absent(each):
    if each.if_exists or each.among:
        return each.if_exists or each.among == "all"
    return "not" in each.operator


def passes(each, value):
    """Whether one value of the request passes the operator: any value of a positive one, none of a negated one."""
    base = each.operator
    negated = "not" in base
    base = base.replace("not", "")
    if base.startswith("string"):
        met = any(string_fits(base, wanted, value) for wanted in each.values)
    elif base.startswith("arn"):
        met = is_arn(value) and any(segments_fit(wanted.split(":", 5), value) for wanted in each.values)
    elif base == "bool":
        return value.lower() in [wanted.lower() for wanted in each.values] and value.lower() in ("true", "false")
    else:
        met = typed(base, each.values, value)
        if met is None:
            return False
    return met != negated


def string_fits(base, wanted, value):
    if base == "stringlike":
        return glob(wanted, value)
    if base == "stringequalsignorecase":
        return wanted.lower() == value.lower()
    return wanted == value


def typed(base, wanted, value):
    """None where the value cannot be read as what the operator compares."""
    if base == "ipaddress":
        try:
            address = ipaddress.ip_address(value)
        except ValueError:
            return None
        return any(address in reading.network(one) for one in wanted)
    reader, order = (reading.number, base.removeprefix("numeric")) if base.startswith("numeric") else (reading.date, base.removeprefix("date"))
    found = reader(value)
    return None if found is None else any(ORDER[order](found, reader(one)) for one in wanted)


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        print("allows" if allows(reading.load(sys.argv[1]), json.load(file)) else "does not allow")
