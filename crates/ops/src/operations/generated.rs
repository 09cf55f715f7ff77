//! Drafted policies as they are answered: checked, and with what they rest on.

use catalog::Catalog;
use draft::trust::Trust;
use draft::{Draft, DraftedPolicy, Form};
use policy::tree::{PolicyKind, lower};
use policy::write::Style as Layout;
use policy::{Document, Node};
use schemars::JsonSchema;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use trail::{Principal, Usage, Wanted};

use super::books::{self, Counts, FileProblem};
use super::draft_errors;
use super::draft_errors::{CheckError, errors};
use super::evidence::{Evidence, NotReplayed};
use super::exceeded::Overflow;
use super::made_policies::Made;
use super::not_granted::{Denied, LeftOut};
use super::statement_evidence::{StatementEvidence, shortened};
use super::trusted::TakenBy;
use crate::drafting::{NewAccess, Proof, ReplayTold};
use crate::render::{plain, table};
use crate::wire::JsonObject;
use crate::{Context, OpError, Outcome, Response, Style};

/// Policies by principal, and the books
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Generated {
    principals: Vec<OfPrincipal>,
    #[serde(flatten)]
    counts: Counts,
    /// The first files that are broken in some place
    problems: Vec<FileProblem>,
    /// How many principals there are in all
    total: usize,
    /// Whether more principals follow
    truncated: bool,
    /// What it all comes from, of which text tells behind the principals.
    #[serde(skip)]
    usage: Option<Usage>,
}

/// What one principal needs
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfPrincipal {
    principal: String,
    /// Whose use is drafted as one
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<String>,
    /// Whose use is not drafted, because they take no policy
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passed_over: Vec<String>,
    /// Together they allow what was used
    policies: Vec<GeneratedPolicy>,
    /// Which quota of their form the policies exceed, so that AWS would not take them
    #[serde(skip_serializing_if = "Option::is_none")]
    overflow: Option<Overflow>,
    /// Why there is no policy although there was use
    #[serde(skip_serializing_if = "Option::is_none")]
    no_policy: Option<String>,
    /// What the policies do and do not do, where they are made from actions or a template
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// What the policies rest on, by action
    evidence: Vec<Evidence>,
    /// What was used or called for and is not granted, and why
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOut>,
    /// Events that no action is known for; the policies may lack what they need
    not_replayed: Vec<NotReplayed>,
    /// Calls that were refused, which the policies allow only if that was asked for
    denied: Vec<Denied>,
    /// What becomes of the calls that were authorized, decided by the policies
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<ReplayTold>,
    /// Whether the policies allow anything that the current ones do not; null unless those are given
    #[serde(skip_serializing_if = "Option::is_none")]
    new_access: Option<NewAccess>,
    /// Of a trust policy: who takes the role
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_by: Option<TakenBy>,
}

/// A policy document
#[derive(Debug, Serialize, JsonSchema)]
struct GeneratedPolicy {
    name: String,
    #[serde(rename = "document", serialize_with = "as_document")]
    #[schemars(with = "JsonObject")]
    text: String,
    /// As the quota of the form counts: characters without white space; for SCPs, sessions and permission sets bytes with the blanks
    /// that are needed
    size: usize,
    /// What each of its statements rests on
    statements: Vec<StatementEvidence>,
    /// Which entries of `Action` are beginnings of names, and what that means, if it was to be short
    #[serde(skip_serializing_if = "Option::is_none")]
    shortened: Option<String>,
    /// Errors that the checks find in it: the log names something that AWS is not known to have
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<CheckError>,
}

/// The text of a policy as the object that it is. That is made when it is asked for: most answers are text.
fn as_document<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    JsonObject::of_policy(text).map_err(S::Error::custom)?.serialize(serializer)
}

/// Whose a policy is, its name, and the policy.
pub(super) type Named<'a> = (&'a str, &'a str, Map<String, Value>);

impl Generated {
    pub(super) fn new(
        principals: Vec<OfPrincipal>,
        usage: Usage,
        problems: Vec<FileProblem>,
        total: usize,
        truncated: bool,
    ) -> Self {
        Self { principals, counts: Counts::of(&usage), problems, total, truncated, usage: Some(usage) }
    }

    /// A policy that rests on no usage.
    pub(super) fn made(of: OfPrincipal) -> Self {
        Self {
            principals: vec![of],
            counts: Counts::of(&Usage::default()),
            problems: Vec::new(),
            total: 1,
            truncated: false,
            usage: None,
        }
    }

