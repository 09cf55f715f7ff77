//! What two patterns, or a pattern and a text, are to each other.

use super::letters::in_order;
use super::pattern::{Class, Piece};
use crate::budget::{Budget, Spent};

/// Whether the pieces take the text.
pub(super) fn matches(pieces: &[Piece], text: impl Iterator<Item = char> + Clone) -> bool {
    let mut text = text;
    let mut pieces = pieces;
    while let Some((&piece, rest)) = pieces.split_first() {
        if piece.is_run() {
            let mut places = Places::new(pieces);
            return text.all(|letter| places.read(|piece| piece.takes(letter))) && places.at_end();
        }
        if !text.next().is_some_and(|letter| piece.takes(letter)) {
            return false;
        }
        pieces = rest;
    }
    text.next().is_none()
}

/// Whether some text is taken by both, which are not [parted](are_parted).
pub(super) fn meets(a: &[Piece], b: &[Piece], budget: &mut Budget) -> Result<bool, Spent> {
    let single = a.iter().zip(b).take_while(|(one, other)| !one.is_run() && !other.is_run()).count();
    let (a, b) = (a.get(single..).unwrap_or_default(), b.get(single..).unwrap_or_default());
    spend(a, b, budget)?;
    // Row by row of `a`: which places of `b` can be reached on the same letters.
    let mut row = vec![false; b.len() + 1];
    if let Some(first) = row.first_mut() {
        *first = true;
    }
    for &piece in a {
        spread(&mut row, b, Piece::is_run);
        if piece.is_run() {
            // Letters of the run go by; two runs always have letters in common.
            spread(&mut row, b, |other| other.shares(piece));
            continue;
        }
        let mut next = vec![false; row.len()];
        for (at, (&other, &here)) in b.iter().zip(&row).enumerate() {
            if here && other.shares(piece) {
                let reached = if other.is_run() { at } else { at + 1 };
                if let Some(place) = next.get_mut(reached) {
                    *place = true;
                }
            }
        }
        row = next;
    }
    spread(&mut row, b, Piece::is_run);
    Ok(row.last() == Some(&true))
}

/// Whether the letters before the first run, or those behind the last, cannot be the same.
pub(super) fn are_parted(a: &[Piece], b: &[Piece]) -> bool {
    // Most patterns begin alike, so that comparing letters first saves the rest.
    let ends = |one: &Piece, other: &Piece| -> Option<bool> {
        match (one, other) {
            (Piece::Char(one), Piece::Char(other)) if one == other => None,
            (Piece::Char(_), Piece::Char(_)) => Some(true),
            _ if one.is_run() || other.is_run() => Some(false),
            _ => (!one.shares(*other)).then_some(true),
        }
    };
    let front = a.iter().zip(b).find_map(|(one, other)| ends(one, other));
    front == Some(true)
        || a.iter().rev().zip(b.iter().rev()).find_map(|(one, other)| ends(one, other)) == Some(true)
}

fn spend(a: &[Piece], b: &[Piece], budget: &mut Budget) -> Result<(), Spent> {
    budget.spend((a.len() as u64).saturating_mul(b.len() as u64) / 256)
}

/// From each place that is reached, reaches the next if `passes` says so of the piece between.
fn spread(row: &mut [bool], pieces: &[Piece], passes: impl Fn(Piece) -> bool) {
    let mut before = false;
    let gates = std::iter::once(None).chain(pieces.iter().copied().map(Some));
    for (here, gate) in row.iter_mut().zip(gates) {
        *here |= before && gate.is_some_and(&passes);
        before = *here;
    }
}

