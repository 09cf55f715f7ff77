//! How is what a check finds put right? Told from the check's own texts and examples.

use policy::fix;
use policy::tree::PolicyKind;
use policy::{Diagnostic, Document, Limits, Safety, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says how to put right what a check finds, step by step
///
/// After a finding that `fix_policy_issues` leaves; `get_check_details` says why it matters.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetIssueGuidance {
    /// The check's id, an alias of it, or an id of another tool
    #[arg(value_name = "CHECK")]
    check_id: String,
}

/// What to do about an issue
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Guidance {
    check_id: String,
    description: String,
    /// What the check says of its examples
    common_causes: Vec<String>,
    fix_steps: Vec<String>,
    /// What is flagged
    example_before: String,
    /// The same after its fix, else something alike in which the check finds nothing
    example_after: String,
    /// Operations that help
    related_tools: Vec<&'static str>,
    /// Why it matters (Markdown)
    why: String,
    /// How far a program can mend it
    automatic_fix: AutomaticFix,
    /// The checks, where another tool's id stands for several; the first is told
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stands_for: Vec<String>,
}

/// How far a program can mend it
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum AutomaticFix {
    /// A fix that leaves what the policy allows as it is
    Safe,
    /// A fix after which the policy may allow something else
    Unsafe,
    None,
}

impl Operation for GetIssueGuidance {
    const NAME: &'static str = "get_issue_guidance";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Guidance;

    fn run(self, cx: &Context) -> Result<Guidance, OpError> {
        let checks = known::checks(&self.check_id)?;
        let several: Vec<_> = checks.all().map(|check| check.id.to_owned()).collect();
        let check = checks.first;
        let catalog = cx.catalog();
        let examples: Vec<_> = check.flagged.iter().filter_map(|text| Example::read(text)).collect();
        let mended: Vec<_> = examples.iter().map(|example| example.mended(check, &catalog)).collect();
        let safety = mended.iter().flatten().map(|(_, found)| safety(found)).min();
        let automatic_fix = safety.unwrap_or(AutomaticFix::None);
        let before = check.flagged.first().map(|text| without_marks(text)).unwrap_or_default();
        let after = mended.into_iter().next().flatten().map(|(text, _)| text);
        let clean = || check.clean.first().map(|text| text.trim_matches('\n').to_owned());
        Ok(Guidance {
            check_id: check.id.to_owned(),
            description: check.summary.to_owned(),
            common_causes: causes(check),
            fix_steps: steps(check, automatic_fix),
            example_before: before,
            example_after: after.or_else(clean).unwrap_or_default(),
            related_tools: related(check, automatic_fix),
            why: check.why.trim().to_owned(),
            automatic_fix,
            stands_for: if several.len() > 1 { several } else { Vec::new() },
        })
    }
}

impl Response for Guidance {
    fn text(&self, _: Style) -> String {
        let list = |items: &[String]| format!("- {}\n", items.join("\n- "));
        format!(
            "# {}\n\n{}\n\n{}\n\n## Seen as\n\n{}\n## What to do\n\n{}\n## Before\n\n```text\n{}\n```\n\n## After\n\n```text\n{}\n```\n",
            self.check_id,
            self.description,
            self.why,
            list(&self.common_causes),
            list(&self.fix_steps),
            self.example_before,
            self.example_after,
        )
    }
}

/// An example of a check as a document.
struct Example {
    text: String,
    kind: Option<PolicyKind>,
    /// What was put before and behind a statement that stands alone.
    wrapping: (&'static str, &'static str),
}

