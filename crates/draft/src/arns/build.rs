//! What is given, and the ARN that it makes.

use catalog::{Catalog, ResourceType};

use super::fields;
use super::holes::{Split, split};
use super::names;

/// What an ARN is to be made of; what is empty is not given.
#[derive(Debug, Clone, Copy)]
pub struct ArnWanted<'a> {
    pub resource: ResourceType<'a>,
    /// The name; where the format has several, in their order, parted as in the ARN or by `/`.
    pub name: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    pub partition: &'a str,
}

/// An ARN, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltArn {
    /// With `${…}` where something is missing.
    pub arn: String,
    /// Nothing is missing, and nothing is wrong.
    pub valid: bool,
    pub notes: Vec<String>,
    /// What is left in it, such as `Region`.
    pub placeholders: Vec<String>,
    /// As AWS gives it.
    pub format: String,
}

/// What is found out while the ARN is made.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) notes: Vec<String>,
    pub(super) placeholders: Vec<String>,
    pub(super) is_wrong: bool,
}

impl Findings {
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn wrong(&mut self, note: String) {
        self.is_wrong = true;
        self.notes.push(note);
    }

    /// Leaves a place open, and says what goes there.
    pub(super) fn open(&mut self, placeholder: &str, note: String) -> String {
        self.placeholders.push(placeholder.to_owned());
        self.notes.push(note);
        format!("${{{placeholder}}}")
    }
}

/// The most letters of an ARN in a policy.
const LONGEST: usize = 2048;

/// Puts the names into the format of the type that fits them best.
pub fn build_arn(wanted: ArnWanted<'_>, catalog: &Catalog) -> BuiltArn {
    let mut found = Findings::default();
    let (format, split) = best(&wanted);
    let mut parts = format.splitn(6, ':').skip(1);
    let mut next = || parts.next().unwrap_or_default();
    let (partition, service, region, account, _) = (next(), next(), next(), next(), next());
    let partition = fields::partition(partition, &wanted, catalog, &mut found);
    let region = fields::region(region, &wanted, catalog, &mut found);
    let account = fields::account(account, &wanted, &mut found);
    let resource = names::filled(&split, service, &mut found);
    let arn = format!("arn:{partition}:{service}:{region}:{account}:{resource}");
    if service.contains("${") {
        found.open(
            "Vendor",
            "the service that owns the resource is part of the ARN, and is left open".to_owned(),
        );
    }
    if arn.chars().count() > LONGEST {
        found.wrong(format!("it has more than {LONGEST} letters"));
    }
    let others: Vec<_> = wanted.resource.arn_formats().filter(|other| *other != format).collect();
    if !others.is_empty() {
        let others: Vec<_> = others.iter().map(|other| format!("`{other}`")).collect();
        found.note(format!("there are other formats of this type: {}", others.join(", ")));
    }
    BuiltArn {
        valid: !found.is_wrong && found.placeholders.is_empty(),
        arn,
        notes: found.notes,
        placeholders: found.placeholders,
        format: format.to_owned(),
    }
}

/// The format that the name fits best: the type as it begins, then as few places left open as can be; the first of equals.
fn best<'a>(wanted: &ArnWanted<'a>) -> (&'a str, Split<'a>) {
    let of = |format: &'a str| (format, split(format.splitn(6, ':').nth(5).unwrap_or_default(), wanted.name));
    let rank = |split: &Split<'_>| (!split.names_type, split.missing());
    let candidates = wanted.resource.arn_formats().map(of);
    candidates.min_by_key(|(_, split)| rank(split)).unwrap_or_else(|| of(""))
}
