//! Commands of Systems Manager: a document that says what to run, on machines. Permission for both is needed.

use policy::{Glob, ResourcePattern, Token};

use crate::{Cx, reach};

const SEND: &str = "ssm:SendCommand";

/// AWS's documents that run what the caller hands them.
///
/// Source: <https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html>
const SCRIPTS: [&str; 6] = [
    "document/AWS-ApplyAnsiblePlaybooks",
    "document/AWS-RunDocument",
    "document/AWS-RunPowerShellScript",
    "document/AWS-RunRemoteScript",
    "document/AWS-RunSaltState",
    "document/AWS-RunShellScript",
];

/// How AWS's own documents begin.
const OF_AWS: [&str; 2] = ["document/AWS", "document/Amazon"];

/// Whether the policy lets its holder send commands of its own to machines of its choice, over all statements.
pub(crate) fn is_open(cx: &Cx<'_>) -> bool {
    let (mut has_scripts, mut has_machines) = (false, false);
    for statement in cx.policy.statements.iter().filter(|statement| statement.allows()) {
        let length = statement.actions().len() + statement.not_actions().len() + statement.resources().len();
        if !cx.budget.allows(1 + length) {
            return false;
        }
        if !reach::names(statement, SEND) || reach::is_narrowed(statement) {
            continue;
        }
        let is_everything = statement.not_resource.is_some();
        let resources = || statement.resources().iter().map(|resource| &resource.value);
        has_scripts |= is_everything || resources().any(may_be_script);
        has_machines |= is_everything || resources().any(is_any_machine);
    }
    has_scripts && has_machines
}

/// Whether a document of AWS's for any script matches, or a document of one's own, which may say anything.
fn may_be_script(resource: &ResourcePattern) -> bool {
    let [_, _, service, _, _, name] = resource.parts() else { return true };
    let start = name.literal_prefix();
    let is_own = start.starts_with("document/") && !OF_AWS.iter().any(|own| start.starts_with(own));
    service.matches("ssm") && (is_own || SCRIPTS.iter().any(|script| name.matches(script)))
}

/// Whether the pattern leaves open which machine is meant.
fn is_any_machine(resource: &ResourcePattern) -> bool {
    let [_, _, service, _, _, name] = resource.parts() else { return true };
    let is_all_of = |kind: &str| {
        let rest = name.tokens().get(kind.len()..);
        name.literal_prefix() == kind && rest == Some(&[Token::AnyRun][..])
    };
    let is_all = Glob::is_everything(name);
    service.matches("ec2") && (is_all || is_all_of("instance/"))
        || service.matches("ssm") && (is_all || is_all_of("managed-instance/"))
        || service.matches("ecs") && (is_all || is_all_of("task/"))
}