impl Example {
    /// None of those that need rules of a house, or a text too long to be shown.
    fn read(example: &str) -> Option<Self> {
        let text = without_marks(example);
        if text.contains("# rule ") || text.contains(" letters)") {
            return None;
        }
        let (kind, text) = match text.strip_prefix("# as ").and_then(|text| text.split_once('\n')) {
            Some((kind, text)) => {
                let kind = PolicyKind::ALL.into_iter().find(|known| known.name() == kind)?;
                (Some(kind), text.to_owned())
            }
            None => (None, text),
        };
        let root = document(&text).root;
        let is_statement =
            root.as_object().is_some() || root.as_array().is_some_and(|items| !items.is_empty());
        let is_policy = root.get("Statement").is_some() || root.get("Version").is_some() || !is_statement;
        let wrapping = if is_policy { ("", "") } else { (r#"{"Version":"2012-10-17","Statement":"#, "}") };
        Some(Self { text, kind, wrapping })
    }

    /// The example after the fixes of the check, and what they mended; none if it has none.
    fn mended(&self, check: &lint::Check, catalog: &catalog::Catalog) -> Option<(String, Vec<Diagnostic>)> {
        let (before, behind) = self.wrapping;
        let source = Source::new("example.json", format!("{before}{}{behind}", self.text));
        let options =
            lint::Options { kind: self.kind, only: vec![check.id.to_owned()], ..lint::Options::default() };
        let mended = fix::mend_all(&source, |source| {
            lint::lint(&document(source.text()), catalog, &options).diagnostics
        });
        let text = mended.text.strip_prefix(before)?.strip_suffix(behind)?.trim_matches('\n').to_owned();
        (!mended.applied.is_empty()).then_some((text, mended.applied))
    }
}

fn document(text: &str) -> Document {
    Document::read("example.json", text.as_bytes(), None, &Limits::default())
}

/// The worst that the fixes do.
fn safety(mended: &[Diagnostic]) -> AutomaticFix {
    let is_safe = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    if mended.iter().all(is_safe) { AutomaticFix::Safe } else { AutomaticFix::Unsafe }
}

/// The example without the lines of carets.
fn without_marks(example: &str) -> String {
    let lines = example.trim_matches('\n').lines().filter(|line| !line.trim_start().starts_with('^'));
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands behind the carets, each once; else what the check is about.
fn causes(check: &lint::Check) -> Vec<String> {
    const MOST: usize = 5;
    let mut causes: Vec<String> = Vec::new();
    for line in check.flagged.iter().flat_map(|text| text.lines()) {
        let Some(marked) = line.trim_start().strip_prefix('^') else { continue };
        let message = marked.trim_start_matches('^').trim();
        if !message.is_empty() && !causes.iter().any(|known| known == message) {
            causes.push(message.to_owned());
        }
    }
    causes.truncate(MOST);
    if causes.is_empty() { vec![check.summary.to_owned()] } else { causes }
}

/// The sentences of what to do, and who can do it.
fn steps(check: &lint::Check, automatic: AutomaticFix) -> Vec<String> {
    let mut steps = sentences(check.fix);
    steps.push(
        match automatic {
            AutomaticFix::Safe => "Or have it done: `fix_policy_issues` has a safe fix for it, at least in simple cases.",
            AutomaticFix::Unsafe => {
                "`fix_policy_issues` offers a fix, and does not apply it by itself, since the policy may then allow something else; \
                 `fix_policies` with `unsafe` does."
            }
            AutomaticFix::None => "No program can know what is meant, so that this is to be done by hand.",
        }
        .to_owned(),
    );
    steps.push("Check the result with `validate_policy`.".to_owned());
    steps
}

/// A text in its sentences; what stands in backquotes is not taken apart.
fn sentences(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut sentences, mut start, mut quoted) = (Vec::new(), 0, false);
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        quoted ^= letter == '`';
        let ends = letter == '.' && !quoted && letters.peek().is_none_or(|(_, next)| *next == ' ');
        if ends {
            sentences.extend(text.get(start..=at).map(|sentence| sentence.trim().to_owned()));
            start = at + 1;
        }
    }
    let rest = text.get(start..).unwrap_or_default().trim();
    sentences.extend((!rest.is_empty()).then(|| rest.to_owned()));
    sentences
}

/// Which operations help, by the words of the check's name.
const HELPERS: &[(&[&str], &[&str])] = &[
    (&["action", "actions", "service"], &["query_action_details", "expand_wildcard_action"]),
    (&["resource", "arn", "region", "account", "partition", "star"], &["query_arn_formats", "build_arn"]),
    (&["condition", "key", "keys", "operator", "qualifier"], &["query_condition_keys"]),
    (&["redundant", "subsumed"], &["minimize_policy"]),
    (&["public", "principal"], &["check_no_public_access"]),
    (
        &["wildcard", "star", "access", "privilege", "escalation", "admin"],
        &["suggest_actions", "build_minimal_policy"],
    ),
];

fn related(check: &lint::Check, automatic: AutomaticFix) -> Vec<&'static str> {
    let mut related = vec!["validate_policy", "get_check_details"];
    if automatic != AutomaticFix::None {
        related.push("fix_policy_issues");
    }
    let has = |word: &&str| check.id.split('-').any(|own| own == *word);
    for (words, operations) in HELPERS {
        if words.iter().any(has) {
            related.extend(
                operations.iter().filter(|name| !related.contains(name)).copied().collect::<Vec<_>>(),
            );
        }
    }
    related
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OPERATIONS;

    #[test]
    fn every_check_has_guidance_in_its_own_words() {
        let cx = Context::new(crate::Files::Denied, || 0);
        for check in lint::CHECKS {
            let guidance = GetIssueGuidance { check_id: check.id.to_owned() }.run(&cx).unwrap();
            assert!(!guidance.common_causes.is_empty() && guidance.fix_steps.len() > 2, "{guidance:?}");
            assert!(!guidance.example_before.contains("^^"), "{guidance:?}");
            assert_eq!(guidance.description, check.summary);
            for step in sentences(check.fix) {
                assert!(guidance.fix_steps.contains(&step), "{step}");
            }
            for name in &guidance.related_tools {
                assert!(OPERATIONS.iter().any(|operation| operation.name == *name), "{name}");
            }
        }
    }

    #[test]
    fn sentences_end_at_full_stops_outside_of_names() {
        assert_eq!(
            sentences("\nName `lambda.amazonaws.com. x`, or v1.2 of it.\nOr leave\nit out"),
            ["Name `lambda.amazonaws.com. x`, or v1.2 of it.", "Or leave it out"]
        );
    }
}
