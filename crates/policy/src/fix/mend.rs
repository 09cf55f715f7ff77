//! Fixes applied round after round, each round to the text that the last one left, until there is nothing more to mend.

use std::collections::HashSet;

use super::apply;
use crate::document::CHECK_LIMIT_REACHED;
use crate::duplicate::DUPLICATE_JSON_KEY;
use crate::{Diagnostic, Fix, Safety, Severity, Source};

/// A text after its fixes.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    pub text: String,
    /// What was found and mended, in the order in which it was; places are in the text of that round.
    pub applied: Vec<Diagnostic>,
    /// What is still there because its fix alone would make the text worse.
    pub left_out: Vec<Diagnostic>,
    pub end: End,
}

/// Whether mending came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// No fix is left but those left out.
    Settled,
    /// Fixes gave rise to others without end, or too many had to be tried one by one.
    BrokenOff,
}

/// How many rounds there are at most: each lets the next see what the faults before it hid.
const MAX_ROUNDS: usize = 32;

/// How many texts are looked at only to find which fixes of a round are at fault. Two hundred faults in a document are beyond
/// what mending can help.
const MAX_TRIALS: usize = 200;

/// How many bytes of text are looked at in all, but for one round at least. Policies are some kilobytes long, so that this is no
/// limit for them; a file of megabytes has one round or a few.
const MAX_BYTES: usize = 4_000_000;

/// Applies the safe fixes of what `find` says about the text, and again for the text that comes out, until nothing
/// changes.
///
/// What is wrong with the text itself is mended first. A fix after which there are more errors than before, or a key is
/// repeated that was not, is left out; the others are applied. Of fixes that overlap, the later waits for the next round.
pub fn mend(source: &Source, find: impl FnMut(&Source) -> Vec<Diagnostic>) -> Mended {
    mend_as(source, &[Safety::Safe], find)
}

/// Like [`mend`], with the unsafe fixes as well wherever no safe one is left.
pub fn mend_all(source: &Source, find: impl FnMut(&Source) -> Vec<Diagnostic>) -> Mended {
    mend_as(source, &[Safety::Safe, Safety::Unsafe], find)
}

fn mend_as(source: &Source, wanted: &[Safety], find: impl FnMut(&Source) -> Vec<Diagnostic>) -> Mended {
    let mut bench = Bench { name: source.name(), find, trials: 0, looks: 0, bytes: 0 };
    let mut state = bench.state(source.text().to_owned());
    let mut seen = HashSet::from([state.text.clone()]);
    let mut applied = Vec::new();
    let mut refused: Vec<Diagnostic> = Vec::new();
    let mut is_changed = false;
    for _ in 0..MAX_ROUNDS {
        let round = state.candidates(wanted, &refused);
        if round.is_empty() {
            // What was refused may be welcome in the text as it has become.
            if !is_changed || refused.is_empty() {
                return Mended { text: state.text, applied, left_out: refused, end: End::Settled };
            }
            (refused, is_changed) = (Vec::new(), false);
            continue;
        }
        let mut trial = Trial { round, base: &state, accepted: Vec::new(), after: None, refused: Vec::new() };
        let all: Vec<usize> = (0..trial.round.len()).collect();
        trial.take(&all, &mut bench);
        let Trial { round, accepted, after, refused: bad, .. } = trial;
        let pick = |places: Vec<usize>| places.into_iter().filter_map(|place| round.get(place).cloned());
        refused.extend(pick(bad));
        if let Some(after) = after {
            applied.extend(pick(accepted));
            state = after;
            is_changed = true;
            // Fixes that undo each other have no end.
            if !seen.insert(state.text.clone()) {
                break;
            }
        }
        if bench.is_spent() {
            break;
        }
    }
    Mended { text: state.text, applied, left_out: refused, end: End::BrokenOff }
}

/// What looks at the texts.
struct Bench<'a, F> {
    name: &'a str,
    find: F,
    trials: usize,
    looks: usize,
    bytes: usize,
}

impl<F: FnMut(&Source) -> Vec<Diagnostic>> Bench<'_, F> {
    fn is_spent(&self) -> bool {
        self.trials >= MAX_TRIALS || (self.looks > 1 && self.bytes >= MAX_BYTES)
    }

    fn state(&mut self, text: String) -> State {
        self.looks += 1;
        self.bytes += text.len();
        let found = (self.find)(&Source::new(self.name, text.as_str()));
        let faults = Faults::of(&found);
        State { text, found, faults }
    }
}

/// A text and what is found in it.
struct State {
    text: String,
    found: Vec<Diagnostic>,
    faults: Faults,
}

