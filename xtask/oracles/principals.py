"""Who may call, and whom a Principal entry names. A caller is one line of text.

`anonymous`, an ARN (user, role, assumed role, federated user, root), `federated:PROVIDER`, `canonical:ID` or a service's name.
"""

import re

STRANGER = "999999999999"


def names(entry, caller, granting):
    """Whether one entry (kind, value) of a Principal or NotPrincipal element means this caller.

    Only in the Principal of an Allow does `*` leave services out, which have to be named there.
    """
    kind, value = entry
    if kind == "AWS" and value == "*":
        return not (granting and is_service(caller))
    if kind == "AWS":
        return names_identity(value, caller)
    if kind == "Service":
        return is_service(caller) and value in ("*", caller)
    prefix = {"Federated": "federated:", "CanonicalUser": "canonical:"}.get(kind)
    return prefix is not None and caller == prefix + value


def names_identity(value, caller):
    if value.isdigit():
        return account(caller) == value
    if value == caller:
        return True
    root = re.fullmatch(r"arn:[^:]+:iam::(\d+):root", value)
    if root:
        return account(caller) == root[1]
    role = re.fullmatch(r"arn:([^:]+):iam::(\d+):role/(?:.*/)?([^/]+)", value)
    # By name alone, whose case IAM does not tell apart within an account; a session shows no path.
    session = re.fullmatch(r"arn:([^:]+):(?:sts::(?=\d+:assumed)|iam::(?=\d+:role))(\d+):(?:assumed-role/([^/]+)/[^/]+|role/(?:.*/)?([^/]+))", caller)
    if not (role and session):
        return False
    name = session[3] or session[4]
    return role.groups()[:2] == session.groups()[:2] and role[3].lower() == name.lower()


def callers(policies):
    """Every caller that matters to these policies: one of each cell that their entries can tell apart."""
    found = ["anonymous"]
    entries = [entry for policy in policies for one in policy.statements for entry in one.principals or []]
    accounts = {STRANGER}
    for kind, value in entries:
        if kind == "AWS" and value.isdigit():
            accounts.add(value)
        elif kind == "AWS" and account(value):
            accounts.add(account(value))
    # An account has twelve digits; what names another sort of number names nobody.
    for number in sorted(number for number in accounts if len(number) == 12):
        found += [f"arn:aws:iam::{number}:root", f"arn:aws:iam::{number}:user/another", f"arn:aws:sts::{number}:assumed-role/Another/session"]
    for kind, value in entries:
        if kind == "AWS":
            found += identities(value)
        elif kind == "Service" and value != "*":
            found.append(value)
        elif kind == "Federated":
            found.append("federated:" + value)
        elif kind == "CanonicalUser":
            found.append("canonical:" + value)
    found += ["another.amazonaws.com", "federated:another", "canonical:another"]
    return list(dict.fromkeys(found))


def identities(value):
    role = re.fullmatch(r"arn:([^:]+):iam::(\d{12}):role/(?:.*/)?([^/]+)", value)
    if role:
        return [f"arn:{role[1]}:sts::{role[2]}:assumed-role/{role[3]}/another"]
    return [value] if re.fullmatch(r"arn:[^:]+:(iam::\d{12}:user/.+|sts::\d{12}:(assumed-role|federated-user)/.+)", value) else []


def account(caller):
    parts = caller.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[2] in ("iam", "sts") else None


def is_service(caller):
    return not caller.startswith(("arn:", "federated:", "canonical:")) and caller.endswith((".amazonaws.com", ".aws.internal", ".amazon.com"))
