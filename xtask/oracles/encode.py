"""Policies as formulas of z3: one string for the action, one for the resource, a cell for the caller, and per condition key a list of values.

A key has no value (it is absent), one, or several; a value of a typed key may also be unreadable. Text is printable ASCII.
"""

import fractions
import ipaddress

import z3

import principals
import reading

PRINTABLE = z3.Range(" ", "~")
IN_SEGMENT = z3.Union(z3.Range(" ", "9"), z3.Range(";", "~"))
NAME = z3.Plus(z3.Union(z3.Range("a", "z"), z3.Range("0", "9"), z3.Re("-"), z3.Re("_"), z3.Re(".")))
SERVICE = z3.Plus(z3.Union(z3.Range("a", "z"), z3.Range("0", "9"), z3.Re("-")))


class Request:
    """The variables of one request, and what must hold for it to be one."""

    def __init__(self, policies):
        if any(reading.has_variables(policy) for policy in policies):
            raise reading.Unread("a policy variable")
        self.action = z3.String("action")
        self.resource = z3.String("resource")
        self.caller = z3.Int("caller")
        self.with_caller = any(policy.resource_kind for policy in policies)
        self.callers = principals.callers(policies)
        conditions = [each for policy in policies for one in policy.statements for each in one.conditions]
        self.keys = {key: Key(key, [each for each in conditions if each.key == key]) for key in dict.fromkeys(each.key for each in conditions)}

    def domain(self):
        return [
            z3.InRe(self.action, z3.Concat(SERVICE, z3.Re(":"), NAME)),
            z3.InRe(self.resource, z3.Union(z3.Re("*"), an_arn())),
            self.caller >= 0,
            self.caller < len(self.callers),
            *(fact for key in self.keys.values() for fact in key.domain()),
        ]

    def allowed_by(self, policy):
        granting = [self.matches(one, policy.resource_kind) for one in policy.statements if not one.deny]
        denying = [self.matches(one, policy.resource_kind) for one in policy.statements if one.deny]
        return z3.And(either(granting), z3.Not(either(denying)))

    def matches(self, one, resource_kind):
        parts = [turned(either([self.action_is(pattern) for pattern in one.actions]), one.not_actions), self.resource_is(one, resource_kind)]
        if resource_kind:
            parts.append(self.caller_is(one))
        return z3.And(parts + [self.keys[each.key].holds(each) for each in one.conditions])

    def caller_is(self, one):
        if one.principals is None:
            return z3.BoolVal(False)
        granting = not (one.deny or one.not_principals)
        cells = [n for n, caller in enumerate(self.callers) if any(principals.names(entry, caller, granting) for entry in one.principals)]
        return turned(either([self.caller == n for n in cells]), one.not_principals)

    def action_is(self, pattern):
        return z3.BoolVal(True) if pattern == "*" else z3.InRe(self.action, like(pattern.lower(), PRINTABLE))

    def resource_is(self, one, resource_kind):
        if one.resources is None:
            return z3.BoolVal(True)
        # A resource policy's short pattern without wildcard names nothing; every other short one goes on with `*`.
        live = [pattern for pattern in one.resources if len(pattern.split(":")) >= 6 or not resource_kind or "*" in pattern or "?" in pattern]
        return turned(either([self.arn_is(self.resource, pattern) for pattern in live]), one.not_resources)

    @staticmethod
    def arn_is(text, pattern):
        if pattern == "*":
            return z3.BoolVal(True)
        parts = pattern.split(":", 5)
        return z3.InRe(text, arn_like(parts + ["*"] * (6 - len(parts))))

    def concrete(self, model):
        """The model as a request that `decide.py` reads."""
        spoken = {"action": model.eval(self.action, True).as_string(), "resource": model.eval(self.resource, True).as_string()}
        if self.with_caller:
            spoken["principal"] = self.callers[model.eval(self.caller, True).as_long()]
        return spoken | {"context": {key.name: values for key in self.keys.values() if (values := key.concrete(model))}}


