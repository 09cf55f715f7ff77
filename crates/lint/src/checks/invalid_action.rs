//! An action that its service does not have.

use policy::Severity;
use policy::tree::{Spanned, Statement};
use policy::write::quote;
use policy::{ActionPattern, Fix};

use crate::variables::holds_variable;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-action",
    aliases: &["INVALID_ACTION"],
    summary: "an action is malformed, or its service has no such action",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A misspelt action in an `Allow` grants nothing; in a `Deny` it forbids nothing, which nobody notices. Letter case does not matter. A pattern with wildcards is flagged if no action of the service fits it.
",
    fix: r"
Write the action as the service authorization reference spells it.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:GetObjet", "s3:getobject"], "Resource": "arn:aws:s3:::b/*" }
                                ^^^^^^^^^^^^^ `s3` has no action `GetObjet`
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3", "s3:Get Object"], "Resource": "arn:aws:s3:::b/*" }
                                ^^^^ `s3` has no colon between service and name
                                      ^^^^^^^^^^^^^^^ `s3:Get Object` has white space in it
"#,
        r#"
{ "Effect": "Deny", "NotAction": "ec2:Discribe*", "Resource": "*" }
                                 ^^^^^^^^^^^^^^^ no action of `ec2` fits `Discribe*`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:getobject", "s3:Put*", "ec2:DescribeInst?nces", "*"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "budgets:DescribeBudget", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:${aws:PrincipalTag/verb}Object", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for action in statement.actions().iter().chain(statement.not_actions()) {
        if cx.is_full() {
            return;
        }
        check(cx, action);
    }
}

fn check(cx: &mut Cx<'_>, action: &Spanned<ActionPattern>) {
    let catalog = cx.catalog;
    let written = action.value.as_str();
    // That no action takes policy variables is another check's.
    if holds_variable(written) {
        return;
    }
    if let Some(fault) = action.value.fault().filter(|fault| !fault.leaves_a_pattern()) {
        cx.report(action.span, format!("`{written}` {fault}"))
            .help("write it as `service:Action`, such as `s3:GetObject`");
        return;
    }
    let Some((prefix, name)) = written.split_once(':') else { return };
    let Some(service) = catalog.service(prefix) else { return };
    // AWS's own policies use actions that no reference lists.
    if !cx.may_expand(&action.value)
        || !cx.facts.meaning(&action.value).is_empty()
        || catalog.is_undocumented_action(written) {
        return;
    }
    let prefix = service.prefix();
    if name.contains(['*', '?']) {
        cx.report(action.span, format!("no action of `{prefix}` fits `{name}`"));
        return;
    }
    if let Some(source) = catalog.retired_action(written) {
        cx.report(action.span, format!("`{prefix}` has no action `{name}` any more"))
            .severity(Severity::Warning)
            .help(format!("AWS listed it last in the data of {source}; remove it"));
        return;
    }
    let near = if cx.may_search() { catalog.nearest_actions(written) } else { Vec::new() };
    let near: Vec<_> = near.iter().map(|action| action.full_name()).collect();
    let finding = cx.report(action.span, format!("`{prefix}` has no action `{name}`"));
    match near.first() {
        Some(nearest) => {
            let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            finding.help(format!("did you mean {list}?")).fix(Fix::risky(
                format!("replace it by `{nearest}`, so that this action is meant"),
                action.span,
                quote(nearest),
            ))
        }
        None => finding.help(format!("it is not in the catalogue of {}", catalog.date())),
    };
}
