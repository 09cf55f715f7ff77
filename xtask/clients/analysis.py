"""Tools that say what policies mean."""

from connection import holds, policy, same, within

READ = policy(["s3:GetObject", "s3:ListBucket"], "*")
WRITE = policy(["s3:PutObject", "s3:ListBucket"], "*")


async def explain_policy(call):
    answer = await call("explain_policy", policy=policy(["iam:PassRole", "S3:GetObject"], "*"), verbose=True)
    same([(one["index"], one["effect"]) for one in answer["statements"]], [(0, "Allow")])
    same(sorted(service["service"] for service in answer["services_accessed"]), ["iam", "s3"])
    assert answer["security_concerns"], "passing any role is a concern"
    holds(answer, "summary", "recommendations")
    same(answer["has_conditions"], False)
    same(answer["has_wildcards"], True)


async def compare_policies(call):
    answer = await call("compare_policies", policy_a=READ, policy_b=WRITE, verbose=True)
    same(answer["added_actions"], ["s3:PutObject"])
    same(answer["removed_actions"], ["s3:GetObject"])
    holds(answer, "summary", "added_resources", "removed_resources", "condition_changes", "effect_changes")
    spelt = await call("compare_policies", policy_a=READ, policy_b=policy(["S3:getobject", "s3:ListBucket"], "*"))
    same((spelt["added_actions"], spelt["removed_actions"]), ([], []))
    deny = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
    denied = {"Version": "2012-10-17", "Statement": READ["Statement"] + [deny]}
    lifted = await call("compare_policies", policy_a=denied, policy_b=READ)
    same((lifted["added_actions"], lifted["removed_actions"]), (["s3:GetObject"], []))


async def get_policy_summary(call):
    both = {"Version": "2012-10-17", "Statement": [
        *READ["Statement"],
        {"Effect": "Deny", "Action": "sqs:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ]}
    answer = await call("get_policy_summary", policy=both)
    same((answer["total_statements"], answer["allow_statements"], answer["deny_statements"]), (2, 1, 1))
    same(sorted(answer["services_used"]), ["s3", "sqs"])
    same((answer["has_wildcards"], answer["has_conditions"]), (True, True))
    holds(answer, "actions_count")


CASES = [explain_policy, compare_policies, get_policy_summary]
