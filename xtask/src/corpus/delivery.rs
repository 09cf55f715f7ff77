//! Records → files, named and packed as `CloudTrail` delivers them.

use anyhow::Result;
use libdeflater::{CompressionLvl, Compressor};

use super::dice::Dice;
use super::record::Place;

/// Takes each file: its path below the bucket, and its bytes.
pub(crate) type Sink<'a> = dyn FnMut(&str, &[u8]) -> Result<()> + 'a;

/// Every so many files one is plain, and one is packed in two members.
const PLAIN: u64 = 31;
const TWO_MEMBERS: u64 = 53;
const ORGANIZATION: &str = "o-acme1234zz";

pub(super) struct Delivery<'s, 'f> {
    sink: &'s mut Sink<'f>,
    packer: Compressor,
    files: u64,
}

impl<'s, 'f> Delivery<'s, 'f> {
    pub(super) fn new(sink: &'s mut Sink<'f>) -> Self {
        Self { sink, packer: Compressor::new(CompressionLvl::default()), files: 0 }
    }

    pub(super) fn files(&self) -> u64 {
        self.files
    }

    /// Whether the next file will not be packed.
    pub(super) fn is_plain_next(&self) -> bool {
        self.files % PLAIN == PLAIN - 1
    }

    /// A log file; one that is cut ends within its last record.
    pub(super) fn records(
        &mut self,
        place: &Place<'_>,
        is_organization: bool,
        records: &[String],
        is_cut: bool,
        dice: &mut Dice,
    ) -> Result<()> {
        let mut text = String::from(r#"{"Records":["#);
        text.push_str(&records.join(","));
        if !is_cut {
            text.push_str("]}");
        }
        let trail = if is_organization { format!("{ORGANIZATION}/") } else { String::new() };
        let is_plain = self.is_plain_next();
        self.deliver(&format!("AWSLogs/{trail}"), "CloudTrail", place, &text, is_plain, dice)
    }

    /// A file that is no log, in the folder of its kind.
    pub(super) fn other(&mut self, kind: &str, place: &Place<'_>, text: &str, dice: &mut Dice) -> Result<()> {
        self.deliver("AWSLogs/", kind, place, text, false, dice)
    }

    fn deliver(
        &mut self,
        root: &str,
        kind: &str,
        place: &Place<'_>,
        text: &str,
        is_plain: bool,
        dice: &mut Dice,
    ) -> Result<()> {
        let Place { account, region, day, hour } = place;
        let (id, folder, date) = (&account.id, day.replace('-', "/"), day.replace('-', ""));
        let minute = dice.below(12) * 5;
        let unique = dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 16);
        let end = if is_plain { "json" } else { "json.gz" };
        let path = format!(
            "{root}{id}/{kind}/{region}/{folder}/{id}_{kind}_{region}_{date}T{hour:02}{minute:02}Z_{unique}.{end}"
        );
        let bytes = if is_plain {
            text.as_bytes().to_vec()
        } else if self.files % TWO_MEMBERS == TWO_MEMBERS - 1 {
            let (head, tail) = text.as_bytes().split_at(text.len() / 2);
            [self.pack(head)?, self.pack(tail)?].concat()
        } else {
            self.pack(text.as_bytes())?
        };
        self.files += 1;
        (self.sink)(&path, &bytes)
    }

    fn pack(&mut self, text: &[u8]) -> Result<Vec<u8>> {
        let mut packed = vec![0; self.packer.gzip_compress_bound(text.len())];
        let size = self.packer.gzip_compress(text, &mut packed)?;
        packed.truncate(size);
        Ok(packed)
    }
}