class Key:
    def __init__(self, name, conditions):
        families = {reading.family(each.operator) for each in conditions} - {"null"}
        if len(families) > 1:
            raise reading.Unread("one key read as several types")
        self.name = name
        self.family = families.pop() if families else "string"
        # A list never needs more members than there are set operators to serve; two show what several values do to a single operator.
        self.most = max(2, sum(1 for each in conditions if each.among))
        self.count = z3.Int(f"count {name}")
        self.values = [self.variable(f"{n} {name}") for n in range(self.most)]
        self.readable = [z3.Bool(f"readable {n} {name}") for n in range(self.most)]
        self.six = [z3.Bool(f"six {n} {name}") for n in range(self.most)]

    def variable(self, name):
        return {"string": z3.String, "number": z3.Real, "date": z3.Int, "address": z3.Int}[self.family](name)

    def domain(self):
        facts = [self.count >= 0, self.count <= self.most]
        for value, six in zip(self.values, self.six):
            if self.family == "string":
                facts.append(z3.InRe(value, z3.Star(PRINTABLE)))
            if self.family == "address":
                facts += [value >= 0, value < z3.If(six, z3.IntVal(2**128), z3.IntVal(2**32))]
        return facts

    def holds(self, each):
        missing = self.count == 0
        if each.operator == "null":
            return either([missing if value.lower() == "true" else z3.Not(missing) for value in each.values])
        passing = [self.passes(each, n) for n in range(self.most)]
        if each.among == "all":
            return z3.And([z3.Implies(self.count > n, passed) for n, passed in enumerate(passing)])
        if each.among == "any":
            met = either([z3.And(self.count > n, passed) for n, passed in enumerate(passing)])
            return z3.Or(missing, met) if each.if_exists else met
        met = z3.And(self.count == 1, passing[0])
        return z3.Or(missing, met) if each.if_exists or "not" in each.operator else met

    def passes(self, each, n):
        negated, base = "not" in each.operator, each.operator.replace("not", "")
        met = turned(either([self.compares(base, wanted, n) for wanted in each.values]), negated)
        return met if self.family == "string" else z3.And(self.readable[n], met)

    def compares(self, base, wanted, n):
        value = self.values[n]
        if base == "stringequals":
            return value == z3.StringVal(wanted)
        if base in ("stringequalsignorecase", "bool"):
            return z3.InRe(value, any_case(wanted))
        if base == "stringlike":
            return z3.InRe(value, like(wanted, PRINTABLE))
        if base.startswith("arn"):
            parts = wanted.split(":", 5)
            return z3.And(z3.InRe(value, an_arn()), z3.InRe(value, arn_like(parts))) if len(parts) == 6 else z3.BoolVal(False)
        if base == "ipaddress":
            block = reading.network(wanted)
            first, last = int(block.network_address), int(block.broadcast_address)
            return z3.And(self.six[n] == z3.BoolVal(block.version == 6), first <= value, value <= last)
        if self.family == "number":
            bound, base = z3.RealVal(str(reading.number(wanted))), base.removeprefix("numeric")
        else:
            bound, base = z3.IntVal(reading.date(wanted)), base.removeprefix("date")
        return {"equals": value == bound, "lessthan": value < bound, "lessthanequals": value <= bound,
                "greaterthan": value > bound, "greaterthanequals": value >= bound}[base]

    def concrete(self, model):
        return [self.spoken(model, n) for n in range(model.eval(self.count, True).as_long())]

    def spoken(self, model, n):
        value = model.eval(self.values[n], True)
        if self.family == "string":
            return value.as_string()
        if not model.eval(self.readable[n], True):
            return "unreadable"
        if self.family == "address":
            return str((ipaddress.IPv6Address if model.eval(self.six[n], True) else ipaddress.IPv4Address)(value.as_long()))
        if self.family == "number":
            return decimal_text(fractions.Fraction(value.numerator_as_long(), value.denominator_as_long()))
        seconds, rest = divmod(value.as_long(), 1000)
        return f"{seconds + rest / 1000:.3f}" if rest else epoch(seconds)


def epoch(seconds):
    """Four digits alone would be read as a year."""
    return f"{seconds:05d}" if 0 <= seconds < 10_000 else str(seconds)


def decimal_text(value):
    digits = 0
    while (value * 10**digits).denominator != 1 and digits < 40:
        digits += 1
    whole = int(value * 10**digits)
    sign, written = "-" if whole < 0 else "", str(abs(whole)).rjust(digits + 1, "0")
    return sign + (f"{written[:-digits]}.{written[-digits:]}" if digits else written)


def like(pattern, one):
    pieces = [z3.Star(one) if char == "*" else one if char == "?" else z3.Re(char) for char in pattern]
    return chained(pieces)


def an_arn():
    full, some = z3.Plus(IN_SEGMENT), z3.Star(IN_SEGMENT)
    return joined([z3.Re("arn"), full, full, some, some, z3.Plus(PRINTABLE)])


def arn_like(parts):
    return joined([like(part, IN_SEGMENT) for part in parts[:5]] + [like(parts[5], PRINTABLE)])


def any_case(text):
    return chained([z3.Union(z3.Re(char.lower()), z3.Re(char.upper())) if char.isalpha() else z3.Re(char) for char in text])


def joined(parts):
    pieces = [parts[0]]
    for part in parts[1:]:
        pieces += [z3.Re(":"), part]
    return chained(pieces)


def chained(pieces):
    return z3.Re("") if not pieces else pieces[0] if len(pieces) == 1 else z3.Concat(*pieces)


def either(formulas):
    return z3.Or(formulas) if formulas else z3.BoolVal(False)


def turned(formula, negate):
    return z3.Not(formula) if negate else formula


def beyond(wider, narrower, seconds=20):
    """Whether `wider` allows a request that `narrower` does not: ("sat", request), ("unsat", None) or ("unknown", why)."""
    request = Request([wider, narrower])
    solver = z3.Solver()
    solver.set("timeout", seconds * 1000)
    solver.add(request.domain())
    solver.add(request.allowed_by(wider), z3.Not(request.allowed_by(narrower)))
    answer = solver.check()
    if answer == z3.sat:
        return "sat", request.concrete(solver.model())
    return (str(answer), None) if answer == z3.unsat else ("unknown", solver.reason_unknown())
