//! `s3://bucket/prefix`.

use std::fmt;
use std::path::Path;

use crate::OpError;

/// A place in a bucket: an object, or all that lies below a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) bucket: String,
    /// Without the slash after the bucket; one at the end is kept.
    pub(crate) prefix: String,
}

impl Address {
    /// The address that a request has in the place of a path; `None` for a path.
    pub(crate) fn of(path: &Path) -> Option<Result<Self, OpError>> {
        let text = path.to_str()?;
        let (scheme, rest) = text.split_at_checked(5)?;
        scheme.eq_ignore_ascii_case("s3://").then(|| Self::read(text, rest))
    }

    fn read(text: &str, rest: &str) -> Result<Self, OpError> {
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        // A name, or the ARN or alias of an access point: S3 knows best what it is called.
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte);
        if bucket.is_empty() || !bucket.bytes().all(is_name) {
            return Err(
                OpError::invalid(format!("`{text}` names no bucket")).hint("write `s3://BUCKET/PREFIX`")
            );
        }
        Ok(Self { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    /// Whether the key is that of the object, or lies below the folder: `logs` holds `logs/a`, not `logs-old/a`.
    pub(crate) fn holds(&self, key: &str) -> bool {
        let rest = key.strip_prefix(self.prefix.as_str());
        rest.is_some_and(|rest| self.is_folder() || rest.is_empty() || rest.starts_with('/'))
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.prefix.is_empty() || self.prefix.ends_with('/')
    }

    /// What the object is called in answers and in the ledger.
    pub(crate) fn name(bucket: &str, key: &str) -> String {
        format!("s3://{bucket}/{key}")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Self::name(&self.bucket, &self.prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        let of = |text: &str| Address::of(Path::new(text));
        for (text, bucket, prefix) in [
            ("s3://logs", "logs", ""),
            ("S3://logs/", "logs", ""),
            ("s3://logs/AWSLogs/1", "logs", "AWSLogs/1"),
            ("s3://a.b-c/p//q/", "a.b-c", "p//q/"),
        ] {
            let address = of(text).unwrap().unwrap();
            assert_eq!((address.bucket.as_str(), address.prefix.as_str()), (bucket, prefix), "{text}");
        }
        for path in ["logs", "s3:/logs", "./s3://x", "-", ""] {
            assert!(of(path).is_none(), "{path}");
        }
        for bad in ["s3://", "s3:///key", "s3://a b/c"] {
            assert!(of(bad).unwrap().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_folder_does_not_hold_its_neighbours() {
        let address = |prefix: &str| Address { bucket: "b".into(), prefix: prefix.into() };
        for (prefix, key, held) in [
            ("", "a/b", true),
            ("logs", "logs/a", true),
            ("logs", "logs-old/a", false),
            ("logs/", "logs/a", true),
            ("logs/", "logs", false),
            ("a/x.json.gz", "a/x.json.gz", true),
        ] {
            assert_eq!(address(prefix).holds(key), held, "{prefix} {key}");
        }
    }
}
