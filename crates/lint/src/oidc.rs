//! Identity providers that a role trusts, and what their tokens must say for the role to be assumed.

use policy::tree::{
    ConditionEntry, Literal, OperatorName, PolicyKind, Principal, PrincipalElement, PrincipalForm, Spanned,
    Statement,
};
use policy::{Answer, Glob};

use crate::Cx;
use crate::constraint::{entries, pattern, pins, pins_where};

/// The host of GitHub Actions' tokens, which those of every repository in the world share.
pub(crate) const GITHUB: &str = "token.actions.githubusercontent.com";

/// The `OpenID` Connect providers that a statement of a trust policy lets in, with the issuer's host and path.
pub(crate) fn trusted<'a>(
    cx: &Cx<'_>,
    statement: &'a Statement,
) -> impl Iterator<Item = (&'a Spanned<Principal>, &'a str)> + use<'a> {
    let is_trust = cx.kind == PolicyKind::Trust && statement.allows();
    let element = statement.principal.iter().filter(move |_| is_trust);
    element
        .flat_map(PrincipalElement::principals)
        .filter_map(|principal| Some((principal, issuer(&principal.value)?)))
}

/// Those of them that are GitHub Actions, also under the path of an enterprise.
pub(crate) fn github<'a>(
    cx: &Cx<'_>,
    statement: &'a Statement,
) -> impl Iterator<Item = (&'a Spanned<Principal>, &'a str)> + use<'a> {
    trusted(cx, statement).filter(|(_, issuer)| is_github(issuer))
}

pub(crate) fn is_github(issuer: &str) -> bool {
    issuer.split('/').next().is_some_and(|host| host.eq_ignore_ascii_case(GITHUB))
}

/// Whether a condition holds a claim of the issuer to certain values.
pub(crate) fn pins_claim(statement: &Statement, issuer: &str, claim: &str) -> Answer {
    pins(statement, &format!("{issuer}:{claim}"))
}

/// Whether a condition holds any claim of the issuer that `counts` to certain values.
pub(crate) fn pins_some_claim(statement: &Statement, issuer: &str, counts: impl Fn(&str) -> bool) -> Answer {
    pins_where(statement, |key| {
        let (host, claim) = key.rsplit_once(':').unwrap_or_default();
        host.eq_ignore_ascii_case(issuer) && counts(claim)
    })
}

/// The values that GitHub's `sub` is compared with by operators that let in what matches.
pub(crate) fn subjects<'a>(
    statement: &'a Statement,
    issuer: &str,
) -> Vec<(OperatorName, &'a ConditionEntry, &'a Spanned<Literal>)> {
    let key = format!("{issuer}:sub");
    let positive = entries(statement, &key)
        .filter_map(|(operator, entry)| Some((operator.name.filter(|name| is_match(*name))?, entry)));
    positive.flat_map(|(name, entry)| entry.values.iter().map(move |value| (name, entry, value))).collect()
}

/// Whether the pattern for GitHub's `sub` holds the owner of the repository, and not only the beginning of the owner's name.
pub(crate) fn holds_owner(subject: &Glob) -> bool {
    let prefix = subject.literal_prefix();
    let Some((claim, value)) = prefix.split_once(':') else { return false };
    match claim {
        "repo" | "repository" | "job_workflow_ref" => value.find('/').is_some_and(|at| at > 0),
        _ => !value.is_empty(),
    }
}

/// Whether some value of GitHub's `sub` leaves the owner open; with `Unknown` if a value is not known.
pub(crate) fn subject_holds_owner(statement: &Statement, issuer: &str) -> Answer {
    match pins_claim(statement, issuer, "sub") {
        Answer::Yes => {}
        other => return other,
    }
    let mut result = Answer::Yes;
    for (name, _, value) in subjects(statement, issuer) {
        let (subject, is_exact) = pattern(name, &value.value);
        match (holds_owner(&subject), is_exact) {
            (true, _) => {}
            (false, true) => return Answer::No,
            (false, false) => result = Answer::Unknown,
        }
    }
    result
}

fn is_match(name: OperatorName) -> bool {
    !name.is_negated() && name.value_type() == policy::tree::OperatorType::String
}

fn issuer(principal: &Principal) -> Option<&str> {
    match principal.form {
        PrincipalForm::WebIdentity => Some(principal.text.as_str()).filter(|text| !text.contains("://")),
        PrincipalForm::OidcProvider => principal.text.split_once(":oidc-provider/").map(|(_, issuer)| issuer),
        _ => None,
    }
}
