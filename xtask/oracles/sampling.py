"""Random requests near what two policies speak of: patterns made concrete, values beside the bounds, keys absent and with several values."""

import ipaddress
import re

import principals
import reading


ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9_.-]+")
RESOURCE = re.compile(r"\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+", re.DOTALL)


FILLED = "v"  # What variables stand for, most of the time.


class Sampler:
    def __init__(self, policies, rng):
        self.rng = rng
        statements = [one for policy in policies for one in policy.statements]
        self.actions = [action for one in statements for action in one.actions]
        self.resources = [resource for one in statements for resource in one.resources or []]
        self.callers = principals.callers(policies)
        self.values = {}
        for each in (each for one in statements for each in one.conditions):
            known = self.values.setdefault(each.key, [])
            known += [(each.operator, value) for value in each.values]
        spoken = self.resources + [value for known in self.values.values() for _, value in known]
        for key in {found[2].lower() for text in spoken for found in reading.VARIABLE.finditer(text) if found[2]} if any(policy.variables for policy in policies) else ():
            self.values.setdefault(key, []).extend([("stringequals", FILLED), ("stringequals", "*")])

    def request(self):
        return {"action": self.until(ACTION, self.action, "s3:GetObject"), "resource": self.until(RESOURCE, self.resource, "*"),
                "principal": self.rng.choice(self.callers), "context": {key: values for key in self.values if (values := self.values_of(key)) != []}}

    @staticmethod
    def until(wanted, make, otherwise):
        """Only what a request can ask for: some patterns reach beyond."""
        return next((one for one in (make() for _ in range(20)) if wanted.fullmatch(one)), otherwise)

    def action(self):
        pattern = self.rng.choice(self.actions)
        return self.made("s3:*" if pattern == "*" else pattern, "xZ9")

    def resource(self):
        pattern = self.rng.choice(self.resources or ["*"])
        parts = pattern.split(":", 5)
        if pattern == "*" or len(parts) < 6 or self.rng.random() < 0.05:
            return self.rng.choice(["*", "arn:aws:s3:::x", "arn:aws:ec2:r:1:x/y"])
        made = [self.made(part, "xY/") for part in parts]
        return ":".join(made[:1] + [made[1] or "aws", made[2] or "s3", made[3], made[4], made[5] or "x"])

    def made(self, pattern, letters):
        """One text of a pattern, now and then one off it."""
        pieces = []
        for char in reading.VARIABLE.sub(FILLED, pattern):
            if char == "*":
                pieces += self.rng.choices(letters, k=self.rng.choice([0, 1, 1, 2]))
            else:
                pieces.append(self.rng.choice(letters) if char == "?" else char)
        if pieces and self.rng.random() < 0.1 and pieces[-1] != ":":
            pieces[-1] = self.rng.choice(letters)
        return "".join(pieces)

    def values_of(self, key):
        values = [self.value(key) for _ in range(self.rng.choice([0, 1, 1, 1, 1, 2, 3]))]
        return values[0] if len(values) == 1 and self.rng.random() < 0.9 else values

    def value(self, key):
        operator, wanted = self.rng.choice(self.values[key])
        family = reading.family(operator)
        if self.rng.random() < 0.05:
            return "neither"
        if family == "number":
            return str(reading.number(wanted) + self.rng.choice([-1, 0, 0, 1]))
        if family == "date":
            return f"{reading.date(wanted) // 1000 + self.rng.choice([-1, 0, 0, 1]):05d}"
        if family == "address":
            return self.address(reading.network(wanted))
        text = self.made(wanted, "aE/:")
        return text.swapcase() if self.rng.random() < 0.1 else text

    def address(self, block):
        first, last = int(block.network_address), int(block.broadcast_address)
        kind = type(block.network_address)
        number = self.rng.choice([first, last, first - 1, last + 1, self.rng.randint(first, last)])
        return str(kind(number)) if 0 <= number < 2**block.max_prefixlen else str(ipaddress.IPv4Address(1))
