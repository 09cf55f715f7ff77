//! What a configuration does to a run of the checks and to what they found.

use policy::tree::{Policy, PrincipalElement, Spanned, Statement};
use policy::{ActionPattern, Diagnostic};

use super::{Allowed, CheckSettings, Config, is_unreadable_text};

impl Config {
    /// The checks that are not to run.
    pub(crate) fn without(&self) -> Vec<&'static str> {
        self.checks.keys().copied().filter(|id| !self.is_enabled(id)).collect()
    }

    /// Tells the findings of a document as the configuration wants them; with the document's name, the policy
    /// is there if it is one.
    pub(crate) fn settle(&self, told_of: Option<(&str, &Policy)>, diagnostics: &mut Vec<Diagnostic>) {
        if self.checks.is_empty() && self.hidden.is_empty() {
            return;
        }
        diagnostics.retain_mut(|found| {
            let settings = self.checks.get(found.id);
            let is_untouched = settings.is_none() && self.hidden.is_empty();
            if is_untouched || lint::find(found.id).is_some_and(is_unreadable_text) {
                return true;
            }
            if let (Some(settings), Some((name, policy))) = (settings, told_of)
                && settings.lets_pass(found, name, policy)
            {
                return false;
            }
            if let Some(settings) = settings {
                found.severity = settings.severity.map_or(found.severity, Into::into);
                found.message =
                    settings.message.clone().unwrap_or_else(|| std::mem::take(&mut found.message));
                found.help = settings.help.clone().or_else(|| found.help.take());
            }
            let hidden = settings.and_then(|settings| settings.hidden.as_ref()).unwrap_or(&self.hidden);
            !hidden.contains(&found.severity.into())
        });
    }
}

impl CheckSettings {
    /// Whether the finding is not to be reported.
    fn lets_pass(&self, found: &Diagnostic, name: &str, policy: &Policy) -> bool {
        self.allowed.iter().any(|allowed| allowed.allows(found, policy))
            || self.ignored.iter().any(|ignored| ignored.fits(found, name, policy))
    }
}

impl Allowed {
    /// Whether the finding is about nothing but what is allowed.
    fn allows(&self, found: &Diagnostic, policy: &Policy) -> bool {
        let Some(statement) = policy.statements.iter().find(|each| each.span.contains(found.span)) else {
            return false;
        };
        match self {
            Self::Services(services) => about(statement.actions(), found).all(|action| {
                let service = action.service().and_then(policy::Glob::as_literal);
                service.is_some_and(|service| services.iter().any(|allowed| allowed.matches(&service)))
            }),
            Self::Actions(actions) => about(statement.actions(), found)
                .all(|action| actions.iter().any(|allowed| allowed.covers(&action))),
            Self::Accounts(accounts) => principals(statement).any(|principal| {
                let account = principal.value.account().filter(|_| principal.span == found.span);
                account.is_some_and(|account| accounts.iter().any(|allowed| allowed == account))
            }),
        }
    }
}

/// The action that a finding stands at, else all of its statement. Of a statement that names none, one that nothing covers.
fn about<'a>(
    actions: &'a [Spanned<ActionPattern>],
    found: &Diagnostic,
) -> impl Iterator<Item = ActionPattern> + use<'a> {
    let at = actions.iter().position(|action| action.span == found.span);
    let named = at.map_or(actions, |at| actions.get(at..=at).unwrap_or_default());
    let none = named.is_empty().then(|| ActionPattern::parse("*"));
    named.iter().map(|action| action.value.clone()).chain(none)
}

fn principals(statement: &Statement) -> impl Iterator<Item = &Spanned<policy::tree::Principal>> {
    statement.principal.iter().flat_map(PrincipalElement::principals)
}
