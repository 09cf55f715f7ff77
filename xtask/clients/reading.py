"""What can be read without calling a tool: resources, prompts, and completions of their arguments."""

import json

from connection import same, within
from mcp import MCPError
from mcp_types import PromptReference, ResourceTemplateReference

PAGES = ["iam://templates", "iam://checks", "iam://sensitive-categories", "iam://org-config-schema", "iam://config-schema",
         "iam://org-config-examples", "iam://config-examples", "iam://workflow-examples"]


async def resources(call):
    listed = {str(resource.uri): resource for resource in (await call.client.list_resources()).resources}
    within(PAGES, listed)
    for uri in PAGES:
        page, = (await call.client.read_resource(uri)).contents
        within([page.mime_type], ["application/json", "text/markdown"])
        same(page.mime_type, listed[uri].mime_type)
        assert len(page.text) > 100, page.text
        if page.mime_type == "application/json":
            json.loads(page.text)


async def resource_templates(call):
    templates = [template.uri_template for template in (await call.client.list_resource_templates()).resource_templates]
    within(["iam://checks/{check_id}", "iam://sensitive-actions/{category}"], templates)
    page, = (await call.client.read_resource("iam://sensitive-actions/priv_esc")).contents
    assert "iam:PassRole" in page.text, page.text[:300]
    page, = (await call.client.read_resource("iam://checks/admin-access")).contents
    assert "admin-access" in page.text, page.text[:300]


async def unknown_resource(call):
    try:
        await call.client.read_resource("iam://checks/admin-acess")
    except MCPError as error:
        assert "admin-access" in str(error), error
    else:
        raise AssertionError("a resource that does not exist was read")


async def prompts(call):
    listed = {prompt.name: prompt for prompt in (await call.client.list_prompts()).prompts}
    within(["generate_secure_policy", "fix_policy_issues_workflow", "review_policy_security",
            "least_privilege_from_cloudtrail", "review_account"], listed)
    arguments = {argument.name: argument.required for argument in listed["generate_secure_policy"].arguments}
    same({name: bool(needed) for name, needed in arguments.items()},
         {"service": True, "operations": True, "resources": True, "principal_type": False})


async def prompt(call):
    arguments = {"service": "s3", "operations": "read the reports", "resources": "arn:aws:s3:::reports/*"}
    text = "".join(message.content.text for message in
                   (await call.client.get_prompt("generate_secure_policy", arguments)).messages)
    within(["read the reports", "arn:aws:s3:::reports/*", "validate_policy", "Lambda function"], text)


async def completions(call):
    async def complete(reference, name, value):
        return (await call.client.complete(reference, {"name": name, "value": value})).completion.values

    checks = ResourceTemplateReference(type="ref/resource", uri="iam://checks/{check_id}")
    within(["admin-access"], await complete(checks, "check_id", "admin"))
    services = PromptReference(type="ref/prompt", name="generate_secure_policy")
    within(["dynamodb"], await complete(services, "service", "dyn"))


CASES = [resources, resource_templates, unknown_resource, prompts, prompt, completions]