    /// The policies in order, each with whose it is and its name.
    pub(super) fn policies(&self) -> Result<Vec<Named<'_>>, OpError> {
        self.principals.iter().flat_map(OfPrincipal::policies).collect()
    }

    /// What is told beside the policies.
    pub(super) fn notes(&self) -> String {
        self.told(false)
    }

    /// Why there is no policy, where nobody is there who could need one.
    fn nothing(&self) -> Option<&'static str> {
        let usage = self.usage.as_ref().filter(|_| self.total == 0)?;
        Some(match usage.used() {
            0 => "# no policy: no call of anyone is among the records\n",
            _ => "# no policy: no session of a role was asked for\n",
        })
    }

    fn told(&self, with_policies: bool) -> String {
        let principals = self.principals.iter().map(|of| of.text(with_policies) + "\n");
        let rest = self.usage.as_ref().map(|usage| {
            table::rest(self.principals.len(), self.total, self.truncated)
                + &books::text(usage, &self.problems)
        });
        principals.chain(self.nothing().map(str::to_owned)).chain(rest).collect()
    }
}

impl Response for Generated {
    fn text(&self, _: Style) -> String {
        self.told(true)
    }

    fn outcome(&self) -> Outcome {
        let is_broken = |of: &OfPrincipal| {
            of.taken_by.as_ref().is_some_and(|taken| taken.outcome() == Outcome::Findings)
                || of.overflow.is_some()
                || of.policies.iter().any(|policy| !policy.errors.is_empty())
                || !of.replay.as_ref().is_none_or(ReplayTold::is_whole)
                || !of.new_access.as_ref().is_none_or(NewAccess::is_proved_none)
        };
        if self.principals.iter().any(is_broken) { Outcome::Findings } else { Outcome::Clean }
    }
}

impl OfPrincipal {
    pub(super) fn new(
        draft: Draft,
        passed_over: &[Principal],
        wanted: &Wanted,
        form: Form,
        proof: &Proof<'_>,
        cx: &Context,
    ) -> Result<Self, OpError> {
        let catalog = &*cx.catalog();
        let principal = draft.principal.name().to_owned();
        if let Some(unknown) = draft.grants.iter().find(|grant| catalog.action(&grant.action).is_none()) {
            return Err(OpError::invalid(format!(
                "the usage names `{}`, which is not in the catalogue of {}",
                unknown.action,
                catalog.date()
            ))
            .hint("analyze the logs again with this version"));
        }
        let names = |principals: &[Principal]| -> Vec<String> {
            principals.iter().map(|principal| principal.name().to_owned()).collect()
        };
        let is_alone = draft.members == [draft.principal.clone()];
        let replay = proof.replay(&draft, catalog);
        let policies = draft.policies.iter().map(|drafted| checked(drafted, &draft, form, catalog));
        let policies: Vec<GeneratedPolicy> = policies.collect();
        let texts = policies.iter().map(|policy| (policy.name.as_str(), policy.text.as_str()));
        Ok(Self {
            new_access: proof.new_access(texts, cx)?,
            replay,
            policies,
            overflow: draft.overflow.as_ref().map(Overflow::of),
            no_policy: draft.no_policy.map(|why| why.reason().to_owned()),
            denied: draft.denied.into_iter().map(|denied| Denied::of(denied, &draft.grants)).collect(),
            evidence: draft.grants.into_iter().map(|grant| Evidence::of(grant, is_alone, wanted)).collect(),
            left_out: draft.left_out.into_iter().map(LeftOut::of).collect(),
            not_replayed: draft.not_replayed.iter().map(NotReplayed::of).collect(),
            members: if is_alone { Vec::new() } else { names(&draft.members) },
            passed_over: names(passed_over),
            taken_by: None,
            principal,
            notes: Vec::new(),
        })
    }

    pub(super) fn of_trust(trust: &Trust, catalog: &Catalog) -> Self {
        let policy = |drafted: &DraftedPolicy| {
            let text = written(&drafted.policy.to_node(), None, catalog);
            GeneratedPolicy {
                name: drafted.name.clone(),
                size: drafted.size,
                statements: Vec::new(),
                shortened: None,
                errors: errors(&text, PolicyKind::Trust, catalog),
                text,
            }
        };
        let of_trust = |overflow: &draft::Overflow| {
            Overflow::helped(overflow, "trust fewer callers, or have the account's quota raised")
        };
        Self {
            principal: trust.role.name().to_owned(),
            members: Vec::new(),
            passed_over: Vec::new(),
            policies: trust.policy.iter().map(policy).collect(),
            overflow: trust.overflow.as_ref().map(of_trust),
            no_policy: trust.no_policy.map(|why| why.reason().to_owned()),
            evidence: Vec::new(),
            left_out: Vec::new(),
            not_replayed: Vec::new(),
            denied: Vec::new(),
            replay: None,
            new_access: None,
            taken_by: Some(TakenBy::of(trust, catalog)),
            notes: Vec::new(),
        }
    }

