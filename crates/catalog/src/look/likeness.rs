//! How far a misspelled name is from a right one, in the eyes of somebody who types names of actions.

use std::cmp::min;

/// The price of one letter more, less, other, or of two letters swapped.
pub(super) const LETTER: usize = 4;
/// The price of a plural: the one slip that leaves a name looking right.
pub(super) const PLURAL: usize = 2;

/// The price of the slips that lead from `wrong` to `right`, without regard to case; `None` beyond `limit`.
///
/// This is the distance of Damerau and Levenshtein (optimal string alignment), in which an `s` at the end of a word costs less.
pub(super) fn distance(wrong: &str, right: &str, limit: usize) -> Option<usize> {
    if differing(wrong, right) * LETTER > limit {
        return None;
    }
    let (wrong, right) = (Letter::list(wrong), Letter::list(right));
    if wrong.len().abs_diff(right.len()) * PLURAL > limit {
        return None;
    }
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = std::iter::once(0).chain(prices(&right)).collect();
    for (row, letter) in wrong.iter().enumerate() {
        let mut current = vec![last.first().map_or(0, |price| price + letter.price)];
        for (column, other) in right.iter().enumerate() {
            let price = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let other_letter = if letter.letter == other.letter { 0 } else { LETTER };
            let mut best =
                min(price(&last, column + 1) + letter.price, price(&current, column) + other.price);
            best = min(best, price(&last, column) + other_letter);
            let before = |list: &[Letter], at: usize| {
                at.checked_sub(1).and_then(|at| list.get(at)).map(|it| it.letter)
            };
            let is_swapped =
                before(&wrong, row) == Some(other.letter) && before(&right, column) == Some(letter.letter);
            if is_swapped {
                best = min(best, price(&before_last, column - 1) + LETTER);
            }
            current.push(best);
        }
        if current.iter().min().is_none_or(|best| *best > limit) {
            return None;
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|price| *price <= limit)
}

/// How many letters at least must be added, taken out or changed for the one name to have those of the other, wherever they stand;
/// `s`, which may cost less, is left out.
fn differing(wrong: &str, right: &str) -> usize {
    let mut balance = [0_i16; 26];
    let mut count = |name: &str, one: i16| {
        for letter in name.bytes().map(|letter| letter.to_ascii_lowercase()).filter(|letter| *letter != b's')
        {
            if let Some(slot) = balance.get_mut(usize::from(letter.wrapping_sub(b'a'))) {
                *slot = slot.saturating_add(one);
            }
        }
    };
    count(wrong, 1);
    count(right, -1);
    let sum = |sign: i16| balance.iter().map(|slot| usize::try_from(slot * sign).unwrap_or(0)).sum::<usize>();
    sum(1).max(sum(-1))
}

/// The words of a name in camel case, lower case: `getObjectACLs` has `get`, `object`, `acls`.
pub(super) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index)).copied().unwrap_or('A');
        let next_is_lower = letters.get(index + 1).is_some_and(|next| next.is_lowercase() && *next != 's');
        let begins = letter.is_uppercase() && (!before.is_uppercase() || next_is_lower);
        match words.last_mut() {
            Some(word) if !begins || word.is_empty() => word.extend(letter.to_lowercase()),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    words
}

/// A letter without its case, and the price of its being there.
struct Letter {
    letter: char,
    price: usize,
}

impl Letter {
    fn list(name: &str) -> Vec<Self> {
        let mut letters = name.chars().peekable();
        let mut list = Vec::new();
        while let Some(letter) = letters.next() {
            let ends_word = letters.peek().is_none_or(|next| next.is_uppercase());
            let is_plural = letter == 's' && ends_word;
            list.push(Self {
                letter: letter.to_ascii_lowercase(),
                price: if is_plural { PLURAL } else { LETTER },
            });
        }
        list
    }
}

fn prices(letters: &[Letter]) -> impl Iterator<Item = usize> {
    letters.iter().scan(0, |sum, letter| {
        *sum += letter.price;
        Some(*sum)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_have_prices() {
        for (wrong, right, price) in [
            ("GetObject", "getobject", Some(0)),
            ("GetObjet", "GetObject", Some(LETTER)),
            ("GteObject", "GetObject", Some(LETTER)),
            ("GetObkect", "GetObject", Some(LETTER)),
            ("DescribeInstance", "DescribeInstances", Some(PLURAL)),
            ("ListObjectsTags", "ListObjectTags", Some(PLURAL)),
            ("", "Get", Some(3 * LETTER)),
            ("PutObject", "GetBucket", None),
        ] {
            assert_eq!(distance(wrong, right, 3 * LETTER), price, "{wrong}, {right}");
            assert_eq!(distance(right, wrong, 3 * LETTER), price, "{right}, {wrong}");
        }
    }

    #[test]
    fn letters_that_differ_are_counted_on_both_sides() {
        for (wrong, right, count) in [
            ("GetObject", "getobject", 0),
            ("Gets", "Get", 0),
            ("GetX", "Get", 1),
            ("abc", "abdef", 3),
            ("é", "e", 1),
        ] {
            assert_eq!(differing(wrong, right), count, "{wrong}, {right}");
            assert_eq!(differing(right, wrong), count, "{right}, {wrong}");
        }
    }

    #[test]
    fn names_part_into_words() {
        for (name, parts) in [
            ("GetObjectAcl", "get object acl"),
            ("DescribeDBInstances", "describe db instances"),
            ("ListMFADevices", "list mfa devices"),
            ("getobject", "getobject"),
            ("DescribeVPCs", "describe vpcs"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), parts);
        }
    }
}
