//! A way of assuming a role that is not open to the principal.

use policy::tree::{PolicyKind, PrincipalElement, PrincipalForm, Principal, Spanned, Statement};
use policy::{ActionPattern, Fix, Severity};
use policy::write::quote;

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "mismatched-action-for-principal",
    aliases: &["MISMATCHED_ACTION_FOR_PRINCIPAL"],
    summary: "the action cannot be used by the principal to assume the role",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Each kind of principal has one way to assume a role: AWS principals and services call `sts:AssumeRole`, those who come from a SAML provider `sts:AssumeRoleWithSAML`, those with a token of an OpenID Connect provider `sts:AssumeRoleWithWebIdentity`. With another action the statement lets nobody in.
",
    fix: r"
Allow the action that belongs to the principal, and give principals of different kinds statements of their own.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithWebIdentity" }
                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `arn:aws:iam::111122223333:saml-provider/Okta` cannot use `sts:AssumeRoleWithWebIdentity`
"#,
        r#"
{
  "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
  "Principal": { "Service": "ec2.amazonaws.com", "Federated": "accounts.google.com" }
                                                              ^^^^^^^^^^^^^^^^^^^^^ `accounts.google.com` can use none of these actions
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333", "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"] }
                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ none of these principals can use `sts:AssumeRoleWithSAML`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"] }
"#,
        r#"
{
  "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
  "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci", "Federated": ["accounts.google.com", "arn:aws:iam::111122223333:saml-provider/Okta"] }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRole*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRoleWithSAML" }
"#,
    ],
    run: Run::Statement(run),
};

const ASSUME: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let (Some(principals), Some(actions)) = (&statement.principal, &statement.action) else { return };
    if cx.kind != PolicyKind::Trust || !actions.misplaced.is_empty() {
        return;
    }
    let Some(ways) = ways(principals) else { return };
    let used = ASSUME.map(|assumed| ways.iter().any(|(_, way)| *way == assumed));
    let is_used = |way: &str| ASSUME.iter().zip(used).any(|(assumed, is_used)| *assumed == way && is_used);
    let (mut useful, mut useless) = (Vec::new(), Vec::new());
    for action in &actions.items {
        let is_useless = only_assume(&action.value).is_some_and(|way| !is_used(way));
        if is_useless { useless.push(action) } else { useful.push(action) }
    }
    for action in useless {
        report_action(cx, action, &ways);
    }
    let assumed = ASSUME.map(|way| useful.iter().any(|action| action.value.matches(way)));
    let is_assumed = |way: &str| ASSUME.iter().zip(assumed).any(|(one, is_assumed)| *one == way && is_assumed);
    // Where no action is left, the actions are what is wrong.
    if assumed.contains(&true) {
        for (principal, way) in ways.into_iter().filter(|(_, way)| !is_assumed(way)) {
            let text = &principal.value.text;
            cx.report(principal.span, format!("`{text}` can use none of these actions"))
                .label(actions.span, "these actions")
                .help(format!("it assumes roles by `{way}`"));
        }
    }
}

fn report_action(cx: &mut Cx<'_>, action: &Spanned<ActionPattern>, ways: &[(&Spanned<Principal>, &'static str)]) {
    let Some((first, way)) = ways.first() else { return };
    let written = action.value.as_str();
    let message = match ways {
        [(only, _)] => format!("`{}` cannot use `{written}`", only.value.text),
        _ => format!("none of these principals can use `{written}`"),
    };
    let finding = cx.report(action.span, message).label(first.span, format!("it assumes roles by `{way}`"));
    if ways.iter().all(|(_, other)| other == way) {
        finding
            .help(format!("did you mean `{way}`?"))
            .fix(Fix::risky(format!("replace it by `{way}`, which these principals can use"), action.span, quote(way)));
    }
}

/// The principals, each with the action that it assumes roles by; none if that cannot be said of all.
fn ways(principals: &PrincipalElement) -> Option<Vec<(&Spanned<Principal>, &'static str)>> {
    let is_read = principals.text.is_none()
        && principals.malformed.is_empty()
        && principals.entries.iter().all(|entry| entry.element.misplaced.is_empty());
    let ways = principals.principals().map(|principal| Some((principal, way(&principal.value)?)));
    is_read.then(|| ways.collect::<Option<Vec<_>>>())?.filter(|ways| !ways.is_empty())
}

fn way(principal: &Principal) -> Option<&'static str> {
    use PrincipalForm as Form;
    let [role, saml, web] = ASSUME;
    if principal.text.contains(['$', '*', '?']) {
        return None;
    }
    match principal.form {
        Form::Account | Form::User | Form::Role | Form::RoleSession | Form::FederatedUser | Form::UniqueId | Form::Service => Some(role),
        Form::SamlProvider => Some(saml),
        Form::OidcProvider => Some(web),
        Form::WebIdentity => (!principal.text.contains("://")).then_some(web),
        Form::Everyone | Form::CanonicalUser | Form::OtherArn | Form::Unrecognized => None,
    }
}

/// The one way of assuming a role that the pattern stands for.
fn only_assume(action: &ActionPattern) -> Option<&'static str> {
    let mut matching = ASSUME.into_iter().filter(|way| action.matches(way));
    let only = matching.next()?;
    matching.next().is_none().then_some(only)
}
