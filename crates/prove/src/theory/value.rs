//! One value of a context key: a text that may also be a number, a date, an address.

use catalog::Scalar;

use super::key::{ANONYMOUS, Accounts, KeyDomain};
use super::text::Texts;
use crate::atom::{Alternative, Doubt, Test};
use crate::budget::Spent;
use crate::space::Space;
use crate::text::{Class, Piece};
use crate::value::{Kind, ValueSet};

/// What must hold of one value, or must not.
pub(super) type Demand<'t> = Vec<(&'t Test, bool)>;

/// What was found for a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Value(String),
    /// There is one, or there may be one; this is none that is sure.
    Perhaps(Doubt),
}

/// How many values of a kind are tried where a key is compared both as text and as values of that kind.
const TRIED: usize = 64;

impl Space<'_> {
    /// A value that meets the demand and is of the key's type.
    pub(super) fn value(
        &mut self,
        demand: &Demand<'_>,
        domain: KeyDomain,
        but: Option<&str>,
    ) -> Result<Found, Spent> {
        let mut lists: Vec<(Vec<Alternative>, bool)> = Vec::new();
        let mut kinds: Vec<ValueSet> = Vec::new();
        for (test, holds) in demand {
            match test {
                Test::Text { any_of, negated } => lists.push((any_of.clone(), holds != negated)),
                Test::Value(set) => {
                    let set = if *holds { set.clone() } else { set.complement() };
                    match kinds.iter_mut().find(|other| other.kind() == set.kind()) {
                        Some(other) => *other = other.intersection(&set),
                        None => kinds.push(set),
                    }
                }
                Test::Presence { present, .. } if present != holds => return Ok(Found::Nothing),
                Test::Presence { .. } => {}
            }
        }
        match domain.accounts {
            Accounts::No => {}
            Accounts::Ids => lists.push((vec![self.shape("@")], true)),
            Accounts::IdsOrNobody => {
                lists.push((vec![self.shape("@"), self.literal_text(ANONYMOUS)], true));
            }
        }
        match domain.scalar {
            Some(Scalar::Arn) => lists.push((vec![self.any_arn()], true)),
            Some(scalar) => {
                if let Some(kind) = kind_of(scalar) {
                    let readable = ValueSet::readable(kind);
                    match kinds.iter_mut().find(|other| other.kind() == kind) {
                        Some(other) => *other = other.intersection(&readable),
                        None => kinds.push(readable),
                    }
                }
            }
            None => {}
        }
        if kinds.iter().any(ValueSet::is_empty) {
            return Ok(Found::Nothing);
        }
        let mut texts = self.texts(lists.iter().map(|(list, holds)| (list.as_slice(), *holds)))?;
        if let Some(but) = but {
            let literal = self.patterns.intern(but.chars().map(Piece::Char).collect());
            texts = texts.without(literal);
        }
        match kinds.as_slice() {
            [] => self.text_value(&texts),
            [only] if lists.is_empty() => Ok(plain(only, but)),
            kinds => self.mixed(kinds, &lists, &texts, but),
        }
    }

    fn text_value(&mut self, texts: &Texts) -> Result<Found, Spent> {
        let Some(text) = self.shortest_of(texts)? else { return Ok(Found::Nothing) };
        Ok(match texts.variable() {
            Some(variable) => Found::Perhaps(Doubt::Variable(variable.to_owned())),
            None => Found::Value(text),
        })
    }

    /// The key is compared as text and as values of a kind, or of several: candidates are tried.
    fn mixed(
        &mut self,
        kinds: &[ValueSet],
        lists: &[(Vec<Alternative>, bool)],
        texts: &Texts,
        but: Option<&str>,
    ) -> Result<Found, Spent> {
        if are_apart(kinds) || self.is_no_text(texts)? {
            return Ok(Found::Nothing);
        }
        let only_literals = lists.iter().find(|(list, holds)| *holds && list.iter().all(is_literal));
        let (candidates, complete) = if let Some((list, _)) = only_literals {
            (list.iter().filter_map(|one| one.literal.as_deref().map(str::to_owned)).collect(), true)
        } else if kinds.iter().any(|set| set.kind() == Kind::Bool && is_strict(set)) {
            (["true", "false"].into_iter().flat_map(spellings).collect(), true)
        } else {
            let excluded =
                lists.iter().filter(|(_, holds)| !holds).map(|(list, _)| list.len()).sum::<usize>();
            let wanted = TRIED.max(excluded + 2);
            let mut candidates: Vec<String> = Vec::new();
            let mut complete = false;
            for kind in kinds {
                let examples = kind.examples(wanted);
                complete |= are_all(&examples, wanted, kind.kind());
                let respelled: Vec<String> =
                    examples.iter().filter_map(|text| kind.respelled(text)).collect();
                candidates.extend(examples);
                candidates.extend(respelled);
            }
            candidates.extend(self.shortest_of(texts)?);
            (candidates, complete)
        };
        let fits = |candidate: &&String| {
            Some(candidate.as_str()) != but
                && kinds.iter().all(|kind| kind.contains(candidate))
                && lists.iter().all(|(list, holds)| {
                    let mut matches = list.iter().map(|one| self.patterns.matches(one.pattern, candidate));
                    matches.any(|matches| matches) == *holds
                })
        };
        let has_variable = texts.variable().map(|variable| Doubt::Variable(variable.to_owned()));
        let found = candidates.iter().find(fits).cloned();
        Ok(match (found, has_variable) {
            (_, Some(doubt)) => Found::Perhaps(doubt),
            (Some(value), None) => Found::Value(value),
            (None, None) if complete => Found::Nothing,
            (None, None) => Found::Perhaps(Doubt::MixedKey(String::new())),
        })
    }

    fn any_arn(&mut self) -> Alternative {
        let part = |least: bool| {
            let one = least.then_some(Piece::One(Class::NoColon));
            one.into_iter().chain([Piece::Run(Class::NoColon), Piece::Char(':')])
        };
        let mut pieces: Vec<Piece> = "arn:".chars().map(Piece::Char).collect();
        pieces.extend(part(true).chain(part(true)).chain(part(false)).chain(part(false)));
        pieces.extend([Piece::One(Class::Any), Piece::Run(Class::Any)]);
        Alternative::plain(self.patterns.intern(pieces), "")
    }
}

