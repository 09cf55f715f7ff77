"""Tools that hold a policy against an organization's rules. What is set holds for the connection it was set on."""

from connection import holds, policy, same

WIDE = policy(["s3:GetObject"], "*")
CONFIG = {"settings": {"fail_on_severity": ["error", "critical", "high"]}, "wildcard_resource": {"severity": "critical"}}
YAML = """
settings:
  fail_on_severity: [error, critical, high]
wildcard_resource:
  severity: critical
"""


async def set_organization_config(call):
    answer = await call("set_organization_config", config=CONFIG)
    same(answer["success"], True)
    holds(answer, "applied_config")
    # The rules that were set hold for the calls that follow.
    same((await call("validate_policy", policy=WIDE))["is_valid"], False)
    same((await call("validate_policy", policy=WIDE, use_org_config=False))["is_valid"], True)
    refusal = await call.refused("set_organization_config", config={"wildcard_resource": {"severity": "severe"}})
    assert "severe" in refusal, refusal


async def get_organization_config(call):
    await call("set_organization_config", config=CONFIG)
    answer = await call("get_organization_config")
    same(answer["has_config"], True)
    assert "critical" in str(answer["config"]), answer
    assert answer["source"], answer


async def clear_organization_config(call):
    await call("set_organization_config", config=CONFIG)
    assert (await call("clear_organization_config"))["status"], "no status"
    same((await call("get_organization_config"))["has_config"], False)
    same((await call("validate_policy", policy=WIDE))["is_valid"], True)


async def load_organization_config_from_yaml(call):
    same((await call("load_organization_config_from_yaml", yaml_content=YAML))["success"], True)
    same((await call("get_organization_config"))["has_config"], True)
    refusal = await call.refused("load_organization_config_from_yaml", yaml_content="settings: [")
    assert refusal, "no reason"
    await call("clear_organization_config")


async def check_org_compliance(call):
    await call("set_organization_config", config=CONFIG)
    answer = await call("check_org_compliance", policy=WIDE, verbose=True)
    same((answer["compliant"], answer["has_org_config"]), (False, True))
    holds(answer["violations"][0], "type", "message", "severity")
    holds(answer, "warnings", "suggestions")
    await call("clear_organization_config")
    same((await call("check_org_compliance", policy=WIDE))["has_org_config"], False)


async def validate_with_config(call):
    answer = await call("validate_with_config", policy=WIDE, config=CONFIG, policy_type=None)
    same(answer["is_valid"], False)
    assert any(issue["severity"] == "critical" for issue in answer["issues"]), answer["issues"]
    holds(answer, "config_applied")
    lenient = {"settings": {"fail_on_severity": ["error"]}}
    same((await call("validate_with_config", policy=WIDE, config=lenient))["is_valid"], True)


STATELESS = [validate_with_config]
CASES = [set_organization_config, get_organization_config, clear_organization_config,
         load_organization_config_from_yaml, check_org_compliance]
SET = ("set_organization_config", {"config": CONFIG}, "get_organization_config", "has_config")
