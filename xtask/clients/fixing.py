"""Tools that mend, and say how to."""

import re

from connection import holds, same, statements


async def fix_policy_issues(call):
    faulty = {"Statement": [
        {"Sid": "A", "Effect": "allow", "Action": "S3:GetObject", "Resource": "arn:aws:s3:::reports/*"},
        {"Sid": "A", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"},
        {"Sid": "B", "Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::reports/*"},
    ]}
    answer = await call("fix_policy_issues", policy=faulty, issues_to_fix=None, policy_type="identity", verbose=True)
    fixed = answer["fixed_policy"]
    # The language of 2012 reads `${…}` in another way, so adding it may be left to the author, who is told.
    told = [issue["check_id"] for issue in answer["unfixed_issues"]]
    assert fixed.get("Version") == "2012-10-17" or "missing-version" in told, answer
    sids = [one["Sid"] for one in statements(fixed)]
    assert len(set(sids)) == 3 and all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in sids), sids
    same(statements(fixed)[0]["Effect"], "Allow")
    assert answer["fixes_applied"], answer
    assert any("GetObjekt" in issue["message"] for issue in answer["unfixed_issues"]), answer["unfixed_issues"]
    # A misspelt action is the author's to mend.
    same(statements(fixed)[2]["Action"], "s3:GetObjekt")
    same(answer["validation"]["is_valid"], False)
    holds(answer["validation"], "issue_count", "issues")


async def get_issue_guidance(call):
    answer = await call("get_issue_guidance", check_id="action_validation")
    holds(answer, "check_id", "description", "common_causes", "fix_steps", "example_before", "example_after", "related_tools")
    assert answer["fix_steps"] and answer["related_tools"], answer
    known = set(call.tools)
    assert set(answer["related_tools"]) <= known, answer["related_tools"]


CASES = [fix_policy_issues, get_issue_guidance]