/// Whether the set holds only values of its kind.
fn is_strict(set: &ValueSet) -> bool {
    !set.contains("?")
}

/// A word in every mix of capitals, without any first.
fn spellings(word: &str) -> Vec<String> {
    let capitals = |mask: usize| {
        word.chars()
            .enumerate()
            .map(move |(at, letter)| if mask >> at & 1 == 1 { letter.to_ascii_uppercase() } else { letter })
            .collect()
    };
    (0..1 << word.len()).map(capitals).collect()
}

/// Whether two of the sets hold only values of their kinds, and no text is a value of both kinds.
fn are_apart(sets: &[ValueSet]) -> bool {
    let is_address = |set: &&ValueSet| set.kind() == Kind::Address;
    let is_bool = |set: &&ValueSet| set.kind() == Kind::Bool;
    let strict = || sets.iter().filter(|set| is_strict(set));
    let is_count = |set: &&ValueSet| matches!(set.kind(), Kind::Number | Kind::Moment);
    (strict().any(|set| is_address(&set)) && strict().any(|set| !is_address(&set)))
        || (strict().any(|set| is_bool(&set)) && strict().any(|set| is_count(&set)))
}

fn plain(set: &ValueSet, but: Option<&str>) -> Found {
    let example = match but {
        None => set.example(),
        Some(but) => set.two().into_iter().flatten().find(|example| example != but),
    };
    example.map_or(Found::Nothing, Found::Value)
}

/// Whether the texts of a kind are all there are: a number, a date has many spellings, an address of IPv4 only one.
fn are_all(examples: &[String], wanted: usize, kind: Kind) -> bool {
    kind == Kind::Address && examples.len() < wanted && examples.iter().all(|address| !address.contains(':'))
}

fn is_literal(one: &Alternative) -> bool {
    one.literal.is_some()
}

fn kind_of(scalar: Scalar) -> Option<Kind> {
    match scalar {
        Scalar::Numeric => Some(Kind::Number),
        Scalar::Date => Some(Kind::Moment),
        Scalar::Bool => Some(Kind::Bool),
        Scalar::IpAddress => Some(Kind::Address),
        Scalar::Binary => Some(Kind::Binary),
        Scalar::String | Scalar::Arn | Scalar::Null => None,
    }
}
