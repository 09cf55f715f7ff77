//! As much of Thrift's compact protocol as it takes to look over a structure before it is believed.
//!
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

/// How deep structures may lie in each other.
const DEEPEST: u32 = 32;

/// Moves along the bytes of a structure. Whatever ends too early or makes no sense is `None`.
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A member of a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) id: i64,
    kind: u8,
}

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

impl<'a> Thrift<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes were passed.
    pub(super) fn passed(&self) -> usize {
        self.at
    }

    /// Hands each member of the structure that begins here to `visit`, which takes it or answers `false`: then it is passed over.
    pub(super) fn structure(
        &mut self,
        visit: &mut dyn FnMut(&mut Self, Member) -> Option<bool>,
    ) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.number()?,
                more => id + i64::from(more),
            };
            let member = Member { id, kind };
            if !visit(self, member)? {
                self.pass(kind, DEEPEST)?;
            }
        }
    }

    /// The number that a member is; `None` if it is none.
    pub(super) fn number_of(&mut self, member: Member) -> Option<i64> {
        matches!(member.kind, 4..=6).then(|| self.number())?
    }

    /// How many structures are in the list that a member is.
    pub(super) fn structures_of(&mut self, member: Member) -> Option<u64> {
        let (kind, count) = (member.kind == LIST).then(|| self.list())??;
        (kind == STRUCT || count == 0).then_some(count)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for place in 0..10 {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(7 * place)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn number(&mut self) -> Option<i64> {
        let folded = self.unsigned()?;
        Some((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    fn list(&mut self) -> Option<(u8, u64)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            few => u64::from(few),
        };
        // Each element takes a byte at least.
        let left = self.bytes.len().checked_sub(self.at)? as u64;
        (count <= left).then_some((head & 0x0f, count))
    }

    fn pass(&mut self, kind: u8, depth: u32) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        match kind {
            TRUE | FALSE => {}
            3 => drop(self.byte()?),
            4..=6 => drop(self.unsigned()?),
            7 => self.ahead(8)?,
            8 => {
                let length = self.unsigned()?;
                self.ahead(length)?;
            }
            LIST | 10 => {
                let (kind, count) = self.list()?;
                for _ in 0..count {
                    // In a list a flag is a byte.
                    self.pass(if matches!(kind, TRUE | FALSE) { 3 } else { kind }, deeper)?;
                }
            }
            11 => {
                let count = self.unsigned()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                for _ in 0..count {
                    self.pass(kinds >> 4, deeper)?;
                    self.pass(kinds & 0x0f, deeper)?;
                }
            }
            STRUCT => loop {
                let head = self.byte()?;
                match (head & 0x0f, head >> 4) {
                    (0, _) => break,
                    (kind, 0) => {
                        self.number()?;
                        self.pass(kind, deeper)?;
                    }
                    (kind, _) => self.pass(kind, deeper)?,
                }
            },
            _ => return None,
        }
        Some(())
    }

    fn ahead(&mut self, count: u64) -> Option<()> {
        let at = self.at.checked_add(usize::try_from(count).ok()?)?;
        self.at = (at <= self.bytes.len()).then_some(at)?;
        Some(())
    }
}
