//! Something that a statement grants, held to what a rule demands of its conditions.

use policy::tree::Statement;
use policy::{Answer, Span};

use super::report::{MOST_LABELS, report};
use super::{Demand, KeyDemand, Words, demand};
use crate::Cx;
use crate::reach::listed;

/// What a statement grants to those, or of that, which a rule is about.
pub(super) struct Grant<'a> {
    pub(super) words: &'a Words,
    pub(super) statement: &'a Statement,
    pub(super) span: Span,
    /// Where else in the statement it grants such.
    pub(super) rest: Vec<Span>,
    /// What it grants, as the beginning of a sentence: "`s3:*` allows `s3:PutObject`".
    pub(super) sentence: String,
    /// What is granted: "`s3:PutObject` is allowed".
    pub(super) fact: String,
    /// The resource that the rule does not except.
    pub(super) beyond: Option<Span>,
}

impl Grant<'_> {
    /// Reports what the conditions of the statement lack, or have too much.
    pub(super) fn hold_to(&self, cx: &mut Cx<'_>, demand: &Demand) {
        match demand {
            Demand::All(demands) => {
                for demand in demands {
                    self.hold_to(cx, demand);
                }
            }
            Demand::None(keys) => keys.iter().for_each(|key| self.report_found(cx, key)),
            Demand::Key(_) | Demand::Any(_) => {
                if demand::met(self.statement, demand) == Answer::No {
                    self.report_missing(cx, demand);
                }
            }
        }
    }

    fn report_missing(&self, cx: &mut Cx<'_>, demand: &Demand) {
        let mentions = demand::mentions(self.statement, demand);
        let what = format!("{} {}", self.sentence, missing(demand, !mentions.is_empty()));
        let own = if let Demand::Key(key) = demand { Some(key) } else { None };
        let mut finding = report(cx, self.span, self.words, own, &what, &advice(demand));
        for span in self.rest.iter().take(MOST_LABELS) {
            finding = finding.label(*span, "this too");
        }
        for span in mentions.into_iter().take(MOST_LABELS) {
            finding = finding.label(span, "this is not enough");
        }
        if let Some(span) = self.beyond {
            finding.label(span, "this reaches further");
        }
    }

    fn report_found(&self, cx: &mut Cx<'_>, key: &KeyDemand) {
        for span in key.found(self.statement).into_iter().take(MOST_LABELS) {
            let what = format!("this condition on `{}` is not to be used where {}", key.key, self.fact);
            report(cx, span, self.words, Some(key), &what, "take the condition out").label(self.span, "here");
        }
    }
}

/// Reads on after what is granted: "… without a condition on `aws:SourceIp`".
fn missing(demand: &Demand, is_mentioned: bool) -> String {
    let keys = demand::keys(demand);
    let names = listed(keys.iter().map(|key| key.key.as_str()));
    let any = if keys.len() > 1 { "any of " } else { "" };
    let enough = if is_mentioned { "sufficient condition" } else { "condition" };
    format!("without a {enough} on {any}{names}")
}

/// What to write, where the rule says it in so many words.
fn advice(demand: &Demand) -> String {
    const MOST_SHOWN: usize = 3;
    let keys = demand::keys(demand);
    let shown: Vec<_> = keys.iter().take(MOST_SHOWN).map(|key| format!("`{}`", key.example())).collect();
    format!("add {}", shown.join(" or "))
}
