"""boto3: every call there is, with what it may be given, page by page, and refused."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from shapes import fits


class Caller:
    """Calls a service, and holds each answer, as it came and as it was read, against the service's model."""

    def __init__(self, service, url, token=None):
        config = Config(retries={"total_max_attempts": 1}, proxies={})
        self.client = boto3.client(
            service,
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="AKIAEXAMPLE",
            aws_secret_access_key="nobody-verifies-it",
            aws_session_token=token,
            config=config,
        )
        self.client.meta.events.register("after-call", self.check)

    def check(self, http_response, parsed, model, **_):
        if http_response.status_code >= 300:
            return
        assert parsed["ResponseMetadata"]["RequestId"], "no request id"
        fits(model.output_shape, {name: value for name, value in parsed.items() if name != "ResponseMetadata"})
        if http_response.headers["content-type"] == "application/json":
            # The client passes over what its model does not know.
            fits(model.output_shape, json.loads(http_response.content))

    def __call__(self, call, **arguments):
        return getattr(self.client, call)(**arguments)

    def pages(self, call, size, **arguments):
        paginator = self.client.get_paginator(call)
        return list(paginator.paginate(PaginationConfig={"PageSize": size}, **arguments))

    def refused(self, exception, call, **arguments):
        """The fault, which the client knows by its own class."""
        try:
            answer = getattr(self.client, call)(**arguments)
        except ClientError as error:
            named = getattr(self.client.exceptions, exception, None)
            assert named is None or isinstance(error, named), f"{type(error)} is no {exception}: {error}"
            return error.response
        raise AssertionError(f"{call} was answered: {answer}")


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statement(effect="Allow", action="s3:GetObject", resource="*", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


FAULTY = policy(statement(action=["s3:GetObjekt", "iam:PassRole"]), statement("Deny", "s3:DeleteBucket", Sid=""))
BUCKET = policy(statement(Principal="*", resource="arn:aws:s3:::acme/*"))
TRUST = policy({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
NARROW = policy(statement(resource="arn:aws:s3:::acme/*"))
WIDE = policy(statement(action="s3:*"))
USER = "arn:aws:iam::111122223333:user/ana"


def validate_every_type(analyzer, _):
    for kind, document, resource, is_sound in [
        ("IDENTITY_POLICY", NARROW, None, True),
        ("IDENTITY_POLICY", BUCKET, None, False),
        ("RESOURCE_POLICY", TRUST, "AWS::IAM::AssumeRolePolicyDocument", True),
        ("RESOURCE_POLICY", NARROW, "AWS::S3::Bucket", False),
        ("SERVICE_CONTROL_POLICY", WIDE, None, True),
        ("SERVICE_CONTROL_POLICY", BUCKET, None, False),
        ("RESOURCE_CONTROL_POLICY", policy(statement("Deny", "s3:*", Principal="*")), None, True),
        ("RESOURCE_CONTROL_POLICY", BUCKET, None, False),
    ]:
        more = {"validatePolicyResourceType": resource} if resource else {}
        answer = analyzer("validate_policy", policyDocument=document, policyType=kind, locale="EN", **more)
        errors = [found for found in answer["findings"] if found["findingType"] == "ERROR"]
        assert (not errors) == is_sound, f"{kind} {document}: {errors}"


def validate_page_by_page(analyzer, _):
    asked = {"policyDocument": FAULTY, "policyType": "IDENTITY_POLICY"}
    whole = analyzer("validate_policy", **asked)["findings"]
    kinds = {found["findingType"] for found in whole}
    assert {"ERROR", "SECURITY_WARNING", "SUGGESTION"} <= kinds, kinds
    pages = analyzer.pages("validate_policy", 1, **asked)
    assert len(pages) == len(whole) > 2
    assert [found for page in pages for found in page["findings"]] == whole


def check_new_access(analyzer, _):
    asked = {"existingPolicyDocument": NARROW, "newPolicyDocument": WIDE}
    answer = analyzer("check_no_new_access", policyType="IDENTITY_POLICY", **asked)
    assert answer["result"] == "FAIL" and answer["reasons"][0]["statementIndex"] == 0, answer
    assert " may s3:" in answer["reasons"][0]["description"], answer
    same = {"existingPolicyDocument": TRUST, "newPolicyDocument": TRUST}
    assert analyzer("check_no_new_access", policyType="RESOURCE_POLICY", **same)["result"] == "PASS"


def check_granted(analyzer, _):
    for access, result in [
        ({"actions": ["s3:PutObject"]}, "PASS"),
        ({"actions": ["s3:GetObject"]}, "FAIL"),
        ({"resources": ["arn:aws:s3:::other/*"]}, "PASS"),
        ({"actions": ["s3:*"], "resources": ["arn:aws:s3:::acme/k"]}, "FAIL"),
    ]:
        asked = {"policyDocument": NARROW, "policyType": "IDENTITY_POLICY", "access": [access]}
        answer = analyzer("check_access_not_granted", **asked)
        assert answer["result"] == result, f"{access}: {answer}"


def check_public(analyzer, _):
    answer = analyzer("check_no_public_access", policyDocument=BUCKET, resourceType="AWS::S3::Bucket")
    assert answer["result"] == "FAIL" and answer["reasons"], answer
    role = {"policyDocument": TRUST, "resourceType": "AWS::IAM::AssumeRolePolicyDocument"}
    assert analyzer("check_no_public_access", **role)["result"] == "PASS"


def refusals_of_the_analyzer(analyzer, _):
    refused = analyzer.refused("ValidationException", "validate_policy", policyDocument=WIDE, policyType="X")
    assert refused["fieldList"][0]["name"] == "policyType" and refused["reason"] == "fieldValidationFailed", refused
    assert refused["ResponseMetadata"]["HTTPStatusCode"] == 400
    asked = {"newPolicyDocument": "{", "existingPolicyDocument": WIDE, "policyType": "IDENTITY_POLICY"}
    analyzer.refused("UnprocessableEntityException", "check_no_new_access", **asked)
    asked = {"policyDocument": WIDE, "policyType": "IDENTITY_POLICY", "access": [{"actions": ["s3"]}]}
    analyzer.refused("InvalidParameterException", "check_access_not_granted", **asked)
    analyzer.refused(
        "ValidationException",
        "create_access_preview",
        analyzerArn=analyzer("list_analyzers")["analyzers"][0]["arn"],
        configurations={"arn:aws:ec2:us-east-1::snapshot/snap-1": {"ebsSnapshot": {"userIds": ["111122223333"]}}},
    )
    asked = {"accessPreviewId": "00000000-0000-4000-8000-000000000000"}
    asked["analyzerArn"] = analyzer("list_analyzers")["analyzers"][0]["arn"]
    refused = analyzer.refused("ResourceNotFoundException", "get_access_preview", **asked)
    assert refused["resourceType"] == "AccessPreview", refused


def preview_access(analyzer, _):
    arn = analyzer("list_analyzers")["analyzers"][0]["arn"]
    outside = policy({"Effect": "Allow", "Principal": {"AWS": ["111122223333", "*"]}, "Action": "sts:AssumeRole"})
    for trust, found in [(TRUST, []), (outside, [({"AWS": "111122223333"}, False), ({"AWS": "*"}, True)])]:
        role = {"arn:aws:iam::123456789012:role/app": {"iamRole": {"trustPolicy": trust}}}
        asked = {"analyzerArn": arn}
        asked["accessPreviewId"] = analyzer("create_access_preview", configurations=role, **asked)["id"]
        assert analyzer("get_access_preview", **asked)["accessPreview"]["status"] == "COMPLETED"
        pages = analyzer.pages("list_access_preview_findings", 1, **asked)
        told = [(each["principal"], each["isPublic"]) for page in pages for each in page["findings"]]
        assert told == found, told


def simulate_with_everything(_, iam):
    asked = {
        "PolicyInputList": [policy(statement(Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))],
        "PermissionsBoundaryPolicyInputList": [WIDE],
        "OrderedOrganizationPolicyInputList": [{"ServiceControlPolicyInputList": [policy(statement(action="*"))]}],
        "ActionNames": ["s3:GetObject"],
        "ResourceArns": ["arn:aws:s3:::acme/k", "arn:aws:s3:::acme/l"],
        "ResourcePolicy": policy(statement(Principal={"AWS": USER}, resource="arn:aws:s3:::acme/*")),
        "ResourceOwner": "arn:aws:iam::444455556666:root",
        "CallerArn": USER,
        "ContextEntries": [
            {"ContextKeyName": "aws:SourceIp", "ContextKeyType": "ip", "ContextKeyValues": ["203.0.113.9"]},
            {"ContextKeyName": "aws:TagKeys", "ContextKeyType": "stringList", "ContextKeyValues": ["a", "b"]},
            {"ContextKeyName": "s3:max-keys", "ContextKeyType": "numeric", "ContextKeyValues": ["10"]},
            {"ContextKeyName": "aws:SecureTransport", "ContextKeyType": "boolean", "ContextKeyValues": ["true"]},
            {"ContextKeyName": "aws:CurrentTime", "ContextKeyType": "date", "ContextKeyValues": ["2026-11-22T00:00:00Z"]},
        ],
    }
    (result,) = iam("simulate_custom_policy", **asked)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed", result
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}
    assert result["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": True}
    assert result["EvalDecisionDetails"] == {"IAM Policy": "allowed", "Resource Policy": "allowed"}
    assert [each["EvalResourceDecision"] for each in result["ResourceSpecificResults"]] == ["allowed"] * 2
    matched = {told["SourcePolicyId"] for told in result["MatchedStatements"]}
    assert matched == {"PolicyInputList.1", "ResourcePolicy"}, matched
    del asked["ContextEntries"][0]
    (result,) = iam("simulate_custom_policy", **asked)["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny" and result["MissingContextValues"] == ["aws:SourceIp"], result


def simulate_page_by_page(_, iam):
    actions = ["s3:GetObject", "ec2:RunInstances", "s3:PutObject"]
    asked = {"PolicyInputList": [WIDE], "ActionNames": actions}
    pages = iam.pages("simulate_custom_policy", 2, **asked)
    assert [page["IsTruncated"] for page in pages] == [True, False]
    told = [(each["EvalActionName"], each["EvalDecision"]) for page in pages for each in page["EvaluationResults"]]
    assert told == list(zip(actions, ["allowed", "implicitDeny", "allowed"]))


def name_context_keys(_, iam):
    own = statement(resource="arn:aws:s3:::acme/${aws:username}/*", Condition={"Bool": {"aws:SecureTransport": "true"}})
    answer = iam("get_context_keys_for_custom_policy", PolicyInputList=[policy(own), WIDE])
    assert answer["ContextKeyNames"] == ["aws:username", "aws:SecureTransport"], answer


def refusals_of_iam(_, iam):
    asked = {"PolicyInputList": [WIDE], "ActionNames": ["s3:GetObject"]}
    for wrong in [
        {"PolicyInputList": ["{"]},
        {"ActionNames": ["s3:*"]},
        {"ResourceArns": ["acme"]},
        {"CallerArn": "arn:aws:sts::111122223333:assumed-role/r/s"},
        {"ResourcePolicy": BUCKET},
        {"Marker": "stray"},
    ]:
        refused = iam.refused("InvalidInputException", "simulate_custom_policy", **{**asked, **wrong})
        assert refused["Error"]["Code"] == "InvalidInput" and refused["Error"]["Message"], refused
    odd = policy(statement("Deny", Condition={"StringAlmostEquals": {"aws:SourceIp": "a"}}), statement())
    known = {"ContextKeyName": "aws:SourceIp", "ContextKeyType": "ip", "ContextKeyValues": ["203.0.113.9"]}
    odd = {**asked, "PolicyInputList": [odd], "ContextEntries": [known]}
    iam.refused("PolicyEvaluationException", "simulate_custom_policy", **odd)
    assert iam.refused("", "list_users")["Error"]["Code"] == "InvalidAction"


CASES = [
    validate_every_type,
    validate_page_by_page,
    check_new_access,
    check_granted,
    check_public,
    preview_access,
    refusals_of_the_analyzer,
    simulate_with_everything,
    simulate_page_by_page,
    name_context_keys,
    refusals_of_iam,
]


def cases(url, _binaries, _folder):
    services = [Caller(service, url) for service in ("accessanalyzer", "iam")]
    for case in CASES:
        yield f"boto3: {case.__name__.replace('_', ' ')}", lambda case=case: case(*services)


def with_a_token(url, token):
    """A server with a token lets in who has it as the session token, and nobody else."""
    asked = {"policyDocument": WIDE, "policyType": "IDENTITY_POLICY"}
    assert Caller("accessanalyzer", url, token)("validate_policy", **asked)["findings"] is not None
    Caller("accessanalyzer", url).refused("AccessDeniedException", "validate_policy", **asked)
    iam = Caller("iam", url, "another-token-than-the-server's")
    refused = iam.refused("", "get_context_keys_for_custom_policy", PolicyInputList=[WIDE])
    assert refused["Error"]["Code"] == "AccessDenied", refused
