//! The pattern of names whose pieces are alike.

use super::ids::Piece;

/// How ids that differ are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// Those that are the same in all stay; the letters of others become `?` if there are as many in all, else the id `*`.
    AsSeen,
    /// Each letter of each `?`, as long as those of the first name.
    Letters,
    /// Each `*`.
    Any,
}

/// The pattern of names of which `members` are the pieces: as many in all, with the same text and ids of the same kinds.
pub(super) fn pattern(members: &[&[Piece<'_>]], ids: Ids) -> String {
    let mut pattern = String::new();
    let Some((first, others)) = members.split_first() else { return pattern };
    for (place, piece) in first.iter().enumerate() {
        let Piece::Id(_, id) = piece else {
            pattern.push_str(piece.text());
            continue;
        };
        let rest = || others.iter().filter_map(|pieces| pieces.get(place)).map(Piece::text);
        let is_same = || rest().all(|other| other == *id);
        let is_as_long = || rest().all(|other| other.len() == id.len());
        match ids {
            Ids::AsSeen if is_same() => pattern.push_str(id),
            Ids::AsSeen if is_as_long() => pattern.extend(letters(id, rest)),
            Ids::Letters => pattern.extend(letters(id, rest)),
            Ids::AsSeen | Ids::Any => pattern.push('*'),
        }
    }
    pattern
}

/// A `?` for each letter; what parts the numbers of a date stays if it is the same in all.
fn letters<'a, I: Iterator<Item = &'a str>>(id: &str, rest: impl Fn() -> I) -> impl Iterator<Item = char> {
    id.char_indices().map(move |(at, letter)| {
        let is_shared = || rest().all(|other| other.get(at..).is_some_and(|tail| tail.starts_with(letter)));
        if !letter.is_ascii_alphanumeric() && is_shared() { letter } else { '?' }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generalise::ids::pieces;

    #[test]
    fn what_varies_becomes_a_wildcard_of_its_length() {
        for (names, seen, letters, any) in [
            (&["x/2026/11/22/a", "x/2026/11/23/a"][..], "x/????/??/??/a", "x/????/??/??/a", "x/*/a"),
            (&["part-1-7", "part-12-7"], "part-*-7", "part-?-?", "part-*-*"),
            (
                &["2026-11-22T10:00:00Z", "2026-11-22T11.00.00Z"],
                "????-??-????????????",
                "????-??-????????????",
                "*",
            ),
        ] {
            let parted: Vec<Vec<_>> = names.iter().map(|name| pieces(name).collect()).collect();
            let parted: Vec<_> = parted.iter().map(Vec::as_slice).collect();
            let made = [Ids::AsSeen, Ids::Letters, Ids::Any].map(|ids| pattern(&parted, ids));
            assert_eq!(made, [seen, letters, any], "{names:?}");
        }
    }
}
