//! The parts of a name that tell one of many: dates, numbers, UUIDs and other codes.

/// A piece of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Id(Kind, &'a str),
}

impl<'a> Piece<'a> {
    pub(super) fn text(&self) -> &'a str {
        match self {
            Self::Text(text) | Self::Id(_, text) => text,
        }
    }
}

/// What an id looks like; names are alike if theirs look alike in the same places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `2026-11-22`, `2026/11/22`, with what separates the numbers.
    Date(u8),
    /// `2026/11/22/08`
    Hour(u8),
    /// `2026-11-22T10:11:12Z`, `20261122T101112Z`
    Moment,
    Uuid,
    /// Up to seven digits.
    Number,
    /// Hexadecimal digits, a long number, or letters and digits in turn.
    Code,
}

/// A name in its pieces; put together again they are the name.
pub(super) fn pieces(name: &str) -> Pieces<'_> {
    Pieces { name, text: 0, at: 0, id: None }
}

pub(super) struct Pieces<'a> {
    name: &'a str,
    /// Where the text begins that no piece holds yet.
    text: usize,
    /// How far that text is known to be without ids.
    at: usize,
    /// What comes behind the text of the last piece.
    id: Option<Piece<'a>>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(id) = self.id.take() {
            return Some(id);
        }
        let bytes = self.name.as_bytes();
        while self.at < bytes.len() {
            if !is_letter(bytes, self.at) {
                self.at += 1;
            } else if let Some((kind, length)) = id(bytes, self.at) {
                let (start, end) = (self.at, self.at + length);
                self.id = self.name.get(start..end).map(|id| Piece::Id(kind, id));
                let text = self.name.get(self.text..start).filter(|text| !text.is_empty());
                (self.text, self.at) = (end, end);
                return text.map(Piece::Text).or_else(|| self.id.take());
            } else {
                self.at += run(bytes, self.at);
            }
        }
        let text = self.name.get(self.text..).filter(|text| !text.is_empty());
        self.text = bytes.len();
        text.map(Piece::Text)
    }
}

/// An id that begins here, where a run of letters and digits does, and how long it is.
fn id(bytes: &[u8], at: usize) -> Option<(Kind, usize)> {
    let rest = bytes.get(at..)?;
    let ends = |length: usize| !is_letter(rest, length);
    if let Some(length) = uuid(rest).filter(|length| ends(*length)) {
        return Some((Kind::Uuid, length));
    }
    if let Some((kind, length)) = date(rest).filter(|(_, length)| ends(*length)) {
        return Some((kind, length));
    }
    let own = rest.get(..run(rest, 0))?;
    let digits = own.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == own.len() {
        return number(bytes, at, digits).map(|kind| (kind, digits));
    }
    if is_stamp(own) {
        return Some((Kind::Moment, own.len()));
    }
    is_code(own).then_some((Kind::Code, own.len()))
}

/// Digits alone. Those of an account and of a region are no ids: a name with others in their place is about something else.
fn number(bytes: &[u8], at: usize, digits: usize) -> Option<Kind> {
    const ACCOUNT: usize = 12;
    const DIRECTIONS: [&[u8]; 5] = [b"north", b"south", b"east", b"west", b"central"];
    let before = bytes.get(..at).and_then(|before| before.strip_suffix(b"-"));
    let is_region =
        digits == 1 && before.is_some_and(|before| DIRECTIONS.iter().any(|word| before.ends_with(word)));
    match digits {
        ACCOUNT => None,
        _ if is_region => None,
        1..=7 => Some(Kind::Number),
        _ => Some(Kind::Code),
    }
}

fn uuid(rest: &[u8]) -> Option<usize> {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut at = 0;
    for (index, length) in GROUPS.into_iter().enumerate() {
        if index > 0 {
            rest.get(at).filter(|byte| **byte == b'-')?;
            at += 1;
        }
        rest.get(at..at + length).filter(|group| group.iter().all(u8::is_ascii_hexdigit))?;
        at += length;
    }
    Some(at)
}

