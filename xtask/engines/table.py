"""Log files as CloudTrail delivers them → the rows of the table that AWS documents for Athena, one JSON object a line.

Athena reads the log files itself; other engines get their table from here. Records that cannot be read and files that are no logs are counted, not kept.
"""

import gzip
import json
import pathlib

TEXTS = (
    "eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID eventID eventType apiVersion "
    "recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory"
).split()
OBJECTS = "requestParameters responseElements additionalEventData serviceEventDetails".split()
# Beside what AWS documents: identityprovider, which `leastwise usage sql --identity-provider` asks for.
IDENTITY = {
    **dict.fromkeys("type principalId arn accountId invokedBy accessKeyId userName identityProvider".split()),
    "onBehalfOf": dict.fromkeys(["userId", "identityStoreArn"]),
    "sessionContext": {
        "attributes": dict.fromkeys(["mfaAuthenticated", "creationDate"]),
        "sessionIssuer": dict.fromkeys("type principalId arn accountId userName".split()),
        "ec2RoleDelivery": None,
        "webIdFederationData": {"federatedProvider": None},
    },
}
RESOURCE = dict.fromkeys(["ARN", "accountId", "type"])


def struct(shape, colon=" "):
    """The type of a nested column, `a string` for Spark and, with a colon of its own, for DuckDB."""
    members = (f"{name.lower()}{colon}{struct(inner, colon) if inner else 'string'}" for name, inner in shape.items())
    opening, closing = ("struct(", ")") if colon == " " else ("struct<", ">")
    return opening + ", ".join(members) + closing


def columns(colon):
    """Column → type: with `:` as Spark writes it, with a blank as DuckDB does."""
    many = "array<{}>" if colon == ":" else "{}[]"
    found = {name.lower(): "string" for name in TEXTS + OBJECTS}
    return found | {"useridentity": struct(IDENTITY, colon), "resources": many.format(struct(RESOURCE, colon))}


def write(folder, path):
    """Writes the table of all logs below a folder; answers with how many records and digests there were, and how many were cut."""
    rows = digests = cut = 0
    with path.open("w") as out:
        for file in sorted(folder.rglob("*.json*")):
            if file.name == "truth.json":
                continue
            text = gzip.open(file, "rt").read() if file.suffix == ".gz" else file.read_text()
            if '"digestS3Bucket"' in text[:500]:
                digests += 1
                continue
            for record in records(text):
                if record is None:
                    cut += 1
                    continue
                out.write(json.dumps(row(record)) + "\n")
                rows += 1
    return rows, digests, cut


def records(text):
    """The records of one file; None for one that is cut."""
    try:
        yield from json.loads(text)["Records"]
        return
    except json.JSONDecodeError:
        at, decoder = text.index("[") + 1, json.JSONDecoder()
    while at < len(text):
        try:
            record, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            yield None
            return
        yield record
        at += 1


def row(record):
    found = {name.lower(): text(record.get(name)) for name in TEXTS}
    for name in OBJECTS:
        value = record.get(name)
        found[name.lower()] = None if value is None else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    found["useridentity"] = shaped(record.get("userIdentity"), IDENTITY)
    resources = record.get("resources")
    found["resources"] = [shaped(one, RESOURCE) for one in resources] if isinstance(resources, list) else None
    return found


def shaped(value, shape):
    if not isinstance(value, dict):
        return None
    return {name.lower(): shaped(value.get(name), inner) if inner else text(value.get(name)) for name, inner in shape.items()}


def text(value):
    return value if value is None or isinstance(value, str) else json.dumps(value)


def files(folder):
    """The objects of a trail."""
    return [str(path) for path in sorted(pathlib.Path(folder).rglob("*.json*")) if path.name != "truth.json"]
