//! One of several parts of a trail, which together are all of it.

use std::str::FromStr;

use crate::layout::key;
use crate::usage::event_id;

/// `I/N`: the objects whose name falls into part I of N.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1 on.
    part: u64,
    of: u64,
}

impl Shard {
    /// Whether an object is in this part: by its key from `AWSLogs/` on, which is the same wherever a bucket is copied to.
    pub fn has(self, name: &str) -> bool {
        event_id("", "", &key(name)) % self.of == self.part - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err(format!("`{text}` is not a part: write `1/4`, `2/4`, `3/4`, `4/4`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_is_in_one_part_wherever_it_lies() {
        for of in 1..6 {
            let shards: Vec<Shard> = (1..=of).map(|part| format!("{part}/{of}").parse().unwrap()).collect();
            let mut sizes = vec![0; shards.len()];
            for number in 0..200 {
                let key = format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/{number}.json.gz");
                for (shard, size) in shards.iter().zip(&mut sizes) {
                    *size += usize::from(shard.has(&key));
                    assert_eq!(shard.has(&key), shard.has(&format!("/mnt/copy/{key}")));
                }
            }
            assert_eq!(sizes.iter().sum::<usize>(), 200);
            assert!(sizes.iter().all(|size| *size >= 200 / of / 2), "{sizes:?}");
        }
        for text in ["0/4", "5/4", "1", "1/0", "a/b", "-1/2", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
