//! Why a statement matches a request, or which of its elements does not.

use super::{StatementReport, Verdict, condition};
use crate::prepare::Resources;
use crate::prepare::{Actions, Named, Statement, Who};
use crate::request::View;
use crate::{Caller, Switches, Tri};

pub(super) fn report(statement: &Statement, view: &View<'_>, switches: Switches) -> StatementReport {
    StatementReport {
        label: statement.label.clone(),
        index: statement.index,
        span: statement.span,
        allows: statement.allows,
        denies: statement.denies,
        verdict: verdict(statement, view, switches),
    }
}

fn verdict(statement: &Statement, view: &View<'_>, switches: Switches) -> Verdict {
    let fails = |element, why| Verdict::Fails { element, why };
    if !statement.actions.matches(view) {
        let action = format!("`{}:{}`", view.service, view.name);
        return match statement.actions {
            Actions::Of(_) => fails("Action", format!("{action} is not among its actions")),
            Actions::Except(_) => fails("NotAction", format!("{action} is one of those it leaves out")),
        };
    }
    if statement.who.grant(view, statement.allows, switches).is_none() {
        return principal(&statement.who, view.caller);
    }
    let resources = statement.resources.matches(view, switches);
    if resources.is_no() {
        return resource(&statement.resources, view);
    }
    let failed = statement.conditions.iter().find(|condition| condition.holds(view, switches).is_no());
    if let Some(failed) = failed {
        return fails("Condition", condition::why_not(failed, view, switches));
    }
    if let Some(fault) = &statement.fault {
        return Verdict::Unknown { why: fault.clone() };
    }
    if resources == Tri::Unknown {
        let why = match statement.resources.unknown_key(view) {
            Some(key) => format!("the value of `{key}` is not known"),
            None => "it is about some of these resources, and not about others".to_owned(),
        };
        return Verdict::Unknown { why };
    }
    let unknown = statement.conditions.iter().find_map(|condition| {
        let is_unknown = condition.holds(view, switches) == Tri::Unknown;
        condition.unknown_key(view.context).filter(|_| is_unknown)
    });
    match unknown {
        Some(key) => Verdict::Unknown { why: format!("the value of `{key}` is not known") },
        None => Verdict::Matches,
    }
}

fn principal(who: &Who, caller: &Caller) -> Verdict {
    let caller = match caller {
        Caller::Anonymous => "an anonymous caller".to_owned(),
        caller => format!("`{}`", caller.text()),
    };
    let (element, why) = match who {
        Who::Except(_) => ("NotPrincipal", format!("it spares {caller}")),
        Who::Of(named) if named.iter().any(|named| matches!(named, Named::Everyone)) => {
            ("Principal", format!("`*` does not cover {caller}, an AWS service"))
        }
        Who::Of(_) => ("Principal", format!("{caller} is not among its principals")),
        Who::Bearer | Who::Nobody => ("Principal", "it names nobody".to_owned()),
    };
    Verdict::Fails { element, why }
}

fn resource(resources: &Resources, view: &View<'_>) -> Verdict {
    let resource = view.resource.parts().map_or("`*`".to_owned(), |parts| format!("`{}`", parts.join(":")));
    let (element, why) = match resources {
        Resources::Except(_) => ("NotResource", format!("{resource} is one of those it leaves out")),
        _ => match resources.unresolved(view) {
            Some(key) => (
                "Resource",
                format!("`${{{key}}}` has no value in the request, so its pattern matches nothing"),
            ),
            None => ("Resource", format!("{resource} is not among its resources")),
        },
    };
    Verdict::Fails { element, why }
}
