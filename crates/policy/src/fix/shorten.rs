//! A text made to say what a shorter policy says, with as little change as can be.

use super::{apply, removal};
use crate::tree::{Condition, Policy, Statement};
use crate::write::quote;
use crate::{Edit, Fix, Node, Safety, Source, Value};

/// The text after which the policy at `root` says what `shorter` says: one of which statements, entries of lists and conditions were
/// taken out, and to whose lists entries were added at the end. [`Statement::index`] tells which statement is which.
///
/// None if a comment or an anchor is in the way, or the layout is one in which this is not done.
pub fn shorten(source: &Source, root: &Node, shorter: &Policy) -> Option<String> {
    let mut shortening = Shortening { source, root, edits: Vec::new() };
    shortening.policy(shorter)?;
    let fix = Fix { title: String::new(), safety: Safety::Safe, edits: shortening.edits };
    if fix.edits.is_empty() {
        return Some(source.text().to_owned());
    }
    let applied = apply(source.text(), &[&fix]);
    applied.skipped.is_empty().then_some(applied.text)
}

struct Shortening<'a> {
    source: &'a Source,
    root: &'a Node,
    edits: Vec<Edit>,
}

impl Shortening<'_> {
    fn policy(&mut self, shorter: &Policy) -> Option<()> {
        let statements = self.root.get("Statement")?;
        let items = match &statements.value {
            Value::Array(items) => items.as_slice(),
            Value::Object(_) => std::slice::from_ref(statements),
            _ => return None,
        };
        let is_kept = |at: &usize| shorter.statements.iter().any(|statement| statement.index == *at);
        let gone = items.iter().enumerate().filter(|(at, _)| !is_kept(at)).map(|(_, item)| item.span);
        let gone: Vec<_> = gone.collect();
        if !gone.is_empty() {
            self.edits.extend(removal::items(self.source, self.root, &gone)?);
        }
        for statement in &shorter.statements {
            self.statement(items.get(statement.index)?, statement)?;
        }
        Some(())
    }

    fn statement(&mut self, node: &Node, statement: &Statement) -> Option<()> {
        let written = statement.to_node();
        for element in ["Action", "NotAction", "Resource", "NotResource"] {
            if let (Some(old), Some(new)) = (node.get(element), written.get(element)) {
                self.list(old, new)?;
            }
        }
        let Some(old) = node.get("Condition") else { return Some(()) };
        let Some(condition) = &statement.condition else {
            self.edits.push(removal::member_with_value(self.source, self.root, old.span)?);
            return Some(());
        };
        self.condition(old, condition, written.get("Condition")?)
    }

    fn condition(&mut self, old: &Node, condition: &Condition, new: &Node) -> Option<()> {
        for block in old.as_object()? {
            let Some(new) = new.get(&block.key.text) else {
                self.edits.push(removal::member_with_value(self.source, self.root, block.value.span)?);
                continue;
            };
            for entry in block.value.as_object()? {
                if let Some(new) = new.get(&entry.key.text) {
                    self.list(&entry.value, new)?;
                } else {
                    self.edits.push(removal::member_with_value(self.source, self.root, entry.value.span)?);
                }
            }
        }
        condition.malformed.is_empty().then_some(())
    }

    /// A list from which items are gone, and to which others are added at its end.
    fn list(&mut self, old: &Node, new: &Node) -> Option<()> {
        if old.without_spans() == new.without_spans() {
            return Some(());
        }
        let news = new.as_array()?;
        let Some(olds) = old.as_array() else {
            let texts: Vec<_> = news.iter().map(quoted).collect::<Option<_>>()?;
            self.edits.push(Edit { span: old.span, text: format!("[{}]", texts.join(", ")) });
            return Some(());
        };
        let mut rest = news.iter().peekable();
        let (mut gone, mut last) = (Vec::new(), None);
        for (at, item) in olds.iter().enumerate() {
            if rest.next_if(|new| new.without_spans() == item.without_spans()).is_some() {
                last = Some(at);
            } else {
                gone.push(item.span);
            }
        }
        if !gone.is_empty() {
            self.edits.extend(removal::items(self.source, self.root, &gone)?);
        }
        let added: Vec<_> = rest.map(quoted).collect::<Option<_>>()?;
        if added.is_empty() { Some(()) } else { self.append(old, olds, last?, &added) }
    }

    fn append(&mut self, list: &Node, items: &[Node], last: usize, added: &[String]) -> Option<()> {
        let text = self.source.text();
        let at = items.get(last)?.span;
        let between = if self.source.slice(list.span).starts_with('[') {
            let before = last.checked_sub(1).and_then(|place| items.get(place));
            let start = before.map_or(list.span.range().start + 1, |before| before.span.range().end);
            let lead = text.get(start..at.range().start)?.trim_start_matches(',');
            let is_blank = lead.chars().all(char::is_whitespace);
            if is_blank && !lead.is_empty() { format!(",{lead}") } else { ", ".to_owned() }
        } else {
            let line = text.get(..at.range().start)?.rfind('\n').map_or(0, |end| end + 1);
            let lead = text.get(line..at.range().start)?;
            let is_item = lead.trim() == "-" && lead.trim_start() != lead.trim();
            let rest = text.get(at.range().end..)?.lines().next().unwrap_or_default();
            (is_item && rest.trim().is_empty()).then(|| format!("\n{lead}"))?
        };
        let text = added.iter().flat_map(|each| [between.as_str(), each.as_str()]).collect();
        self.edits.push(Edit { span: at.after(), text });
        Some(())
    }
}

