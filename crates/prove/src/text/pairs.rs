//! What two patterns, or a pattern and a text, are to each other.

use super::letters::in_order;
use super::pattern::Piece;

/// What a look at two patterns costs.
pub(super) fn steps(a: &[Piece], b: &[Piece]) -> u64 {
    1 + (a.len() as u64).saturating_mul(b.len() as u64) / 256
}

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

/// Whether some text is taken by both.
pub(super) fn meets(a: &[Piece], b: &[Piece]) -> bool {
    let fixed = a.iter().zip(b).take_while(|(one, other)| !one.is_run() && !other.is_run());
    let mut common = 0;
    for (one, other) in fixed {
        if !one.shares(*other) {
            return false;
        }
        common += 1;
    }
    let (Some(a), Some(b)) = (a.get(common..), b.get(common..)) else { return false };
    let fixed =
        a.iter().rev().zip(b.iter().rev()).take_while(|(one, other)| !one.is_run() && !other.is_run());
    if fixed.into_iter().any(|(one, other)| !one.shares(*other)) {
        return false;
    }
    // Row by row of `a`: which places of `b` can be reached on the same letters.
    let mut row = vec![false; b.len() + 1];
    if let Some(first) = row.first_mut() {
        *first = true;
    }
    for &piece in a {
        spread(&mut row, b, Piece::is_run);
        if piece.is_run() {
            spread(&mut row, b, |other| other.is_run() || other.shares(piece));
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
    row.last() == Some(&true)
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
pub(super) fn covers(outer: &[Piece], inner: &[Piece]) -> Option<bool> {
    let (mut outer, mut inner) = (outer, inner);
    loop {
        match (outer.split_first(), inner.split_first()) {
            (None, _) => return Some(inner.is_empty()),
            (Some((piece, _)), _) if piece.is_run() => break,
            // The texts of `inner` that end here are too short.
            (Some(_), None) => return Some(false),
            (Some((one, outer_rest)), Some((other, inner_rest))) => {
                if !other.is_within(*one) && !other.is_run() {
                    return Some(false);
                }
                if other.is_run() {
                    break;
                }
                (outer, inner) = (outer_rest, inner_rest);
            }
        }
    }
    if lies_on(outer, inner) {
        return Some(true);
    }
    // The texts of `inner` that are hardest to take have letters that `outer` does not name, in runs of no letter or
    // more than `outer` has pieces.
    let strange: Vec<char> = inner.iter().map(|piece| strange(*piece, outer)).collect::<Option<_>>()?;
    let text = |run: usize| {
        let filled = inner.iter().zip(&strange);
        filled.flat_map(move |(piece, &letter)| {
            std::iter::repeat_n(letter, if piece.is_run() { run } else { 1 })
        })
    };
    (!matches(outer, text(0)) || !matches(outer, text(outer.len() + 1))).then_some(false)
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

/// A letter of the piece that `others` do not name, if it has such a letter.
fn strange(piece: Piece, others: &[Piece]) -> Option<char> {
    let named = |letter| {
        let names = |other: &Piece| matches!(other, Piece::Char(_) | Piece::Fold(_)) && other.takes(letter);
        others.iter().any(names)
    };
    match piece {
        Piece::Char(letter) | Piece::Fold(letter) => Some(letter),
        // A letter that some class leaves out is strange as well.
        Piece::One(class) | Piece::Run(class) => {
            let mut letters = [':', '/', 'z'].into_iter().chain(in_order().take(1000));
            letters.find(|&letter| class.takes(letter) && !named(letter))
        }
    }
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
