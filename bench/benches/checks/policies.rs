//! The policies that are checked: some of five statements, and a thousand made from the same statements.

use super::statements::{BUCKET, IDENTITY, TRUST};

/// Policies of five statements with the name of what they are for.
pub(super) fn of_five() -> Vec<(String, String)> {
    let every = |list: &'static [&'static str], name: &'static str| {
        let rows = list.chunks_exact(5).enumerate();
        rows.map(move |(number, five)| (format!("{name} {}", number + 1), policy(five.iter().copied(), 1)))
    };
    every(IDENTITY, "identity").chain(every(BUCKET, "bucket")).chain(every(TRUST, "trust")).collect()
}

/// A thousand policies of two to six statements, the same at each run: of ten, eight are identity policies.
pub(super) fn thousand() -> Vec<String> {
    let mut dice = Dice(0x5EED);
    let roll = |number| {
        let list = match number % 10 {
            0 => BUCKET,
            1 => TRUST,
            _ => IDENTITY,
        };
        let count = 2 + dice.below(5);
        let picked: Vec<_> = (0..count).filter_map(|_| list.get(dice.below(list.len())).copied()).collect();
        policy(picked.into_iter(), number)
    };
    (0..1_000).map(roll).collect()
}

fn policy<'s>(statements: impl Iterator<Item = &'s str>, number: usize) -> String {
    let number = number.to_string();
    let filled: Vec<_> = statements.map(|statement| statement.replace('#', &number)).collect();
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n{}\n  ]\n}}\n", filled.join(",\n"))
}

/// Numbers without a pattern, by `xorshift64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }
}
