//! What somebody decided to live with: patterns of actions, each with a reason, and perhaps an owner and a last day.

use std::cell::Cell;

use catalog::Catalog;
use jiff::civil::Date;
use policy::tree::PolicyKind;
use policy::{ActionFault, ActionPattern, Document, Limits, Node, ResourcePattern, Span};

use super::thresholds;
use crate::reading::fits::{fits, wrong};
use crate::reading::problem::{Problems, refusal};
use crate::reading::shape::{Key, Shape, key};
use crate::reading::value::{text, texts, values};
use crate::simulate::{Attached, is_fault, place};
use crate::wire::{Brought, ReportedWaiver};
use crate::{Context, OpError};

const WAIVER: &[Key] = &[
    key("pattern", Shape::Text, "Actions, perhaps with wildcards"),
    key("resource", Shape::Text, "Resources; any if left out"),
    key("thresholds", Shape::Words(thresholds::names), "What it is about; all if left out"),
    key("reason", Shape::Text, "Why it is accepted"),
    key("owner", Shape::Text, "Who answers for it"),
    key("expiry", Shape::Values, "The last day on which it holds: `YYYY-MM-DD`"),
    key("expires", Shape::Values, "The same"),
];

/// All waivers of a request, with how often each was asked for.
#[derive(Default)]
pub(crate) struct Waivers {
    list: Vec<Waiver>,
    today: Option<Date>,
}

struct Waiver {
    text: String,
    pattern: ActionPattern,
    resource: Option<ResourcePattern>,
    thresholds: Vec<String>,
    reason: String,
    owner: Option<String>,
    expiry: Option<Date>,
    place: String,
    findings: Cell<usize>,
}

/// What a waiver may be about.
pub(crate) struct Finding<'a> {
    threshold: &'static str,
    action: &'a str,
    /// None if it is about the action wherever it is allowed.
    resource: Option<&'a str>,
}

impl<'a> Finding<'a> {
    pub(crate) fn action(threshold: &'static str, action: &'a str) -> Self {
        Self { threshold, action, resource: None }
    }

    pub(crate) fn request(threshold: &'static str, action: &'a str, resource: &'a str) -> Self {
        Self { threshold, action, resource: Some(resource) }
    }
}

impl Waivers {
    /// Reads the files that a request names.
    pub(crate) fn read(files: &[Brought], today: Date, cx: &Context) -> Result<Self, OpError> {
        let mut waivers = Self { list: Vec::new(), today: Some(today) };
        for brought in files {
            let (name, bytes) = brought.read("allowlist", cx)?;
            let document = Document::read(&name, &bytes, None, &Limits::default());
            let mut problems = Problems::default();
            waivers.add(&document, brought.has_lines(), &mut problems);
            refusal(problems.lines(&document, brought.has_lines())).map_or(Ok(()), Err)?;
        }
        Ok(waivers)
    }

