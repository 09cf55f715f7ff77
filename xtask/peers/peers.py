"""Policies that other tools write from the same logs.

Standard input: {"files": [...], "used": {principal: {action: [ARN, ...]}}}. Standard output, for each principal and tool, the policy
that it wrote or why there is none. Ends with 77 where a tool is not installed.
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys
import zipfile

NOT_INSTALLED = 77

try:
    from asp import Recorder
    from asp.implicit import implied
    from asp.recorder import Call
    from policy_sentry.command.write_policy import write_policy_with_template
    from policy_sentry.querying.actions import get_action_data
    from policy_sentry.writing.template import get_crud_template_dict
    import trailscraper  # noqa: F401  It is run as a program.
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(NOT_INSTALLED)


def records(path):
    """The records of a log file, however they lie in it."""
    data = pathlib.Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    elif data[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(archive.namelist()[0])
    try:
        whole = json.loads(data)
        found = whole if isinstance(whole, list) else whole.get("Records", [whole])
    except ValueError:
        found = [json.loads(line) for line in data.splitlines() if line.strip()]
    return [record for record in found if isinstance(record, dict) and "eventName" in record]


def principal(record):
    """A user by its ARN, the session of a role by that of the role."""
    identity = record.get("userIdentity") or {}
    issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
    return issuer.get("arn") or identity.get("arn")


def trailscraper_policy(own, _):
    """All records of the principal, without `"resources": null`, which ends it with an error, and each with a time: it passes over others."""
    given = [{name: value for name, value in record.items() if name != "resources" or value} for record in own]
    given = [{"eventTime": "2026-01-01T00:00:00Z", **record} for record in given]
    program = pathlib.Path(sys.executable).with_name("trailscraper")
    log = json.dumps({"Records": given})
    run = subprocess.run([program, "generate"], input=log, capture_output=True, text=True, timeout=120)
    if run.returncode:
        raise ValueError(run.stderr.strip().splitlines()[-1])
    return json.loads(run.stdout)


LEVELS = {
    "Read": "read",
    "Write": "write",
    "List": "list",
    "Tagging": "tagging",
    "Permissions management": "permissions-management",
}


def policy_sentry_policy(_, used):
    """The actions and ARNs that Leastwise found: by access level, as its templates ask for them."""
    template = get_crud_template_dict()
    for action, arns in used.items():
        service, name = action.split(":")
        data = get_action_data(service, name)
        rows = data.get(service, []) if data else []
        level = LEVELS.get(rows[0]["access_level"]) if rows else None
        if arns and action == "sts:AssumeRole":
            template["sts"]["assume-role"] = sorted(arns)
        elif arns and level:
            template[level] = sorted({*template[level], *arns})
        elif rows:
            only = any(row["resource_arn_format"] == "*" for row in rows)
            template["wildcard-only"]["single-actions"] += [action] if only else []
            template["skip-resource-constraints"] += [] if only else [action]
    return write_policy_with_template(template)


# The names of a request's parameters in the log, where they are not those of the API but for the first letter.
PARAMETERS = {"bucketName": "Bucket", "key": "Key"}


def asp_policy(own, _):
    """Each call that was not refused, as if it had been recorded while it was made, with the request of the log."""
    recorder = Recorder()
    for record in own:
        code = record.get("errorCode") or ""
        if "AccessDenied" in code or "Unauthorized" in code or record.get("eventType") != "AwsApiCall":
            continue
        service = record["eventSource"].split(".")[0]
        request = record.get("requestParameters")
        request = request if isinstance(request, dict) else {}
        request = {PARAMETERS.get(name, name[:1].upper() + name[1:]): value for name, value in request.items()}
        # The log has versions behind the names of Lambda's operations.
        operation = re.sub(r"20\d{6}(v\d)?$", "", record["eventName"].strip())
        calls = [(service, operation, request), *implied(service, operation, request, None)]
        recorder.calls += [Call(*call[:2], record.get("awsRegion"), call[2]) for call in calls]
    return recorder.policy()


PEERS = {
    "trailscraper": trailscraper_policy,
    "policy_sentry": policy_sentry_policy,
    "asp-iam": asp_policy,
}


def main():
    asked = json.load(sys.stdin)
    by_principal = {name: [] for name in asked["used"]}
    for path in asked["files"]:
        for record in records(path):
            own = by_principal.get(principal(record))
            if own is not None:
                own.append(record)
    answer = {}
    for name, own in by_principal.items():
        written = answer.setdefault(name, {})
        for peer, write in PEERS.items():
            try:
                written[peer] = {"policy": write(own, asked["used"][name])}
            except Exception as fault:  # Whatever stops a peer is told of it.
                written[peer] = {"why": f"{type(fault).__name__}: {fault}"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
