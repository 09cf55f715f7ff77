"""Tools that look facts up."""

from connection import holds, same, within


async def query_service_actions(call):
    first = await call("query_service_actions", service="s3", access_level="read", limit=5, offset=0, verbose=False)
    same(len(first["actions"]), 5)
    same(first["has_more"], True)
    assert first["total"] > 5, first
    second = await call("query_service_actions", service="s3", access_level="read", limit=5, offset=5)
    assert not set(first["actions"]) & set(second["actions"]), "two pages have actions in common"
    everything = await call("query_service_actions", service="sqs", limit=100)
    within(["sqs:SendMessage"], everything["actions"])
    same(everything["has_more"], False)
    refusal = await call.refused("query_service_actions", service="dynamo")
    assert "dynamodb" in refusal, refusal


async def query_action_details(call):
    result = (await call("query_action_details", action="s3:GetObject"))["result"]
    same((result["action"], result["service"], result["access_level"]), ("s3:GetObject", "s3", "read"))
    within(["object"], result["resource_types"])
    within(["s3:ExistingObjectTag/${TagKey}"], result["condition_keys"])
    assert result["description"], result


async def query_actions_batch(call):
    answer = await call("query_actions_batch", actions=["s3:GetObject", "sqs:SendMessage", "s3:GetObjekt"])
    same(answer["s3:GetObject"]["access_level"], "read")
    same(answer["sqs:SendMessage"]["service"], "sqs")
    holds(answer["sqs:SendMessage"], "resource_types", "condition_keys", "description")
    same(answer["s3:GetObjekt"], None)


async def expand_wildcard_action(call):
    result = (await call("expand_wildcard_action", pattern="s3:Get*Tagging"))["result"]
    within(["s3:GetBucketTagging", "s3:GetObjectTagging"], result)
    assert all(action.startswith("s3:Get") and action.endswith("Tagging") for action in result), result


async def query_condition_keys(call):
    within(["s3:prefix", "s3:x-amz-acl"], (await call("query_condition_keys", service="s3"))["result"])


async def query_arn_formats(call):
    formats = {one["resource_type"]: one["arn_formats"] for one in (await call("query_arn_formats", service="s3"))["result"]}
    within(["arn:${Partition}:s3:::${BucketName}"], formats["bucket"])
    within(["arn:${Partition}:s3:::${BucketName}/${ObjectName}"], formats["object"])


async def list_checks(call):
    checks = (await call("list_checks"))["result"]
    assert len(checks) > 20, len(checks)
    for check in checks:
        holds(check, "check_id", "description", "default_severity")


async def get_check_details(call):
    answer = await call("get_check_details", check_id="wildcard_action")
    holds(answer, "check_id", "description", "default_severity", "category", "related_checks")
    same(answer["configuration"]["enabled"], True)
    assert "*" in answer["example_violation"]["Action"], answer["example_violation"]
    assert answer["example_fix"], answer
    refusal = await call.refused("get_check_details", check_id="wildcard_actoin")
    assert "wildcard" in refusal, refusal


async def list_sensitive_actions(call):
    answer = await call("list_sensitive_actions", category="priv_esc", limit=100, offset=0, verbose=False)
    within(["iam:PassRole", "iam:AttachUserPolicy"], answer["actions"])
    first = await call("list_sensitive_actions", limit=10)
    same((len(first["actions"]), first["has_more"]), (10, True))
    assert first["total"] > 400, first["total"]


async def check_actions_batch(call):
    answer = await call("check_actions_batch", actions=["s3:GetObject", "iam:PassRole", "s3:GetObjekt"], verbose=True)
    within(["s3:GetObject", "iam:PassRole"], answer["valid_actions"])
    same([one["action"] for one in answer["invalid_actions"]], ["s3:GetObjekt"])
    assert answer["invalid_actions"][0]["error"], answer["invalid_actions"]
    sensitive = {one["action"]: one for one in answer["sensitive_actions"]}
    same(sensitive["iam:PassRole"]["category"], "priv_esc")
    holds(sensitive["iam:PassRole"], "severity", "name")


async def get_condition_requirements_for_action(call):
    result = (await call("get_condition_requirements_for_action", action="iam:PassRole"))["result"]
    within(["iam:PassedToService"], [one["condition_key"] for one in result["required_conditions"]])
    holds(result, "action", "severity", "suggestion_text")
    same((await call("get_condition_requirements_for_action", action="sqs:ListQueues"))["result"], None)


CASES = [query_service_actions, query_action_details, query_actions_batch, expand_wildcard_action, query_condition_keys,
         query_arn_formats, list_checks, get_check_details, list_sensitive_actions, check_actions_batch,
         get_condition_requirements_for_action]
