//! Many usages added up.

use std::collections::BTreeMap;

use trail::Usage;

use crate::Piece;

/// Adds equals to equals, so that every event is moved about only as often as the number of pieces has binary digits.
#[derive(Default)]
pub(crate) struct Sum {
    /// How many pieces were added, as a power of two, and what they are; the powers descend.
    sums: Vec<(u32, Usage)>,
    /// Pieces of usage files that speak of several objects, by name.
    several: BTreeMap<String, Usage>,
}

impl Sum {
    pub(crate) fn add(&mut self, piece: Piece) {
        match piece.several {
            Some(name) => self.several.entry(name).or_default().add(piece.usage),
            None => self.add_usage(piece.usage),
        }
    }

    fn add_usage(&mut self, mut usage: Usage) {
        let mut power = 0;
        while let Some((_, mut sum)) = self.sums.pop_if(|(of, _)| *of == power) {
            sum.add(usage);
            usage = sum;
            power += 1;
        }
        self.sums.push((power, usage));
    }

    /// The whole. What came in several objects may have been there already, as parts of a trail may: see [`Usage::merge`].
    pub(crate) fn finish(mut self) -> Usage {
        let mut whole = Usage::default();
        while let Some((_, sum)) = self.sums.pop() {
            whole.add(sum);
        }
        for (_, usage) in self.several {
            whole.merge(usage);
        }
        whole
    }
}
