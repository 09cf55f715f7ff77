//! Names as a tree of their pieces, and where it becomes a pattern.
//!
//! More names never make for less: where names become a pattern, all that this pattern matches is matched by what those names and any
//! others become. For that, what is decided hangs on how many different pieces stand side by side, which only grows.

use std::collections::BTreeMap;

use super::ids::{Kind, Piece, pieces};
use super::kin::Name;
use super::shapes::{Ids, pattern};

/// What a part of a name ends with.
const MARKS: [char; 7] = ['/', ':', '-', '_', '.', '=', '@'];

/// Pieces that most names have no more of.
const USUAL_PIECES: usize = 12;

/// Pieces of a name that are told apart; the rest is one.
const MOST_PIECES: usize = 48;

/// Patterns with the names that they stand for: where more than `limit` different pieces follow the same ones, and where only ids differ.
/// All of the names begin with the same `start` letters.
pub(super) fn patterns<'a>(
    names: &[Name<'a>],
    limit: usize,
    allowed: &dyn Fn(&str) -> bool,
) -> Vec<(String, Vec<Name<'a>>)> {
    let parted = names.iter().map(|name| parted(name.text, name.start)).collect();
    let mut tree = Tree { names, parted, limit, allowed, made: Vec::new() };
    tree.walk(&(0..names.len()).collect::<Vec<_>>(), 1);
    let named =
        |members: Vec<usize>| members.iter().filter_map(|member| names.get(*member).copied()).collect();
    tree.made.into_iter().map(|(pattern, members)| (pattern, named(members))).collect()
}

struct Tree<'t, 'a> {
    names: &'t [Name<'a>],
    parted: Vec<Vec<Piece<'a>>>,
    limit: usize,
    allowed: &'t dyn Fn(&str) -> bool,
    made: Vec<(String, Vec<usize>)>,
}

/// What two names must have in common at one place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Mark<'a> {
    Text(&'a str),
    Id(Kind),
}

impl<'a> Tree<'_, 'a> {
    /// Goes on from names with the same first `depth` pieces.
    fn walk(&mut self, members: &[usize], depth: usize) {
        // A name alone stays as it is.
        if members.len() < 2 {
            return;
        }
        let mark = |member: &usize| {
            let piece = self.parted.get(*member).and_then(|pieces| pieces.get(depth));
            piece.map(|piece| match *piece {
                Piece::Text(text) => Mark::Text(text),
                Piece::Id(kind, _) => Mark::Id(kind),
            })
        };
        let mut next: Vec<(Option<Mark<'a>>, usize)> = members.iter().map(|at| (mark(at), *at)).collect();
        next.sort();
        let next = || next.chunk_by(|(one, _), (other, _)| one == other);
        if next().count() > self.limit
            && (self.allowed)(&format!("{}*", pattern(&self.firsts(members, depth), Ids::Any)))
        {
            let begin = pattern(&self.firsts(members, depth), Ids::AsSeen);
            let made = format!("{begin}*{}", self.shared_end(members, depth));
            self.made.push((made, members.to_vec()));
            return;
        }
        for alike in next().filter(|alike| alike.len() > 1) {
            let members: Vec<usize> = alike.iter().map(|(_, member)| *member).collect();
            match alike.first() {
                Some((Some(_), _)) => self.walk(&members, depth + 1),
                _ => self.leaf(members, depth),
            }
        }
    }

    /// Names with the same pieces but for their ids.
    fn leaf(&mut self, members: Vec<usize>, depth: usize) {
        if (self.allowed)(&pattern(&self.firsts(&members, depth), Ids::Any)) {
            self.made.push((pattern(&self.firsts(&members, depth), Ids::AsSeen), members));
            return;
        }
        // What no pattern of any length may stand for, one of a fixed length may.
        let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for member in members {
            let lengths = self.parted.get(member).into_iter().flatten().map(|piece| piece.text().len());
            alike.entry(lengths.collect()).or_default().push(member);
        }
        for members in alike.into_values().filter(|members| members.len() > 1) {
            if (self.allowed)(&pattern(&self.firsts(&members, depth), Ids::Letters)) {
                self.made.push((pattern(&self.firsts(&members, depth), Ids::AsSeen), members));
            }
        }
    }

    fn firsts(&self, members: &[usize], depth: usize) -> Vec<&[Piece<'a>]> {
        members.iter().filter_map(|member| self.parted.get(*member)?.get(..depth)).collect()
    }

    /// What all the names end with behind their first pieces, from a mark on.
    fn shared_end(&self, members: &[usize], depth: usize) -> &'a str {
        let rest = |member: &usize| {
            let begun: usize =
                self.parted.get(*member)?.iter().take(depth).map(|piece| piece.text().len()).sum();
            self.names.get(*member)?.text.get(begun..)
        };
        let mut rests = members.iter().filter_map(rest);
        let Some(first) = rests.next() else { return "" };
        let length = rests.fold(first.len(), |length, rest| {
            let same = first.bytes().rev().zip(rest.bytes().rev()).take_while(|(one, other)| one == other);
            length.min(same.count())
        });
        let from = first.len() - length;
        let mark = first.match_indices(MARKS).find(|(at, _)| *at >= from);
        mark.and_then(|(at, _)| first.get(at..)).unwrap_or_default()
    }
}

