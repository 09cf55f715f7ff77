//! What do policies grant that was never used?

use std::path::PathBuf;

use policy::tree::{Policy, PolicyKind, lower};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::books::RowBooks;
use super::seen_actions::{Seen, State};
use super::told_policy::within_limits;
use super::{named_policies, usage_inputs};
use crate::render::{plain, table};
use crate::simulate::whole;
use crate::wire::{Document, page, usual};
use crate::words::{self, Reach, Reading, Told};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Finds what identity policies grant that usage does not show: actions, and resources of statements
///
/// The policies count together. `unknown` is what logs cannot show.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnusedPermissions {
    /// Usage files, log files, and folders of logs
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,

    /// The policies: files or folders
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    policy: Vec<Document>,

    /// Whose use it is; all principals together if left out
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    principal: Option<String>,

    /// List the actions that were used, too
    #[arg(long, short)]
    #[serde(default)]
    verbose: bool,

    /// At most this many actions
    #[arg(long, value_name = "N", default_value_t = ROWS)]
    #[serde(default = "usual::<ROWS>")]
    limit: usize,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// How many actions are listed if the request does not say.
const ROWS: usize = 1_000;

/// What is granted beside what was used
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Unused {
    /// Actions that the policies allow on something
    rows: Vec<GrantedAction>,
    /// How many actions there are of each state
    actions: States,
    statements: Vec<GrantingStatement>,
    /// Entries that name no action of the catalogue
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_in_catalogue: Vec<String>,
    #[serde(flatten)]
    books: RowBooks,
    #[serde(skip)]
    text: String,
}

