"""Tools that hold a policy against an organization's rules. What is set holds for the connection it was set on."""

from connection import holds, policy, same, within

WIDE = policy(["s3:GetObject"], "*")
CONFIG = {"settings": {"fail_on_severity": ["error", "critical", "high"]}, "wildcard_resource": {"severity": "critical"}}
YAML = """
settings:
  fail_on_severity: [error, critical, high]
wildcard_resource:
  severity: critical
"""


async def severities(call, tool="validate_policy", **arguments):
    """How grave a read of everything is found to be."""
    return [issue["severity"] for issue in (await call(tool, policy=WIDE, **arguments))["issues"]]


async def set_organization_config(call):
    answer = await call("set_organization_config", config=CONFIG)
    same(answer["success"], True)
    holds(answer, "applied_config")
    # The rules that were set hold for the calls that follow.
    within(["critical"], await severities(call))
    assert "critical" not in await severities(call, use_org_config=False), "the rules hold where they must not"
    faulty = await call("set_organization_config", config={"wildcard_resource": {"severity": "severe"}})
    assert "severe" in str(faulty["warnings"]), faulty
    refusal = await call.refused("set_organization_config", config={"wildcard_resorce": {"severity": "high"}})
    assert "`wildcard-resource`" in refusal, refusal
    refusal = await call.refused("set_organization_config", config={"checks": {"admin-access": {"severity": "severe"}}})
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
    assert "critical" not in await severities(call), "the rules hold although they were cleared"


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
    within(["critical"], [violation["severity"] for violation in answer["violations"]])
    holds(answer["violations"][0], "type", "message", "severity")
    holds(answer, "warnings", "suggestions")
    await call("clear_organization_config")
    same((await call("check_org_compliance", policy=WIDE))["has_org_config"], False)


async def validate_with_config(call):
    answer = await call("validate_with_config", policy=WIDE, config=CONFIG, policy_type=None)
    within(["critical"], [issue["severity"] for issue in answer["issues"]])
    same(answer["is_valid"], True)
    same(answer["config_applied"]["wildcard_resource"]["severity"], "critical")
    off = {"wildcard_resource": {"enabled": False}}
    assert len(await severities(call, "validate_with_config", config=off)) < len(answer["issues"]), "the check is not off"
    faulty = await call("validate_with_config", policy=WIDE, config={"wildcard_resource": {"severity": "severe"}})
    assert "severe" in str(faulty["warnings"]), faulty


STATELESS = [validate_with_config]
CASES = [set_organization_config, get_organization_config, clear_organization_config,
         load_organization_config_from_yaml, check_org_compliance]
SET = ("set_organization_config", {"config": CONFIG}, "get_organization_config", "has_config")