    fn add(&mut self, document: &Document, has_lines: bool, problems: &mut Problems) {
        for found in document.diagnostics.iter().filter(|found| is_fault(found)) {
            problems.report(found.span, found.message.clone()).help.clone_from(&found.help);
        }
        let root = &document.root;
        let members = || root.get("waivers").or_else(|| root.get("allowlist"))?.as_array();
        let Some(list) = root.as_array().or_else(members) else {
            if problems.is_empty() {
                problems.report(root.span, "expected a list of waivers, or an object with a list `waivers`");
            }
            return;
        };
        for (index, node) in list.iter().enumerate() {
            if node.as_object().is_none() {
                wrong(node, &Shape::Any, problems);
                continue;
            }
            fits(node, &Shape::Object(WAIVER), problems);
            let place = if has_lines {
                place(&document.source, node.span.range().start)
            } else {
                format!("{}/{index}", document.source.name())
            };
            self.list.extend(Waiver::of(node, place, problems));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The pattern of the first waiver in force that is about a finding; all that are, are counted.
    pub(crate) fn waive(&self, finding: &Finding<'_>) -> Option<String> {
        let mut first = None;
        for waiver in self.list.iter().filter(|waiver| waiver.is_about(finding)) {
            waiver.findings.set(waiver.findings.get() + 1);
            if !waiver.is_over(self.today) {
                first.get_or_insert_with(|| waiver.text.clone());
            }
        }
        first
    }

    /// Whether an action is accepted wherever it is allowed.
    pub(crate) fn accepts(&self, threshold: &'static str, action: &str) -> bool {
        let finding = Finding::action(threshold, action);
        self.list.iter().any(|waiver| !waiver.is_over(self.today) && waiver.is_about(&finding))
    }

    /// A policy that denies what is waived of new access: what is new beside it is not waived. None if nothing is.
    pub(crate) fn as_denial(&self, kind: PolicyKind) -> Option<Attached> {
        let about = self
            .list
            .iter()
            .filter(|waiver| !waiver.is_over(self.today) && waiver.is_about_threshold("new-access"));
        let statements: Vec<_> = about
            .map(|waiver| {
                let mut statement = serde_json::json!({ "Effect": "Deny", "Action": waiver.text });
                if let Some(members) = statement.as_object_mut() {
                    let resource = waiver.resource.as_ref().map_or("*", |resource| resource.as_str());
                    if kind != PolicyKind::Trust {
                        members.insert("Resource".to_owned(), resource.into());
                    }
                    if matches!(
                        kind,
                        PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Rcp | PolicyKind::Endpoint
                    ) {
                        members.insert("Principal".to_owned(), "*".into());
                    }
                }
                statement
            })
            .collect();
        if statements.is_empty() {
            return None;
        }
        let text = serde_json::json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        let document = Document::read("waivers", text.as_bytes(), None, &Limits::default());
        Some(Attached::new("waivers", &document.root, &document.source, kind))
    }

    pub(crate) fn told(&self) -> Vec<ReportedWaiver> {
        let told = |waiver: &Waiver| ReportedWaiver {
            pattern: waiver.text.clone(),
            resource: waiver.resource.as_ref().map(|resource| resource.as_str().to_owned()),
            thresholds: waiver.thresholds.clone(),
            reason: waiver.reason.clone(),
            owner: waiver.owner.clone(),
            expiry: waiver.expiry.map(|day| day.to_string()),
            expired: waiver.is_over(self.today),
            findings: waiver.findings.get(),
            place: waiver.place.clone(),
        };
        self.list.iter().map(told).collect()
    }
}

impl Waiver {
    /// Nothing if it is at fault, which is reported.
    fn of(node: &Node, place: String, problems: &mut Problems) -> Option<Self> {
        let written = text(node.get("pattern"));
        let pattern = written.as_deref().map(ActionPattern::parse);
        match &pattern {
            None => needs(node, "pattern", "a waiver without a pattern", problems),
            Some(pattern) => {
                let fault = pattern.fault();
                if let Some(fault) = fault.filter(|fault| !ActionFault::leaves_a_pattern(*fault)) {
                    let span = node.get("pattern").map_or(node.span, |pattern| pattern.span);
                    problems.report(span, format!("`{}` {fault}", pattern.as_str()));
                }
            }
        }
        let resource = text(node.get("resource"));
        let thresholds = texts(node.get("thresholds"));
        // No action and no resource is empty, so that `?*` leaves out none.
        let is_everything =
            pattern.as_ref().is_some_and(|pattern| pattern.covers(&ActionPattern::parse("?*:?*")));
        let is_anything = resource.as_deref().is_none_or(covers_a_partition);
        if is_everything && thresholds.is_empty() && is_anything {
            problems
                .report(node.span, "this would waive everything")
                .help("name actions, a `resource`, or the `thresholds` that it is about");
        }
        let reason = text(node.get("reason")).unwrap_or_default().trim().to_owned();
        if reason.is_empty() {
            needs(node, "reason", "a waiver without a reason", problems);
        }
        let expiry = node.get("expiry").or_else(|| node.get("expires"));
        let expiry = expiry.and_then(|node| expiry_of(node, problems));
        Some(Self {
            text: written?,
            pattern: pattern?,
            resource: resource.as_deref().map(ResourcePattern::parse),
            thresholds,
            reason,
            owner: text(node.get("owner")),
            expiry,
            place,
            findings: Cell::new(0),
        })
    }

    fn is_over(&self, today: Option<Date>) -> bool {
        self.expiry.is_some_and(|last| today.is_none_or(|today| last < today))
    }

    fn is_about_threshold(&self, name: &str) -> bool {
        self.thresholds.is_empty() || self.thresholds.iter().any(|own| own == name)
    }

    fn is_about(&self, finding: &Finding<'_>) -> bool {
        let within = || match (&self.resource, finding.resource) {
            (None, _) => true,
            (Some(own), Some(resource)) => own.covers(&ResourcePattern::parse(resource)).is_yes(),
            // It is allowed on other resources, too.
            (Some(_), None) => false,
        };
        self.is_about_threshold(finding.threshold)
            && self.pattern.covers(&ActionPattern::parse(finding.action))
            && within()
    }
}

/// Whether an entry stands for every ARN of a partition, in which all of somebody's resources may be.
fn covers_a_partition(resource: &str) -> bool {
    let resource = ResourcePattern::parse(resource);
    let all = Catalog::embedded().partitions().map(|partition| format!("arn:{}:*:*:*:*", partition.id()));
    all.map(|all| ResourcePattern::parse(&all)).any(|all| resource.covers(&all).is_yes())
}

fn needs(node: &Node, member: &str, message: &str, problems: &mut Problems) {
    let span = node.get(member).map_or(node.span, |node| node.span);
    let span = if span == Span::NONE { node.span } else { span };
    problems.report(span, message).help(format!("write `{member}: …`"));
}

fn expiry_of(node: &Node, problems: &mut Problems) -> Option<Date> {
    let written = values(Some(node)).pop()?;
    match day(&written) {
        Ok(day) => Some(day),
        Err(error) => {
            let help = "write `YYYY-MM-DD`: the last day on which the waiver holds";
            problems.report(node.span, error.message).help(help);
            None
        }
    }
}

/// A day as people write it, and nothing behind it: `2026-12-31T10:00` would be taken for the day.
pub(crate) fn day(text: &str) -> Result<Date, OpError> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| OpError::invalid(format!("`{text}` is not a day")).hint("write `YYYY-MM-DD`"))
}
