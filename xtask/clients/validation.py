"""Tools that say whether a policy is right."""

from connection import holds, policy, same, within

RIGHT = policy(["s3:GetObject"], ["arn:aws:s3:::reports/*"])
MISSPELT = policy(["s3:GetObjekt"], ["arn:aws:s3:::reports/*"])
OPEN = policy("*", "*")


async def validate_policy(call):
    answer = await call("validate_policy", policy=MISSPELT, policy_type="identity", verbose=True, use_org_config=True)
    same(answer["is_valid"], False)
    issue = next(issue for issue in answer["issues"] if issue["action"] == "s3:GetObjekt")
    holds(issue, "severity", "message", "suggestion", "check_id", "statement_index", "field_name", "remediation_steps")
    same(issue["severity"], "error")
    same(issue["statement_index"], 0)
    assert "s3:GetObject" in issue["suggestion"], issue
    same((await call("validate_policy", policy=RIGHT))["is_valid"], True)
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "lambda.amazonaws.com"}}]}
    same((await call("validate_policy", policy=trust, policy_type="trust"))["is_valid"], True)
    refusal = await call.refused("validate_policy", policy=RIGHT, policy_type="identify")
    assert "identity" in refusal, refusal


async def quick_validate(call):
    answer = await call("quick_validate", policy=policy(["iam:PassRole", "s3:*"], "*"))
    holds(answer, "is_valid", "issue_count", "critical_issues", "sensitive_actions_found", "wildcards_detected")
    assert answer["sensitive_actions_found"], answer
    assert answer["wildcards_detected"], answer
    right = await call("quick_validate", policy=RIGHT)
    same(right["is_valid"], True)
    same(right["critical_issues"], [])
    same((await call("quick_validate", policy=MISSPELT))["is_valid"], False)


async def validate_policies_batch(call):
    answer = await call("validate_policies_batch", policies=[RIGHT, MISSPELT, OPEN], policy_type=None, verbose=True)
    results = answer["result"]
    same([result["policy_index"] for result in results], [0, 1, 2])
    same([result["is_valid"] for result in results][:2], [True, False])
    assert any("GetObjekt" in issue["message"] for issue in results[1]["issues"]), results[1]
    within(["severity", "message", "check_id"], results[2]["issues"][0])


CASES = [validate_policy, quick_validate, validate_policies_batch]
