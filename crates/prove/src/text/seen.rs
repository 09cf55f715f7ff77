//! The states that a walk came to, each once, in the order in which it came to them.

/// States are rows of places, kept one behind the other; a table finds them by their hash.
#[derive(Debug, Default)]
pub(super) struct Seen {
    places: Vec<u32>,
    nodes: Vec<Node>,
    /// Numbers of nodes, each at the first place from that of its hash that was free. At most half full.
    table: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// Where its places end; they begin where those of the node before end.
    end: usize,
    /// The state before, and the letter read there.
    from: u32,
    letter: char,
}

const FREE: u32 = u32::MAX;

impl Seen {
    /// The places of a state.
    pub(super) fn state(&self, number: u32) -> Option<&[u32]> {
        let at = number as usize;
        let end = self.nodes.get(at)?.end;
        let start = at.checked_sub(1).and_then(|before| self.nodes.get(before)).map_or(0, |node| node.end);
        self.places.get(start..end)
    }

    /// Takes in a state; tells whether it is new.
    pub(super) fn insert(&mut self, state: &[u32], from: u32, letter: char) -> bool {
        if self.nodes.len() * 2 >= self.table.len() {
            self.grow();
        }
        let free = self.table.len() - 1;
        let mut slot = hash(state) & free;
        while let Some(&number) = self.table.get(slot)
            && number != FREE
        {
            if self.state(number) == Some(state) {
                return false;
            }
            slot = (slot + 1) & free;
        }
        let Ok(number) = u32::try_from(self.nodes.len()) else { return false };
        self.places.extend_from_slice(state);
        self.nodes.push(Node { end: self.places.len(), from, letter });
        if let Some(place) = self.table.get_mut(slot) {
            *place = number;
        }
        true
    }

    /// The letters read on the way to a state.
    pub(super) fn word(&self, mut number: u32) -> Vec<char> {
        let mut letters = Vec::new();
        // The first state is where all ways begin.
        while number != 0
            && let Some(node) = self.nodes.get(number as usize)
        {
            letters.push(node.letter);
            number = node.from;
        }
        letters.reverse();
        letters
    }

    fn grow(&mut self) {
        let size = (self.table.len() * 2).max(64);
        let mut table = vec![FREE; size];
        for number in (0..).take(self.nodes.len()) {
            let Some(state) = self.state(number) else { continue };
            let mut slot = hash(state) & (size - 1);
            while table.get(slot).is_some_and(|&taken| taken != FREE) {
                slot = (slot + 1) & (size - 1);
            }
            if let Some(place) = table.get_mut(slot) {
                *place = number;
            }
        }
        self.table = table;
    }
}

fn hash(state: &[u32]) -> usize {
    let mixed = state.iter().fold(0_u64, |sum, &place| {
        (sum.rotate_left(5) ^ u64::from(place)).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    // The high bits are the best mixed.
    usize::try_from(mixed >> 32).unwrap_or_default()
}