impl State {
    /// What is to be mended next, as far as it fits together: faults of the text, then what is safe, then the rest.
    fn candidates(&self, wanted: &[Safety], refused: &[Diagnostic]) -> Vec<Diagnostic> {
        let is_known = |each: &Diagnostic| refused.iter().any(|other| is_same(each, other));
        let open = self.found.iter().filter_map(|each| Some((each, each.fix.as_ref()?)));
        let open: Vec<_> =
            open.filter(|(each, fix)| wanted.contains(&fix.safety) && !is_known(each)).collect();
        let is_first: [fn(&Diagnostic, &Fix) -> bool; 3] = [
            |each, fix| fix.safety == Safety::Safe && is_of_text(each),
            |_, fix| fix.safety == Safety::Safe,
            |_, _| true,
        ];
        let stage = is_first.into_iter().find(|is_first| open.iter().any(|(each, fix)| is_first(each, fix)));
        let Some(stage) = stage else { return Vec::new() };
        let (found, fixes): (Vec<&Diagnostic>, Vec<&Fix>) =
            open.into_iter().filter(|(each, fix)| stage(each, fix)).unzip();
        let fitting = apply(&self.text, &fixes).applied;
        fitting.into_iter().filter_map(|place| found.get(place).copied().cloned()).collect()
    }
}

/// One round: which of its fixes are good is found by halves.
struct Trial<'a> {
    round: Vec<Diagnostic>,
    base: &'a State,
    accepted: Vec<usize>,
    /// The text with those accepted.
    after: Option<State>,
    refused: Vec<usize>,
}

impl Trial<'_> {
    fn take<F: FnMut(&Source) -> Vec<Diagnostic>>(&mut self, part: &[usize], bench: &mut Bench<'_, F>) {
        if part.is_empty() || bench.is_spent() {
            return;
        }
        let together: Vec<usize> = self.accepted.iter().chain(part).copied().collect();
        let fixes: Vec<&Fix> =
            together.iter().filter_map(|place| self.round.get(*place)?.fix.as_ref()).collect();
        let text = apply(&self.base.text, &fixes).text;
        let before = self.after.as_ref().unwrap_or(self.base);
        if text == before.text {
            self.refused.extend(part);
            return;
        }
        let state = bench.state(text);
        let mended = part.iter().filter_map(|place| self.round.get(*place));
        let mended = Faults::of(mended);
        // Where findings are left out, others take the places of those that are mended.
        let is_cut = self.base.found.iter().any(|each| each.id == CHECK_LIMIT_REACHED);
        if state.faults.are_left_of(before.faults, mended)
            || (part.len() == 1 || is_cut) && !state.faults.are_worse(before.faults)
        {
            (self.accepted, self.after) = (together, Some(state));
            return;
        }
        bench.trials += 1;
        if let [only] = part {
            self.refused.push(*only);
        } else {
            let (first, second) = part.split_at(part.len() / 2);
            self.take(first, bench);
            self.take(second, bench);
        }
    }
}

/// How many errors there are.
#[derive(Debug, Clone, Copy, Default)]
struct Faults {
    /// Of the text itself: they hide others.
    of_text: usize,
    /// Two names that are mended to the same one leave a key whose first value is lost.
    repeated_keys: usize,
    others: usize,
}

impl Faults {
    fn of<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut faults = Self::default();
        for each in found {
            if each.id == DUPLICATE_JSON_KEY {
                faults.repeated_keys += 1;
            } else if is_of_text(each) {
                faults.of_text += 1;
            } else {
                faults.others += usize::from(each.severity == Severity::Error);
            }
        }
        faults
    }

    fn are_worse(self, before: Self) -> bool {
        // A text that can be read at last may show any number of them.
        let is_readable = self.of_text < before.of_text;
        let is_worse = self.repeated_keys > before.repeated_keys || self.others > before.others;
        self.of_text > before.of_text || is_worse && !is_readable
    }

    /// Whether all of the mended ones are gone and no other has come.
    fn are_left_of(self, before: Self, mended: Self) -> bool {
        let is_readable = mended.of_text > 0;
        self.of_text + mended.of_text <= before.of_text
            && (is_readable
                || self.repeated_keys <= before.repeated_keys && self.others + mended.others <= before.others)
    }
}

/// Whether it is an error of the text rather than of what it says.
fn is_of_text(found: &Diagnostic) -> bool {
    use crate::{decode, document, json, yaml};
    let ids =
        [json::JSON_SYNTAX_ERROR, yaml::YAML_SYNTAX_ERROR, decode::TEXT_ENCODING, document::EMPTY_DOCUMENT];
    found.severity == Severity::Error && ids.contains(&found.id)
}