/// A date, with the hour or the time of day behind it if there is one.
fn date(rest: &[u8]) -> Option<(Kind, usize)> {
    let number = |at: usize, length: usize, least: u32, most: u32| {
        let digits = rest.get(at..at + length)?;
        let value = digits
            .iter()
            .try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))?;
        (least..=most).contains(&value).then_some(())
    };
    number(0, 4, 1970, 2199)?;
    let mark = *rest.get(4)?;
    if !b"-/._".contains(&mark) || rest.get(7) != Some(&mark) {
        return None;
    }
    number(5, 2, 1, 12)?;
    number(8, 2, 1, 31)?;
    if rest.get(10) == Some(&b'T') && rest.get(11).is_some_and(u8::is_ascii_digit) {
        let time = |byte: &&u8| byte.is_ascii_digit() || b":.-Z".contains(byte);
        return Some((Kind::Moment, 11 + rest.iter().skip(11).take_while(time).count()));
    }
    let has_hour = rest.get(10) == Some(&mark) && number(11, 2, 0, 23).is_some() && !is_letter(rest, 13);
    Some(if has_hour { (Kind::Hour(mark), 13) } else { (Kind::Date(mark), 10) })
}

/// `20261122T101112Z`
fn is_stamp(own: &[u8]) -> bool {
    let own = own.strip_suffix(b"Z").unwrap_or(own);
    let mut halves = own.split(|byte| *byte == b'T');
    let (Some(day), Some(time), None) = (halves.next(), halves.next(), halves.next()) else { return false };
    let all_digits = |half: &[u8]| half.iter().all(u8::is_ascii_digit);
    day.len() == 8 && (4..=9).contains(&time.len()) && all_digits(day) && all_digits(time)
}

/// Whether letters and digits are mixed as no word has them.
fn is_code(own: &[u8]) -> bool {
    let digits = own.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_hex = own.len() >= 8 && digits > 0 && own.iter().all(u8::is_ascii_hexdigit);
    let turns = own
        .windows(2)
        .filter(|pair| matches!(pair, [one, other] if one.is_ascii_digit() != other.is_ascii_digit()));
    is_hex || (own.is_ascii() && own.len() >= 10 && turns.count() >= 3)
}

fn is_letter(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

fn run(bytes: &[u8], at: usize) -> usize {
    (at..bytes.len()).take_while(|at| is_letter(bytes, *at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(name: &str) -> Vec<(Kind, &str)> {
        let ids = pieces(name);
        ids.filter_map(|piece| if let Piece::Id(kind, id) = piece { Some((kind, id)) } else { None })
            .collect()
    }

    #[test]
    fn ids_are_told_from_words() {
        for (name, expected) in [
            ("exports/2026/11/22/a.csv", &[(Kind::Date(b'/'), "2026/11/22")][..]),
            ("2026/11/22/08/x", &[(Kind::Hour(b'/'), "2026/11/22/08")]),
            ("backup-2026-11-22.tar", &[(Kind::Date(b'-'), "2026-11-22")]),
            ("at-2026-11-22T10:11:12Z", &[(Kind::Moment, "2026-11-22T10:11:12Z")]),
            ("20261122T101112Z_x", &[(Kind::Moment, "20261122T101112Z")]),
            (
                "r/0a1b2c3d-1111-4222-8333-444455556666",
                &[(Kind::Uuid, "0a1b2c3d-1111-4222-8333-444455556666")],
            ),
            ("i-0a1b2c3d4e5f60718", &[(Kind::Code, "0a1b2c3d4e5f60718")]),
            ("part-00012", &[(Kind::Number, "00012")]),
            ("1763800000", &[(Kind::Code, "1763800000")]),
            ("hosted/Z0A1B2C3D4E5F6", &[(Kind::Code, "Z0A1B2C3D4E5F6")]),
            ("2026/11/22/[$LATEST]0a1b2c3d", &[(Kind::Date(b'/'), "2026/11/22"), (Kind::Code, "0a1b2c3d")]),
            // Words, versions, accounts and regions are none.
            ("orders", &[]),
            ("production2026", &[]),
            ("deadbeef", &[]),
            ("AWSLogs/111122223333/eu-west-1/x", &[]),
            ("2026/13/22", &[(Kind::Number, "2026"), (Kind::Number, "13"), (Kind::Number, "22")]),
            ("größe-7", &[(Kind::Number, "7")]),
        ] {
            assert_eq!(ids(name), expected, "{name}");
        }
    }
}