fn quoted(node: &Node) -> Option<String> {
    node.as_str().map(quote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::lower;
    use crate::{Document, Limits};

    fn read(name: &str, text: &str) -> Document {
        Document::read(name, text.as_bytes(), None, &Limits::default())
    }

    /// The text without some statements, with the lists of the rest changed by `change`.
    fn shortened(name: &str, text: &str, change: impl Fn(&mut Policy)) -> Option<String> {
        let document = read(name, text);
        let mut policy = lower(&document.root);
        change(&mut policy);
        let shorter = shorten(&document.source, &document.root, &policy)?;
        let again = lower(&read(name, &shorter).root);
        assert_eq!(again.to_node(), policy.to_node(), "{shorter}");
        Some(shorter)
    }

    const JSON: &str = "{\n  \"Statement\": [\n    {\"Action\": [\n      \"a:A\",\n      \"a:B\"\n    ]},\n    {\"Action\": \"a:C\", \"Condition\": {\"Bool\": {\"k\": \"true\", \"l\": \"true\"}}}\n  ]\n}\n";
    const YAML: &str = "Statement:\n- Action: # first\n  - a:A\n  - a:B\n- Action: a:C\n  Resource: '*'\n";

    fn join(policy: &mut Policy) {
        let gone = policy.statements.remove(1);
        let added = gone.action.into_iter().flat_map(|action| action.items);
        policy.statements[0].action.as_mut().unwrap().items.extend(added);
    }

    fn drop_first(policy: &mut Policy) {
        policy.statements[0].action.as_mut().unwrap().items.remove(0);
    }

    #[test]
    fn what_stays_keeps_its_layout() {
        assert_eq!(shortened("a.json", JSON, drop_first).unwrap(), JSON.replace("\"a:A\",\n      ", ""));
        let joined = "{\n  \"Statement\": [\n    {\"Action\": [\n      \"a:A\",\n      \"a:B\",\n      \"a:C\"\n    ]}\n  ]\n}\n";
        assert_eq!(shortened("a.json", JSON, join).unwrap(), joined);
        assert_eq!(shortened("a.yaml", YAML, drop_first).unwrap(), YAML.replace("- a:A\n  ", ""));
        let joined = "Statement:\n- Action: # first\n  - a:A\n  - a:B\n  - \"a:C\"\n";
        assert_eq!(shortened("a.yaml", YAML, join).unwrap(), joined);
    }

    #[test]
    fn conditions_go_with_what_they_leave_empty() {
        let without = |policy: &mut Policy| {
            policy.statements[1].condition.as_mut().unwrap().blocks[0].entries.remove(0);
        };
        assert_eq!(shortened("a.json", JSON, without).unwrap(), JSON.replace("\"k\": \"true\", ", ""));
        let all = |policy: &mut Policy| policy.statements[1].condition = None;
        let expected = JSON.replace(", \"Condition\": {\"Bool\": {\"k\": \"true\", \"l\": \"true\"}}", "");
        assert_eq!(shortened("a.json", JSON, all).unwrap(), expected);
        let widened = |policy: &mut Policy| {
            let more = policy.statements[0].action.as_ref().unwrap().items[0].clone();
            let action = policy.statements[1].action.as_mut().unwrap();
            action.items.push(more);
            action.form = crate::tree::Form::List;
        };
        assert_eq!(
            shortened("a.json", JSON, widened).unwrap(),
            JSON.replace("\"a:C\"", "[\"a:C\", \"a:A\"]")
        );
    }

    #[test]
    fn comments_stay() {
        let text = "Statement:\n- Action:\n  - a:A # needed\n  - a:B\n";
        assert_eq!(shortened("a.yaml", text, drop_first), None);
    }
}
