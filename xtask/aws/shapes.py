"""Holds an answer against the service's own model: whatever is sent is known there, has its type, and nothing required is missing."""

TYPES = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "structure": dict,
    "map": dict,
    "list": list,
}

# What IAM's model does not list, and IAM sends.
SENT_ANYWAY = {"PolicySourceType": {"IAM Policy", "Resource Policy"}}


def fits(shape, value, place="answer"):
    kind = TYPES.get(shape.type_name)
    assert kind is None or isinstance(value, kind), f"{place}: {value!r} is no {shape.type_name}"
    if shape.type_name == "structure":
        unknown = value.keys() - shape.members.keys() - {"ResponseMetadata"}
        assert not unknown, f"{place}: the model does not know {unknown}"
        missing = set(shape.required_members) - value.keys()
        assert not missing, f"{place}: {missing} is missing"
        if shape.metadata.get("union"):
            assert len(value) == 1, f"{place}: {value} is not one of a union"
        for name in value.keys() & shape.members.keys():
            fits(shape.members[name], value[name], f"{place}.{name}")
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            fits(shape.member, item, f"{place}[{index}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            fits(shape.value, item, f"{place}[{key}]")
    elif shape.type_name == "string" and shape.enum:
        known = set(shape.enum) | SENT_ANYWAY.get(shape.name, set())
        assert value in known, f"{place}: {value} is none of {known}"
