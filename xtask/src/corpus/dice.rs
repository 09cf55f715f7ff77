//! Chance that is the same on every machine: `SplitMix64` and the shapes that logs have.

/// A stream of random numbers.
pub(super) struct Dice {
    state: u64,
    /// Whose habits hold: everyone has a few favourites of their own.
    who: usize,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed, who: 0 }
    }

    /// From here on the habits of this one hold.
    pub(super) fn of(&mut self, who: usize) {
        self.who = who;
    }

    /// One of `count`, of which everyone knows but `few`.
    pub(super) fn habit(&mut self, few: usize, count: usize) -> usize {
        (self.who.wrapping_mul(7919) + self.rank(few) * 31) % count
    }

    /// `SplitMix64`: <https://prng.di.unimi.it/splitmix64.c>
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not zero.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// True `count` times in a thousand.
    pub(super) fn in_thousand(&mut self, count: usize) -> bool {
        self.below(1000) < count
    }

    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        match list.get(self.below(list.len())) {
            Some(item) => *item,
            None => unreachable!("a number below the length is an index"),
        }
    }

    /// A rank below `count`; small ones are hot, and the tail is long: rank `n` comes about `1/(n + 1)` as often as rank 0.
    pub(super) fn rank(&mut self, count: usize) -> usize {
        let whole = (count + 1) as f64;
        let rank = whole.powf(self.unit()) - 1.0;
        (rank as usize).min(count - 1)
    }

    /// About `median`, many smaller and a few much larger: the product of twelve chances is close enough to log-normal.
    pub(super) fn spread(&mut self, median: f64, width: f64) -> usize {
        let normal: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        (median * (normal * width).exp()) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Characters of an alphabet.
    pub(super) fn text(&mut self, alphabet: &str, count: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..count).map(|_| char::from(self.pick(letters))).collect()
    }

    pub(super) fn hex(&mut self, count: usize) -> String {
        self.text("0123456789abcdef", count)
    }

    pub(super) fn capitals(&mut self, count: usize) -> String {
        self.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count)
    }

    pub(super) fn base64(&mut self, count: usize) -> String {
        self.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", count)
    }

    pub(super) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0xfff);
        format!("{a:08x}-{b:04x}-4{c:03x}-a{:03x}-{:012x}", (low >> 48) & 0xfff, low & 0xffff_ffff_ffff)
    }
}