/// The pieces of a name: what comes before `start`, then ids, and text up to its next mark.
fn parted(text: &str, start: usize) -> Vec<Piece<'_>> {
    let (fixed, own) = text.split_at_checked(start).unwrap_or((text, ""));
    let mut parted = Vec::with_capacity(USUAL_PIECES);
    parted.push(Piece::Text(fixed));
    let mut length = start;
    for piece in pieces(own) {
        if parted.len() >= MOST_PIECES {
            break;
        }
        length += piece.text().len();
        match piece {
            Piece::Text(text) => parted.extend(text.split_inclusive(MARKS).map(Piece::Text)),
            id @ Piece::Id(..) => parted.push(id),
        }
    }
    parted.extend(text.get(length..).filter(|rest| !rest.is_empty()).map(Piece::Text));
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(names: &[&str], start: usize, limit: usize) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|text| Name { entry: text, text, start }).collect();
        let mut found: Vec<_> =
            patterns(&names, limit, &|_| true).into_iter().map(|(made, _)| made).collect();
        found.sort();
        found
    }

    #[test]
    fn many_side_by_side_become_what_they_share() {
        let names = ["table/orders-ann", "table/orders-bob", "table/users-cat", "table/users-dan"];
        assert_eq!(made(&names, 6, 2), Vec::<String>::new());
        assert_eq!(made(&names, 6, 1), ["table/*"]);
        assert_eq!(made(&names[..3], 6, 1), ["table/*"]);
        assert_eq!(made(&names[..2], 6, 1), ["table/orders-*"]);
        assert_eq!(made(&["a/p", "a/q", "a/r", "b/s"], 0, 2), ["a/*"]);
    }

    #[test]
    fn a_shared_end_stays() {
        let names = ["users/ann/profile.json", "users/bob/profile.json", "users/cat/profile.json"];
        assert_eq!(made(&names, 0, 2), ["users/*/profile.json"]);
        assert_eq!(made(&["x/a.csv", "x/b.csv"], 0, 1), ["x/*.csv"]);
        assert_eq!(made(&["x/a", "x/b//a"], 0, 1), ["x/*"], "what ends without a mark ends in a word");
        assert_eq!(made(&["2026-11-22/a", "2026-11-23/b"], 0, 1), ["????-??-??/*"]);
    }

    #[test]
    fn names_of_one_shape_are_one_among_others() {
        assert_eq!(made(&["in-1", "in-2", "out-33", "out-4"], 0, 2), ["in-?", "out-*"]);
        let fixed_only = |pattern: &str| !pattern.contains('*');
        let names = ["in-1", "in-2", "in-33"].map(|text| Name { entry: text, text, start: 0 });
        let found = patterns(&names, 5, &fixed_only);
        let found: Vec<_> =
            found.iter().map(|(pattern, members)| (pattern.as_str(), members.len())).collect();
        assert_eq!(found, [("in-?", 2)]);
    }
}