/// The same finding in a text that has become another.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let texts = |found: &Diagnostic| {
        found.fix.as_ref().map(|fix| {
            (fix.title.clone(), fix.edits.iter().map(|edit| edit.text.clone()).collect::<Vec<_>>())
        })
    };
    one.id == other.id && one.message == other.message && texts(one) == texts(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn error(message: &str, fix: Option<Fix>) -> Diagnostic {
        let found = Diagnostic::new("x", Severity::Error, Span::NONE, message);
        Diagnostic { fix, ..found }
    }

    fn titles(found: &[Diagnostic]) -> Vec<&str> {
        found.iter().flat_map(|each| &each.fix).map(|fix| fix.title.as_str()).collect()
    }

    /// Each digit is a fault that is mended to the letter of that place in the alphabet; a 9 becomes two of them.
    fn digits(source: &Source) -> Vec<Diagnostic> {
        let digits = source.text().char_indices().filter(|(_, letter)| letter.is_ascii_digit());
        let found = digits.map(|(at, digit)| {
            let by = if digit == '9' {
                "99".to_owned()
            } else {
                char::from(b'a' + digit as u8 - b'0').to_string()
            };
            error("a digit", Some(Fix::safe(format!("write {by}"), Span::new(at, at + 1), by)))
        });
        found.collect()
    }

    #[test]
    fn a_fix_that_makes_things_worse_is_left_out_alone() {
        for (text, expected, left_out) in [
            ("0", "a", 0),
            ("012", "abc", 0),
            ("9", "9", 1),
            ("0192", "ab9c", 1),
            ("9091939", "9a9b9d9", 1),
            ("0123012301230123012301239012301230123", "abcdabcdabcdabcdabcdabcd9abcdabcdabcd", 1),
        ] {
            let mended = mend(&Source::new("-", text), digits);
            assert_eq!((mended.text.as_str(), mended.end), (expected, End::Settled), "{text}");
            assert_eq!(mended.left_out.len().min(1), left_out, "{text}");
            assert_eq!(mend(&Source::new("-", expected), digits).text, expected, "{text}");
        }
    }

    #[test]
    fn what_overlaps_waits_for_the_next_round() {
        // "ab" and "bc" are to be turned round, and overlap in "abc".
        let find = |source: &Source| {
            let text = source.text();
            let fault = |from: &str, to: &str| {
                let at = text.find(from)?;
                Some(error(from, Some(Fix::safe(to, Span::new(at, at + 2), to))))
            };
            [fault("ab", "ba"), fault("bc", "cb"), fault("ac", "ca")].into_iter().flatten().collect()
        };
        let mended = mend(&Source::new("-", "abc"), find);
        assert_eq!((mended.text.as_str(), titles(&mended.applied)), ("cba", vec!["ba", "ca", "cb"]));
    }

    #[test]
    fn what_was_refused_is_tried_again_in_another_text() {
        // The second fix is only good once the first, which must wait for its turn, has been made.
        let find = |source: &Source| match source.text() {
            "ab" => vec![
                error("two", Some(Fix::safe("two", Span::new(1, 2), "B"))),
                error("one", Some(Fix::safe("one", Span::new(0, 2), "Ab"))),
            ],
            "Ab" => vec![error("two", Some(Fix::safe("two", Span::new(1, 2), "B")))],
            "AB" => vec![],
            _ => vec![error("worse", None), error("worse", None), error("worse", None)],
        };
        let mended = mend(&Source::new("-", "ab"), find);
        assert_eq!((mended.text.as_str(), titles(&mended.applied)), ("AB", vec!["one", "two"]));
    }

    #[test]
    fn a_text_that_can_be_read_at_last_may_show_more_errors() {
        let find = |source: &Source| match source.text() {
            "[" => {
                let fix = Fix::safe("close it", Span::new(1, 1), "]");
                vec![
                    Diagnostic::new(crate::json::JSON_SYNTAX_ERROR, Severity::Error, Span::NONE, "open")
                        .fix(fix),
                ]
            }
            _ => vec![error("one", None), error("two", None)],
        };
        assert_eq!(mend(&Source::new("-", "["), find).text, "[]");
    }

    #[test]
    fn mending_ends_even_if_each_fix_leaves_another() {
        let grows = |_: &Source| vec![error("x", Some(Fix::safe("y", Span::NONE, "a")))];
        let mended = mend(&Source::new("-", ""), grows);
        assert_eq!((mended.applied.len(), mended.end), (MAX_ROUNDS, End::BrokenOff));
        let turns = |source: &Source| {
            let by = if source.text() == "a" { "b" } else { "a" };
            vec![error("x", Some(Fix::safe("y", Span::new(0, 1), by)))]
        };
        let mended = mend(&Source::new("-", "a"), turns);
        assert_eq!((mended.applied.len(), mended.end), (2, End::BrokenOff));
    }

    #[test]
    fn unsafe_fixes_come_after_the_safe_ones_and_only_where_asked_for() {
        // Each replaces the whole text: which of them comes first decides what the other finds.
        let find = |source: &Source| {
            let whole = Span::new(0, source.text().len());
            let fixes = match source.text() {
                "a" => vec![Fix::risky("lose", whole, "x"), Fix::safe("keep", whole, "b")],
                "b" => vec![Fix::risky("go on", whole, "c")],
                _ => vec![],
            };
            fixes.into_iter().map(|fix| error("x", Some(fix))).collect()
        };
        let safe = mend(&Source::new("-", "a"), find);
        assert_eq!((safe.text.as_str(), titles(&safe.applied)), ("b", vec!["keep"]));
        let all = mend_all(&Source::new("-", "a"), find);
        assert_eq!((all.text.as_str(), titles(&all.applied)), ("c", vec!["keep", "go on"]));
    }
}
