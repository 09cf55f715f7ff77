//! The size of a policy as IAM counts it.

use policy::tree::{Element, Policy, Statement};
use policy::write::quote;
use policy::{Style, write};

use crate::form::Counts;

/// Characters of the policy, white space not counted.
pub fn size(policy: &Policy) -> usize {
    count(&write(&policy.to_node(), Style::Minified), Counts::Characters)
}

/// What a policy has beside its statements and the commas between them.
pub(crate) const FRAME: usize = r#"{"Version":"2012-10-17","Statement":[]}"#.len();

/// The size of policies with these statements sizes, as they are drafted.
pub(crate) fn size_of(statements: impl IntoIterator<Item = usize>) -> usize {
    let (count, sum) =
        statements.into_iter().fold((0_usize, 0), |(count, sum), size| (count + 1, sum + size));
    FRAME + sum + count.saturating_sub(1)
}

/// What an `Allow` with actions and resources adds to a policy, without writing it: the parts of a statement add up.
pub(crate) fn statement_size(statement: &Statement, counts: Counts) -> usize {
    let sid = statement.sid.as_ref().map_or(0, |sid| r#""Sid":,"#.len() + text_size(&sid.value, counts));
    let actions = statement.actions().iter().map(|action| text_size(action.value.as_str(), counts));
    let resources = statement.resources().iter().map(|resource| text_size(resource.value.as_str(), counts));
    let condition = statement.condition.as_ref().map_or(0, |condition| {
        let alone = Statement { condition: Some(condition.clone()), ..Statement::default() };
        // `{…}` becomes `,…`
        count(&write(&alone.to_node(), Style::Minified), counts) - 1
    });
    r#"{"Effect":"Allow","Action":,"Resource":}"#.len()
        + sid
        + list_size(actions, is_list(statement.action.as_ref()))
        + list_size(resources, is_list(statement.resource.as_ref()))
        + condition
}

/// The size of a text with its quotes.
pub(crate) fn text_size(text: &str, counts: Counts) -> usize {
    let is_plain = |byte: u8| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~');
    // Nearly all texts are plain: to look at many letters at once takes less than to stop at the first that is not.
    let is_plain = text.bytes().fold(true, |all, byte| all & is_plain(byte));
    if is_plain { text.len() + 2 } else { count(&quote(text), counts) }
}

fn list_size(sizes: impl Iterator<Item = usize>, is_list: bool) -> usize {
    let (count, sum) = sizes.fold((0_usize, 0), |(count, sum), size| (count + 1, sum + size));
    sum + if is_list { 2 + count.saturating_sub(1) } else { 0 }
}

fn is_list<T>(element: Option<&Element<T>>) -> bool {
    element.is_some_and(|element| element.form == policy::tree::Form::List)
}

pub(crate) fn count(text: &str, counts: Counts) -> usize {
    match counts {
        Counts::Characters => text.chars().filter(|letter| !letter.is_whitespace()).count(),
        Counts::Bytes => text.len(),
    }
}