/// An action that the policies allow
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct GrantedAction {
    action: String,
    /// What it does to a resource, in AWS's classification
    level: String,
    /// `unused`, `unknown` or `used`
    state: String,
    /// Why it is not known, or `only-denied`
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Events
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

/// Counts by state; together what is granted
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
struct States {
    granted: usize,
    used: usize,
    unused: usize,
    unknown: usize,
}

/// A statement that allows
#[derive(Debug, Serialize, JsonSchema)]
struct GrantingStatement {
    /// What the policy is called
    policy: String,
    /// From 0 on
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// Its actions
    actions: States,
    /// Its entries of `Resource`, but for `*`
    resources: Vec<GrantedResource>,
}

/// An entry of `Resource`
#[derive(Debug, Serialize, JsonSchema)]
struct GrantedResource {
    resource: String,
    /// `unused`, `unknown` or `used`, by the actions of the statement
    state: String,
    /// Why it is not known
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Operation for UnusedPermissions {
    const NAME: &'static str = "find_unused_permissions";
    const COMMAND: &'static [&'static str] = &["usage", "unused"];
    const EFFECT: Effect = Effect::Read;
    type Response = Unused;

    fn run(self, cx: &Context) -> Result<Unused, OpError> {
        let policies = policies(&self.policy, cx)?;
        let (usage, problems) = usage_inputs::read(&self.inputs, cx)?;
        let principals = usage_inputs::principals(&usage, self.principal.as_deref())?;
        let catalog = cx.catalog();
        let seen = Seen::of(&usage, &principals, &catalog);
        let (mut told, mut places) = (Vec::new(), Vec::new());
        for (name, policy) in &policies {
            let reading = Reading::of(policy, PolicyKind::Identity, &catalog);
            told.extend(words::tell_all(policy, &reading, cx)?);
            places.extend((0..policy.statements.len()).map(|index| (name.as_str(), index)));
        }
        let reach = Reach::of(&told, &catalog);
        let mut actions = States::default();
        let mut rows = Vec::new();
        for action in reach.allowed.actions(&catalog) {
            let state = seen.state(action);
            actions.add(state);
            if self.verbose || state != State::Used {
                rows.push(GrantedAction {
                    action: action.full_name(),
                    level: action.level().word().to_owned(),
                    state: state.name().to_owned(),
                    why: state.why().map(str::to_owned),
                    count: seen.count(action),
                    last: seen.last(action).map(|time| time.to_string()),
                });
            }
        }
        let allows = told.iter().zip(&places).filter(|(told, _)| told.is_sound && told.statement.allows());
        let statements: Vec<_> = allows
            .map(|(told, (policy, index))| GrantingStatement::of(told, policy, *index, &reach, &seen))
            .collect();
        let page = page(rows, Some(self.limit), self.offset, cx.limits());
        let books = RowBooks::of(&page, &usage, &problems);
        Ok(Unused {
            text: text(&page.items, actions, &statements) + &books.text,
            rows: page.items,
            actions,
            statements,
            not_in_catalogue: told.iter().flat_map(|told| told.unknown.clone()).collect(),
            books,
        })
    }
}

impl Response for Unused {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}

/// The policies of the request, each with its name; one that is no identity policy is refused.
fn policies(documents: &[Document], cx: &Context) -> Result<Vec<(String, Policy)>, OpError> {
    let mut policies = Vec::new();
    named_policies::each(documents, cx, |opened| {
        whole(&opened.document)?;
        let name = match opened.within.as_deref() {
            Some(pointer) if !pointer.is_empty() => {
                format!("{}#{pointer}", opened.document.source.name())
            }
            _ => opened.document.source.name().to_owned(),
        };
        let policy = lower(&opened.document.root);
        let detected = policy.kind_or(None);
        if detected.kind != PolicyKind::Identity {
            return Err(OpError::invalid(format!("`{name}` is not an identity policy: {}", detected.reason))
                .hint("give the policies of the principal whose use it is"));
        }
        within_limits(&policy, &name)?;
        policies.push((name, policy));
        Ok(())
    })?;
    Ok(policies)
}

impl States {
    fn add(&mut self, state: State) {
        self.granted += 1;
        *match state {
            State::Used => &mut self.used,
            State::Unused | State::OnlyDenied => &mut self.unused,
            State::Unknown(_) => &mut self.unknown,
        } += 1;
    }
}

impl GrantingStatement {
    fn of(told: &Told<'_>, policy: &str, index: usize, reach: &Reach<'_, '_>, seen: &Seen<'_>) -> Self {
        let granted = told.applying.intersection(&reach.allowed);
        let mut actions = States::default();
        for action in granted.actions(seen.catalog) {
            actions.add(seen.state(action));
        }
        let resources = told.statement.resources().iter().filter(|entry| !entry.value.is_everything());
        Self {
            policy: policy.to_owned(),
            statement: index,
            sid: told.statement.sid.as_ref().map(|sid| sid.value.clone()),
            actions,
            resources: resources
                .map(|entry| {
                    let state = seen.state_on(&entry.value, &granted);
                    GrantedResource {
                        resource: entry.value.as_str().to_owned(),
                        state: state.name().to_owned(),
                        why: state.why().map(str::to_owned),
                    }
                })
                .collect(),
        }
    }

    fn text(&self) -> String {
        let sid = self.sid.as_ref().map(|sid| format!(" ({})", plain(sid))).unwrap_or_default();
        let States { granted, used, unused, unknown } = self.actions;
        let mut text = format!(
            "{}, statement {}{sid}: {}, {used} used, {unused} unused, {unknown} unknown\n",
            plain(&self.policy),
            self.statement + 1,
            table::counted(granted, "action"),
        );
        for entry in self.resources.iter().filter(|entry| entry.state != State::Used.name()) {
            let why = entry.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            text.extend(["  ", &entry.state, &why, ": ", &plain(&entry.resource), "\n"]);
        }
        text
    }
}

fn text(rows: &[GrantedAction], actions: States, statements: &[GrantingStatement]) -> String {
    let cells = |row: &GrantedAction| {
        let why = row.why.as_ref().map(|why| format!("({why})")).unwrap_or_default();
        let count = if row.count == 0 { String::new() } else { table::times(row.count, "event") };
        [row.state.clone(), row.action.clone(), row.level.clone(), why, count]
    };
    let States { granted, used, unused, unknown } = actions;
    let statements: String = statements.iter().map(GrantingStatement::text).collect();
    format!(
        "{}{statements}{} granted: {used} used, {unused} unused, {unknown} unknown\n",
        table::rows(&rows.iter().map(cells).collect::<Vec<_>>()),
        table::counted(granted, "action"),
    )
}