/// Whether all texts of `inner` are texts of `outer`; none if it takes more to tell.
pub(super) fn covers(outer: &[Piece], inner: &[Piece], budget: &mut Budget) -> Result<Option<bool>, Spent> {
    let (mut outer, mut inner) = (outer, inner);
    while let (Some((one, outer_rest)), Some((other, inner_rest))) =
        (outer.split_first(), inner.split_first())
        && !one.is_run()
        && !other.is_run()
    {
        if !other.is_within(*one) {
            return Ok(Some(false));
        }
        (outer, inner) = (outer_rest, inner_rest);
    }
    spend(outer, inner, budget)?;
    if lies_on(outer, inner) {
        return Ok(Some(true));
    }
    // The texts of `inner` that are hardest to take have letters that `outer` does not name, in runs of no letter or
    // more than `outer` has pieces.
    let [any, no_colon, no_slash, digit] =
        [Class::Any, Class::NoColon, Class::NoSlash, Class::Digit].map(|class| strange(class, outer));
    let letter = |class| match class {
        Class::Any => any,
        Class::NoColon => no_colon,
        Class::NoSlash => no_slash,
        Class::Digit => digit,
    };
    let takes_hard = |runs| takes_filled(outer, inner, runs, letter);
    Ok((!takes_hard(false) || !takes_hard(true)).then_some(false))
}

/// Whether `outer` takes a text of `inner`: the one with this letter for each wildcard, and so many of it for
/// a run, if there are to be runs, that more would not matter.
fn takes_filled(outer: &[Piece], inner: &[Piece], runs: bool, letter: impl Fn(Class) -> char) -> bool {
    let mut places = Places::new(outer);
    for &piece in inner {
        let (letter, most) = match piece {
            Piece::Char(letter) | Piece::Fold(letter) => (letter, 1),
            Piece::One(class) => (letter(class), 1),
            Piece::Run(class) => (letter(class), if runs { outer.len() + 1 } else { 0 }),
        };
        for _ in 0..most {
            let before = (most > 1).then(|| places.reached.clone());
            if !places.read(|place| place.takes(letter)) {
                return false;
            }
            if before.is_some_and(|before| before == places.reached) {
                break;
            }
        }
    }
    places.at_end()
}

/// Whether the pieces of `outer` can be laid on those of `inner` so that each takes all letters of what it lies on: then
/// it covers it. A run of `inner` stays within a run of `outer`.
fn lies_on(outer: &[Piece], inner: &[Piece]) -> bool {
    let mut places = Places::new(outer);
    let lies = inner
        .iter()
        .all(|&piece| places.read(|place| piece.is_within(place) && (!piece.is_run() || place.is_run())));
    lies && places.at_end()
}

/// A letter of the class that the pieces do not name, or just a letter of it.
fn strange(class: Class, pieces: &[Piece]) -> char {
    let named = |letter| {
        let names = |piece: &Piece| matches!(piece, Piece::Char(_) | Piece::Fold(_)) && piece.takes(letter);
        pieces.iter().any(names)
    };
    // A letter that other classes leave out is strange as well.
    let letters = [':', '/', 'z'].into_iter().chain(in_order().take(100));
    letters.filter(|&letter| class.takes(letter)).find(|&letter| !named(letter)).unwrap_or('0')
}

/// The places that a pattern can have come to: before each of its pieces, or at its end.
struct Places<'a> {
    pieces: &'a [Piece],
    reached: Vec<bool>,
}

impl<'a> Places<'a> {
    fn new(pieces: &'a [Piece]) -> Self {
        let mut reached = vec![false; pieces.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = true;
        }
        spread(&mut reached, pieces, Piece::is_run);
        Self { pieces, reached }
    }

    /// Goes on from each place whose piece takes what is read; tells whether there is one.
    fn read(&mut self, takes: impl Fn(Piece) -> bool) -> bool {
        let mut any = false;
        let mut moved = false;
        for (reached, &piece) in self.reached.iter_mut().zip(self.pieces) {
            let goes = *reached && takes(piece);
            *reached = moved || goes && piece.is_run();
            moved = goes && !piece.is_run();
            any |= goes;
        }
        if let Some(end) = self.reached.last_mut() {
            *end = moved;
        }
        spread(&mut self.reached, self.pieces, Piece::is_run);
        any
    }

    fn at_end(&self) -> bool {
        self.reached.last() == Some(&true)
    }
}
