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
    filling = Filling(request.get("context") or {}, policy.variables)
    matching = [one.deny for one in policy.statements if matches(one, request, policy.resource_kind, filling)]
    return bool(matching) and not any(matching)


class Filling:
    """What policy variables stand for in one request; without them `${…}` is text like any other."""

    def __init__(self, context, variables):
        # A list is a multivalued key, whose value no variable takes, be it a list of one.
        self.single = {key.lower(): reading.text(value) for key, value in context.items() if not (value is None or isinstance(value, list))}
        self.context = {key.lower(): [reading.text(one) for one in reading.listed(value) if one is not None] for key, value in context.items()}
        self.variables = variables

    def pieces(self, template):
        """(text, is it literal) in turn; None where a variable has no value."""
        found, at = [], 0
        for variable in reading.VARIABLE.finditer(template) if self.variables else ():
            char, key, otherwise = variable.groups()
            key = (key or "").lower()
            value = char or self.single.get(key, None if self.context.get(key) else otherwise)
            if value is None:
                return None
            found += [(template[at:variable.start()], False), (value, True)]
            at = variable.end()
        return found + [(template[at:], False)]


def matches(one, request, resource_kind, filling):
    return (
        (not resource_kind or principal_fits(one, request.get("principal") or "anonymous"))
        and any(action_fits(pattern, request["action"]) for pattern in one.actions) != one.not_actions
        and resource_fits(one, request["resource"], resource_kind, filling)
        and all(holds(each, filling) for each in one.conditions)
    )


def principal_fits(one, caller):
    if one.principals is None:
        return False
    granting = not one.deny and not one.not_principals
    return any(principals.names(entry, caller, granting) for entry in one.principals) != one.not_principals


def action_fits(pattern, action):
    return pattern == "*" or glob(pattern.lower(), action.lower())


def resource_fits(one, resource, resource_kind, filling):
    if one.resources is None:
        return True
    return any(arn_fits(pattern, resource, resource_kind, filling) for pattern in one.resources) != one.not_resources


def short(pattern):
    return pattern != "*" and pattern.count(":") < 5


def arn_fits(pattern, resource, resource_kind, filling):
    if pattern == "*":
        return True
    if short(pattern) and resource_kind and not set("*?") & set(pattern):
        return False
    wanted = pattern.split(":", 5)
    return segments_fit(wanted + ["*"] * (6 - len(wanted)), resource, filling)


def segments_fit(wanted, arn, filling):
    found = arn.split(":", 5)
    if len(found) != 6 or len(wanted) != 6:
        return False
    return all(glob(one, other) for one, other in zip(wanted[:5], found)) and filled_glob(filling.pieces(wanted[5]), found[5])


def is_arn(value):
    parts = value.split(":", 5)
    return len(parts) == 6 and parts[0] == "arn" and bool(parts[1] and parts[2] and parts[5])


def glob(pattern, text):
    return filled_glob([(pattern, False)], text)


def filled_glob(pieces, text):
    wild = {"*": ".*", "?": "."}
    if pieces is None:
        return False
    wanted = [re.escape(char) if literal else wild.get(char) or re.escape(char) for piece, literal in pieces for char in piece]
    return re.fullmatch("".join(wanted), text, re.DOTALL) is not None


def holds(each, filling):
    values = filling.context.get(each.key, [])
    if each.operator == "null":
        return any((value.lower() == "true") == (not values) for value in each.values)
    if not values:
        return absent(each)
    if each.among == "all":
        return all(passes(each, value, filling) for value in values)
    if each.among == "any":
        return any(passes(each, value, filling) for value in values)
    return len(values) == 1 and passes(each, values[0], filling)


def absent(each):
    if each.if_exists or each.among:
        return each.if_exists or each.among == "all"
    return "not" in each.operator


def passes(each, value, filling):
    """Whether one value of the request passes the operator: any value of a positive one, none of a negated one."""
    base = each.operator
    negated = "not" in base
    base = base.replace("not", "")
    if base.startswith("string"):
        met = any(string_fits(base, filling.pieces(wanted), value) for wanted in each.values)
    elif base.startswith("arn"):
        met = is_arn(value) and any(segments_fit(wanted.split(":", 5), value, filling) for wanted in each.values)
    elif base == "bool":
        return value.lower() in [wanted.lower() for wanted in each.values] and value.lower() in ("true", "false")
    else:
        met = typed(base, each.values, value)
        if met is None:
            return False
    return met != negated


def string_fits(base, pieces, value):
    """A variable without value makes its pattern fit nothing, so that a negated operator holds."""
    if base == "stringlike" or pieces is None:
        return filled_glob(pieces, value)
    wanted = "".join(piece for piece, _ in pieces)
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
