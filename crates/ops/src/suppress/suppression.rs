//! One suppression: which findings somebody decided to live with, why, and for how long.

use jiff::civil::Date;
use lint::house::PathPattern;
use policy::{ActionPattern, Document, Glob, ResourcePattern, Span};

use crate::config::is_unreadable_text;

/// The suppressions of a configuration, and the document they stand in.
#[derive(Debug, Clone)]
pub struct Suppressions {
    /// What is wrong with a suppression is found in this document.
    pub document: Document,
    pub list: Vec<Suppression>,
}

/// Findings that are not to be reported. All that is given must fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppression {
    /// The check's name as written, ours or another tool's.
    pub check: String,
    pub checks: Checks,
    pub path: Option<PathPattern>,
    /// Of the statement that the finding is about; `*` and `?` are wildcards.
    pub sid: Option<Glob>,
    /// The action that the finding is about lies within; if it is about none, all of its statement do.
    pub action: Option<ActionPattern>,
    /// The same of resources.
    pub resource: Option<ResourcePattern>,
    pub reason: String,
    /// The last day (UTC) on which it holds.
    pub expires: Option<Date>,
    /// Its place in the configuration.
    pub span: Span,
    /// Whether it may go unused without a word, as what comes from a format that has no such thing.
    pub may_be_unused: bool,
}

/// The checks that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checks {
    All,
    /// Ids. None if another tool's name stands for what no policy says by itself.
    These(Vec<&'static str>),
}

/// A suppression as a configuration has it, each member as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Id or alias of a check, id of another tool, or `*`, which asks for a path, Sid, action or resource.
    pub check: Option<String>,
    pub path: Option<String>,
    pub sid: Option<String>,
    pub action: Option<String>,
    pub resource: Option<String>,
    pub reason: Option<String>,
    /// `YYYY-MM-DD`
    pub expires: Option<String>,
}

/// What is wrong with a member, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub member: &'static str,
    pub message: String,
    pub help: Option<String>,
}

impl Written {
    /// The suppression that is meant, or everything that is wrong with it.
    pub fn read(&self, span: Span) -> Result<Suppression, Vec<Fault>> {
        let mut faults = Vec::new();
        let checks = self.checks(&mut faults);
        let expires = self.expires(&mut faults);
        let action = self.action.as_deref().map(ActionPattern::parse);
        if let Some(fault) = action.as_ref().and_then(ActionPattern::fault) {
            let written = self.action.as_deref().unwrap_or_default();
            faults.push(Fault::new("action", format!("`{written}` {fault}")));
        }
        for (member, text) in [("path", &self.path), ("sid", &self.sid), ("resource", &self.resource)] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                faults.push(
                    Fault::new(member, format!("`{member}` is empty")).help("leave it out to mean all"),
                );
            }
        }
        let reason = self.reason.as_deref().unwrap_or_default().trim();
        if reason.is_empty() {
            let missing = Fault::new("reason", "a suppression without a reason".to_owned());
            faults.push(missing.help("say why these findings are accepted: `reason: …`"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Suppression {
            check: self.check.clone().unwrap_or_default(),
            checks,
            path: self.path.as_deref().map(PathPattern::parse),
            sid: self.sid.as_deref().map(Glob::new),
            action,
            resource: self.resource.as_deref().map(ResourcePattern::parse),
            reason: reason.to_owned(),
            expires,
            span,
            may_be_unused: false,
        })
    }

    fn checks(&self, faults: &mut Vec<Fault>) -> Checks {
        let Some(name) = self.check.as_deref() else {
            let missing = Fault::new("check", "a suppression without a check".to_owned());
            faults.push(missing.help("name a check: `check: ID`, or `*` for all"));
            return Checks::All;
        };
        if name == "*" {
            let places = [&self.path, &self.sid, &self.action, &self.resource];
            if places.into_iter().all(Option::is_none) {
                let all = Fault::new("check", "this would suppress all findings".to_owned());
                faults.push(all.help("name a check, or say where: `path`, `sid`, `action` or `resource`"));
            }
            return Checks::All;
        }
        let named = lint::named(name);
        let unreadable = named.iter().flat_map(|named| &named.checks).find(|check| is_unreadable_text(check));
        if let Some(check) = unreadable {
            let message =
                format!("`{}` says that a text could not be read, and cannot be suppressed", check.id);
            faults.push(Fault::new("check", message));
        }
        if named.is_none() {
            let near = lint::nearest_names(name);
            let help = near.first().map_or_else(
                || "`leastwise checks list` lists all".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            faults.push(Fault::new("check", format!("there is no check `{name}`")).help(help));
        }
        Checks::These(named.into_iter().flat_map(|named| named.checks).map(|check| check.id).collect())
    }

    fn expires(&self, faults: &mut Vec<Fault>) -> Option<Date> {
        let text = self.expires.as_deref()?;
        // A date and nothing behind it: `2026-12-31T10:00` would be taken for the day.
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        if date.is_none() {
            let wrong = Fault::new("expires", format!("`{text}` is not a day"));
            faults.push(wrong.help("write `YYYY-MM-DD`: the last day on which the suppression holds"));
        }
        date
    }
}

impl Fault {
    fn new(member: &'static str, message: String) -> Self {
        Self { member, message, help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