    /// The policy that is made from actions or a template, held to the quotas of its form if it has one.
    pub(super) fn made(
        principal: String,
        made: Made,
        form: Option<Form>,
        proof: &Proof<'_>,
        cx: &Context,
    ) -> Result<Self, OpError> {
        let catalog = &*cx.catalog();
        let is_at_fault = made.is_at_fault();
        let Made { name, mut text, mut size, mut notes, validation } = made;
        let mut overflow = None;
        if let Some(form) = form {
            let read = Document::read("policy.json", text.as_bytes(), None, &policy::Limits::default());
            size = form.size(&lower(&read.root), catalog);
            overflow = form.overflow(&[size], catalog).as_ref().map(Overflow::of_made);
            text = written(&read.root, Some(form), catalog);
        }
        let found = validation.findings.into_iter();
        let mut errors = Vec::new();
        if is_at_fault {
            errors.extend(found.map(|found| CheckError { check: found.id, message: found.message }));
        } else {
            notes.extend(found.map(|found| format!("{}: {}", found.id, found.message)));
            errors = draft_errors::errors(&text, proof.kind, catalog);
        }
        let new_access = proof.new_access([(name.as_str(), text.as_str())].into_iter(), cx)?;
        let policies =
            vec![GeneratedPolicy { name, size, statements: Vec::new(), shortened: None, errors, text }];
        Ok(Self { principal, policies, overflow, notes, new_access, ..Self::default() })
    }

    fn policies(&self) -> impl Iterator<Item = Result<Named<'_>, OpError>> {
        self.policies.iter().map(|policy| {
            let JsonObject(document) = JsonObject::of_policy(&policy.text)?;
            Ok((self.principal.as_str(), policy.name.as_str(), document))
        })
    }

    fn text(&self, with_policies: bool) -> String {
        let mut text = format!("# {}\n", plain(&self.principal));
        for (what, names) in [("does the work of", &self.members), ("takes no policy:", &self.passed_over)] {
            for name in names {
                text.extend(["# ", what, " ", &plain(name), "\n"]);
            }
        }
        for policy in &self.policies {
            text.extend([format!("# {}, {} characters\n", policy.name, policy.size)]);
            text.push_str(if with_policies { &policy.text } else { "" });
            if let Some(note) = &policy.shortened {
                text.extend(["# shortened: ", &plain(note), "\n"]);
            }
            for error in &policy.errors {
                text.extend([format!("# error[{}]: {}\n", error.check, plain(&error.message))]);
            }
        }
        let replay = self.replay.iter().flat_map(ReplayTold::notes);
        for note in replay.chain(self.new_access.iter().flat_map(NewAccess::notes)) {
            text.extend(["# ", &plain(&note), "\n"]);
        }
        if let Some(overflow) = &self.overflow {
            text.extend(["# error: ", &overflow.note, "\n"]);
        }
        match &self.no_policy {
            Some(why) => text.extend(["# no policy: ", why, "\n"]),
            None if self.policies.is_empty() => text.push_str("# no policy: nothing was authorized\n"),
            None => {}
        }
        for note in &self.notes {
            text.extend(["# ", &plain(note), "\n"]);
        }
        let grants = self.evidence.iter().flat_map(Evidence::notes);
        let left_out = self.left_out.iter().map(LeftOut::note);
        let denied = self.denied.iter().map(Denied::note);
        let not_replayed = self.not_replayed.iter().map(NotReplayed::note);
        let taken_by = self.taken_by.iter().flat_map(TakenBy::notes);
        for note in grants.chain(left_out).chain(denied).chain(not_replayed).chain(taken_by) {
            text.extend(["# ", &plain(&note), "\n"]);
        }
        text
    }
}

/// The policy as it will be printed, with the errors that the checks find in that very text.
fn checked(drafted: &DraftedPolicy, draft: &Draft, form: Form, catalog: &Catalog) -> GeneratedPolicy {
    let text = written(&drafted.policy.to_node(), Some(form), catalog);
    GeneratedPolicy {
        name: drafted.name.clone(),
        size: drafted.size,
        statements: drafted
            .policy
            .statements
            .iter()
            .map(|statement| StatementEvidence::of(statement, draft))
            .collect(),
        shortened: shortened(&drafted.policy),
        errors: errors(&text, form.kind(), catalog),
        text,
    }
}

/// A policy as text, for people, unless white space would make it too large for its form.
fn written(policy: &Node, form: Option<Form>, catalog: &Catalog) -> String {
    let text = policy::write(policy, Layout::Pretty(2)) + "\n";
    match form {
        Some(form) if !form.takes(&text, catalog) => policy::write(policy, Layout::Minified) + "\n",
        _ => text,
    }
}
