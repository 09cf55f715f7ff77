//! A statement that says what another one says.

use std::borrow::Cow;
use std::collections::HashMap;

use policy::tree::{Element, Policy, PrincipalElement, Spanned, Statement};
use policy::{ActionPattern, Fix, ResourcePattern, Safety, Severity};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "redundant-statement",
    aliases: &["REDUNDANT_STATEMENT"],
    summary: "two statements are the same but for their Sid",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The second statement changes nothing. Often it is the copy of a statement that somebody meant to change. The order of lists, the case of actions and keys, and whether one value stands in a list do not matter.
",
    fix: r"
Remove it, or write what it was meant to say.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html",
    ],
    flagged: &[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" },
    { "Sid": "B", "Effect": "Allow", "Action": ["s3:putobject", "s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"] }
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement `B` says what statement `A` says
  ]
}
"#],
    clean: &[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${One.Arn}" } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${Two.Arn}" } }
  ]
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if policy.statements.len() < 2 {
        return;
    }
    let mut first = HashMap::new();
    for statement in policy.statements.iter().filter(|statement| is_whole(statement)) {
        let said = Said::of(statement);
        let Some(earlier) = first.get(&said) else {
            first.insert(said, statement);
            continue;
        };
        let removed = removal::items(cx, &[statement.span]);
        let message = format!("{} says what {} says", statement.label(), earlier.label());
        let finding = cx.report(statement.span, message).label(earlier.span, "the same is said here");
        if let Some(edits) = removed {
            finding.fix(Fix { title: "remove the copy".to_owned(), safety: Safety::Safe, edits });
        }
    }
}

/// Operator, key and values of a condition.
type Test<'a> = (&'a str, String, Vec<Cow<'a, str>>);

/// What a statement says, in an order of its own.
#[derive(PartialEq, Eq, Hash)]
struct Said<'a> {
    effect: Option<&'a str>,
    /// Of `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource` and `NotResource`.
    lists: [Option<Vec<Cow<'a, str>>>; 6],
    conditions: Option<Vec<Test<'a>>>,
}

impl<'a> Said<'a> {
    fn of(statement: &'a Statement) -> Self {
        let principals = |element: &'a Option<PrincipalElement>| {
            element.as_ref().map(|element| {
                let text = element.text.iter().map(|text| Cow::Borrowed(text.value.text.as_str()));
                let entries = element.entries.iter().flat_map(|entry| {
                    let items = entry.element.items.iter();
                    items.map(|item| Cow::Owned(format!("{} {}", entry.kind.text(), item.value.text)))
                });
                sorted(text.chain(entries))
            })
        };
        let actions = |element: &'a Option<Element<ActionPattern>>| {
            let text =
                |item: &'a Spanned<ActionPattern>| Cow::Owned(item.value.as_str().to_ascii_lowercase());
            element.as_ref().map(|element| sorted(element.items.iter().map(text)))
        };
        let resources = |element: &'a Option<Element<ResourcePattern>>| {
            let text = |item: &'a Spanned<ResourcePattern>| Cow::Borrowed(item.value.as_str());
            element.as_ref().map(|element| sorted(element.items.iter().map(text)))
        };
        Self {
            effect: statement.effect.as_ref().map(|effect| effect.value.text()),
            lists: [
                principals(&statement.principal),
                principals(&statement.not_principal),
                actions(&statement.action),
                actions(&statement.not_action),
                resources(&statement.resource),
                resources(&statement.not_resource),
            ],
            conditions: statement.condition.as_ref().map(|condition| {
                let entries = condition.entries().map(|(operator, entry)| {
                    let values = sorted(entry.values.iter().map(|value| value.value.text()));
                    (operator.text.as_str(), entry.key.value.text.to_ascii_lowercase(), values)
                });
                let mut entries: Vec<_> = entries.collect();
                entries.sort_unstable();
                entries
            }),
        }
    }
}

fn sorted<'a>(texts: impl Iterator<Item = Cow<'a, str>>) -> Vec<Cow<'a, str>> {
    let mut texts: Vec<_> = texts.collect();
    texts.sort_unstable();
    texts
}

/// Whether all of the statement was read, and no template fills in the rest.
fn is_whole(statement: &Statement) -> bool {
    let actions = statement.action.iter().chain(&statement.not_action).all(|it| it.misplaced.is_empty());
    let resources =
        statement.resource.iter().chain(&statement.not_resource).all(|it| it.misplaced.is_empty());
    let mut principals = statement.principal.iter().chain(&statement.not_principal);
    let principals = principals.all(|it| {
        it.malformed.is_empty() && it.entries.iter().all(|entry| entry.element.misplaced.is_empty())
    });
    let conditions = statement.condition.as_ref().is_none_or(|condition| {
        condition.malformed.is_empty()
            && condition.blocks.iter().all(|block| {
                block.malformed.is_empty() && block.entries.iter().all(|entry| entry.misplaced.is_empty())
            })
    });
    let elements = statement.unknown.is_empty() && statement.malformed.is_empty();
    elements && actions && resources && principals && conditions
}
