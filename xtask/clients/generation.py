"""Tools that make policies, and find what goes into them."""

import json

from connection import holds, listed, same, statements, within


async def generate_policy_from_template(call):
    answer = await call("generate_policy_from_template", template_name="s3-read-only",
                        variables={"bucket_name": "reports"}, verbose=True)
    same(answer["template_used"], "s3-read-only")
    same(answer["validation"]["is_valid"], True)
    holds(answer, "policy", "security_notes")
    actions = [action for one in statements(answer["policy"]) for action in listed(one["Action"])]
    within(["s3:GetObject", "s3:ListBucket"], actions)
    assert "s3:GetObjectMetadata" not in actions, "an action that does not exist"
    assert "arn:aws:s3:::reports" in json.dumps(answer["policy"]), answer["policy"]
    near = await call.refused("generate_policy_from_template", template_name="s3-readonly", variables={})
    assert "s3-read-only" in near, near
    missing = await call.refused("generate_policy_from_template", template_name="s3-read-only", variables={})
    assert "bucket_name" in missing, missing


async def build_minimal_policy(call):
    bucket, table = "arn:aws:s3:::reports/*", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    answer = await call("build_minimal_policy", actions=["s3:GetObject", "dynamodb:PutItem"],
                        resources=[bucket, table], conditions=None, verbose=True)
    same(answer["validation"]["is_valid"], True)
    holds(answer, "security_notes")
    for one in statements(answer["policy"]):
        services = {action.split(":")[0] for action in listed(one["Action"])}
        same(services, {resource.split(":")[2] for resource in listed(one["Resource"])})
    role, function = "arn:aws:iam::111122223333:role/app", "arn:aws:lambda:eu-west-1:111122223333:function:report"
    passing = await call("build_minimal_policy", actions=["iam:PassRole", "lambda:CreateFunction"], resources=[role, function])
    passed, = [one for one in statements(passing["policy"]) if "iam:PassRole" in listed(one["Action"])]
    same(passed["Resource"], role)
    same(passed["Condition"]["StringEquals"]["iam:PassedToService"], "lambda.amazonaws.com")
    refusal = await call.refused("build_minimal_policy", actions=["iam:PassRole"], resources=[role])
    assert "iam:PassedToService" in refusal, refusal
    refusal = await call.refused("build_minimal_policy", actions=["s3:*"], resources=["*"])
    assert "*" in refusal, refusal


async def build_arn(call):
    answer = await call("build_arn", service="s3", resource_type="bucket", resource_name="reports",
                        region="", account_id="", partition="aws")
    same(answer["arn"], "arn:aws:s3:::reports")
    same(answer["valid"], True)
    holds(answer, "notes")
    role = await call("build_arn", service="iam", resource_type="role", resource_name="app", account_id="111122223333")
    same(role["arn"], "arn:aws:iam::111122223333:role/app")


async def list_templates(call):
    templates = {template["name"]: template for template in (await call("list_templates"))["result"]}
    within(["s3-read-only", "lambda-basic-execution", "kms-encrypt-decrypt", "cross-account-assume-role"], templates)
    variables = {variable["name"]: variable for variable in templates["s3-read-only"]["variables"]}
    same(variables["bucket_name"]["required"], True)
    same(variables["prefix"]["required"], False)
    assert templates["s3-read-only"]["description"], templates["s3-read-only"]


async def suggest_actions(call):
    answer = await call("suggest_actions", description="read files from S3", service="s3")
    within(["s3:GetObject"], answer["result"][:10])
    assert not [action for action in answer["result"] if "Delete" in action or "Put" in action], answer["result"]
    within(["sqs:SendMessage"], (await call("suggest_actions", description="send messages to a queue"))["result"][:10])


async def get_required_conditions(call):
    answer = await call("get_required_conditions", actions=["iam:PassRole", "s3:ListBucket"])
    within(["iam:PassRole"], answer["actions_matched"])
    keys = [condition["condition_key"] for requirement in answer["requirements"]
            if "iam:PassRole" in requirement["actions"] for condition in requirement["required_conditions"]]
    within(["iam:PassedToService"], keys)
    assert answer["summary"], answer


async def check_sensitive_actions(call):
    answer = await call("check_sensitive_actions", actions=["iam:PassRole", "s3:GetObject", "sqs:ListQueues"], verbose=True)
    found = {action["action"]: action for action in answer["sensitive_actions"]}
    same(found["iam:PassRole"]["category"], "priv_esc")
    same(found["s3:GetObject"]["category"], "data_access")
    assert "sqs:ListQueues" not in found, found
    same(answer["total_checked"], 3)
    same(answer["sensitive_count"], len(found))
    within(["priv_esc", "data_access"], answer["categories_found"])
    same(answer["has_critical"], True)
    holds(answer, "summary", "fix_guidance")
    holds(found["iam:PassRole"]["remediation"], "risk_level", "suggestion", "remediation_steps", "risk_explanation")


CASES = [generate_policy_from_template, build_minimal_policy, build_arn, list_templates, suggest_actions,
         get_required_conditions, check_sensitive_actions]
