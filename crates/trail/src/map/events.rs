//! Names that occur in logs and nowhere else: not in the SDKs, not among the actions.

use super::Exempt;

/// Event source without its domain, event name (`*`: any that the catalogue does not know), why no permission is needed.
const EXEMPT: &[(&str, &str, Exempt)] = &[
    ("sts", "AssumeRoleWithSAML", Exempt::TrustPolicy),
    ("sts", "AssumeRoleWithWebIdentity", Exempt::TrustPolicy),
    ("sso", "Authenticate", Exempt::SignIn),
    ("sso", "Federate", Exempt::SignIn),
    ("sso", "Logout", Exempt::SignIn),
    ("sso", "GetRoleCredentials", Exempt::Unchecked),
    ("sso", "ListAccountRoles", Exempt::Unchecked),
    ("sso", "ListAccounts", Exempt::Unchecked),
    ("awsssoportal", "*", Exempt::Unchecked),
    ("signin", "*", Exempt::SignIn),
];

/// Event source without its domain, event name, action: S3 logs some calls under names of its own.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html>
const RENAMED: &[(&str, &str, &str)] = &[
    ("s3", "DeleteAccountPublicAccessBlock", "s3:PutAccountPublicAccessBlock"),
    ("s3", "DeleteBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    ("s3", "GetBucketObjectVersions", "s3:ListBucketVersions"),
    ("s3", "PostObject", "s3:PutObject"),
    ("s3express", "DeleteBucketEncryption", "s3express:PutEncryptionConfiguration"),
    ("s3express", "DeleteBucketLifecycle", "s3express:PutLifecycleConfiguration"),
    ("s3express", "GetBucketEncryption", "s3express:GetEncryptionConfiguration"),
    ("s3express", "GetBucketLifecycleConfiguration", "s3express:GetLifecycleConfiguration"),
    ("s3express", "ListDirectoryBuckets", "s3express:ListAllMyDirectoryBuckets"),
    ("s3express", "PutBucketEncryption", "s3express:PutEncryptionConfiguration"),
    ("s3express", "PutBucketLifecycleConfiguration", "s3express:PutLifecycleConfiguration"),
];

/// The calls on objects in directory buckets: one permission, to open a session, is all that they need.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-create-session.html>
const IN_SESSION: [&str; 18] = [
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjects",
    "GetObject",
    "GetObjectAttributes",
    "HeadBucket",
    "HeadObject",
    "ListMultipartUploads",
    "ListObjects",
    "ListObjectsV2",
    "ListParts",
    "PutObject",
    "RenameObject",
    "UploadPart",
    "UploadPartCopy",
];

pub(super) fn exempt(host: &str, name: &str) -> Option<Exempt> {
    EXEMPT.iter().find(|(source, event, _)| (*source, *event) == (host, name)).map(|entry| entry.2)
}

/// Why events of this source that nothing else explains need no permission.
pub(super) fn exempt_source(host: &str) -> Option<Exempt> {
    exempt(host, "*")
}

pub(super) fn renamed(host: &str, name: &str) -> Option<&'static str> {
    if host == "s3express" && IN_SESSION.contains(&name) {
        return Some("s3express:CreateSession");
    }
    RENAMED.iter().find(|(source, event, _)| (*source, *event) == (host, name)).map(|entry| entry.2)
}

/// The name without the API's date, which Lambda (`CreateFunction20150331`, `UpdateFunctionCode20150331v2`) and `CloudFront`
/// (`CreateDistribution2020_05_31`) put behind it. Digits at the end of other names are part of them.
pub(super) fn undated<'a>(host: &str, name: &'a str) -> Option<&'a str> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (base, date) = match host {
        "lambda" => {
            let dated = match name.rsplit_once('v') {
                Some((dated, version)) if is_digits(version) => dated,
                _ => name,
            };
            dated.split_at_checked(dated.len().checked_sub(8)?)?
        }
        "cloudfront" => name.split_at_checked(name.len().checked_sub(10)?)?,
        _ => return None,
    };
    let is_date = match host {
        "lambda" => is_digits(date),
        _ => date.splitn(3, '_').map(str::len).eq([4, 2, 2]) && date.split('_').all(is_digits),
    };
    (is_date && !base.is_empty()).then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_are_taken_off() {
        for (host, name, expected) in [
            ("lambda", "CreateFunction20150331", Some("CreateFunction")),
            ("lambda", "UpdateFunctionCode20150331v2", Some("UpdateFunctionCode")),
            ("lambda", "Invoke", None),
            ("cloudfront", "CreateDistribution2020_05_31", Some("CreateDistribution")),
            ("cloudfront", "ListTagsForResource", None),
            ("wafv2", "ListThings20150331", None),
            ("lambda", "20150331", None),
        ] {
            assert_eq!(undated(host, name), expected, "{host} {name}");
        }
    }
}
