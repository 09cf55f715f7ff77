//! Texts made by a seed: JSON of every kind, and the same broken a little.

/// A small generator of numbers (`SplitMix64`), the same on every machine.
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// A JSON text by the grammar, with blanks wherever they may stand.
pub(crate) fn json(seed: &mut Seed, depth: usize) -> String {
    let mut text = String::new();
    blank(seed, &mut text);
    let kinds = if depth == 0 { 5 } else { 9 };
    match seed.below(kinds) {
        0 => text.push_str(seed.pick(&["true", "false", "null"])),
        1 => number(seed, &mut text),
        2..=4 => string(seed, &mut text),
        5 | 6 => {
            text.push('[');
            for index in 0..seed.below(5) {
                text.push_str(if index > 0 { "," } else { "" });
                text.push_str(&json(seed, depth - 1));
            }
            blank(seed, &mut text);
            text.push(']');
        }
        _ => {
            text.push('{');
            for index in 0..seed.below(5) {
                text.push_str(if index > 0 { "," } else { "" });
                blank(seed, &mut text);
                string(seed, &mut text);
                blank(seed, &mut text);
                text.push(':');
                text.push_str(&json(seed, depth - 1));
            }
            blank(seed, &mut text);
            text.push('}');
        }
    }
    blank(seed, &mut text);
    text
}

/// The text with one to three places changed.
pub(crate) fn broken(seed: &mut Seed, text: &str) -> String {
    const PIECES: [&str; 46] = [
        ",", ",,", ":", "{", "}", "[", "]", "\"", "'", "\\", "/", "//", "/*", "*/", "# x\n", "\n", "\t", " ",
        "\r\n", "\0", "\u{1}", "\u{7f}", "\u{a0}", "\u{feff}", "“", "”", "é", "𝄞", "0", "00", "-", "+", ".",
        "e", "E5", "NaN", "tru", "null", "\\u", "\\ud800", "\\udc00", "\\u00e9", "\"a\"", "a: 1", "1e999",
        "-0",
    ];
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=seed.below(3) {
        let at = seed.below(characters.len() + 1);
        let until = (at + 1 + seed.below(3)).min(characters.len());
        match seed.below(6) {
            0 if at < until => drop(characters.drain(at..until)),
            1 => {
                characters.truncate(at);
            }
            2 if at < until => {
                let copy: Vec<char> = characters[at..until].to_vec();
                characters.splice(at..at, copy);
            }
            3 if until < characters.len() => characters.swap(at, until),
            _ => {
                let piece: Vec<char> = seed.pick(&PIECES).chars().collect();
                characters.splice(at..at, piece);
            }
        }
    }
    characters.into_iter().collect()
}

fn blank(seed: &mut Seed, text: &mut String) {
    if seed.below(3) == 0 {
        text.push_str(seed.pick(&[" ", "\n", "\t", "\r\n", "  ", "\n    "]));
    }
}

fn number(seed: &mut Seed, text: &mut String) {
    text.push_str(seed.pick(&["", "-"]));
    text.push_str(seed.pick(&["0", "7", "10", "123456789012", "18446744073709551615", "9007199254740993"]));
    text.push_str(seed.pick(&["", "", ".0", ".5", ".000001", ".10"]));
    text.push_str(seed.pick(&["", "", "e0", "E+5", "e-7", "e20"]));
}

fn string(seed: &mut Seed, text: &mut String) {
    const PIECES: [&str; 24] = [
        "a",
        "Action",
        "s3:Get*",
        "*",
        "é",
        "𝄞",
        "${aws:username}",
        " ",
        "//",
        "#",
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\u{7f}",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud834\\uDD1E",
    ];
    text.push('"');
    for _ in 0..seed.below(5) {
        text.push_str(seed.pick(&PIECES));
    }
    text.push('"');
}
