//! A resource, and how its address is read.

use super::RESOURCES;
use crate::completion::{Argument, no_such};
use crate::{Context, OpError};

/// A page that is made when it is read.
pub struct Resource {
    /// Its address; a part in braces stands for the value of `variable`.
    pub uri: &'static str,
    pub name: &'static str,
    pub title: &'static str,
    /// What is there, and when to read it.
    pub summary: &'static str,
    pub media: Media,
    pub variable: Option<Argument>,
    /// Makes the page; of the value that the address has for `variable`.
    pub(super) read: fn(&str, &Context) -> Result<String, OpError>,
}

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Json,
    Markdown,
}

impl Media {
    /// As the web calls it.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown",
        }
    }
}

impl Resource {
    pub(crate) fn arguments(&self) -> &[Argument] {
        self.variable.as_slice()
    }

    /// The value that `uri` has for the variable; empty where there is none.
    fn value_of<'u>(&self, uri: &'u str) -> Option<&'u str> {
        let Some((before, after)) = self.uri.split_once('{') else {
            return (self.uri == uri).then_some("");
        };
        let after = after.split_once('}').map_or("", |(_, after)| after);
        let value = uri.strip_prefix(before)?.strip_suffix(after)?;
        (!value.is_empty() && !value.contains('/')).then_some(value)
    }
}

/// The resource that an address is of, with the text of its page.
pub fn read(uri: &str, cx: &Context) -> Result<(&'static Resource, String), OpError> {
    let resource = named(uri)?;
    let value = resource.value_of(uri).unwrap_or_default();
    Ok((resource, (resource.read)(&unescaped(value), cx)?))
}

/// The resource that an address is of, be it with its variable or with a value.
pub fn named(uri: &str) -> Result<&'static Resource, OpError> {
    RESOURCES.iter().find(|resource| resource.value_of(uri).is_some()).ok_or_else(|| {
        let known: Vec<_> = RESOURCES.iter().map(|resource| resource.uri).collect();
        no_such("resource", uri, &known)
    })
}

/// The value without its percent signs, which the names of tables never need but other tools' ids may.
fn unescaped(value: &str) -> String {
    let mut parts = value.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or(("", part));
        match u8::from_str_radix(code, 16) {
            Ok(byte) => bytes.extend([byte].iter().chain(rest.as_bytes())),
            Err(_) => bytes.extend(b"%".iter().chain(part.as_bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Files;
    use crate::completion::Source;

    fn cx() -> Context {
        Context::new(Files::Denied, || 0)
    }

    #[test]
    fn every_resource_can_be_read_and_is_what_it_says() {
        for resource in RESOURCES {
            let uri = match resource.variable.map(|variable| variable.source) {
                None => resource.uri.to_owned(),
                Some(Source::Checks) => "iam://checks/admin-access".to_owned(),
                Some(Source::Templates) => "iam://templates/s3-read-only".to_owned(),
                Some(Source::Categories) => "iam://sensitive-actions/data_access".to_owned(),
                Some(other) => panic!("{other:?}"),
            };
            let (found, text) = read(&uri, &cx()).unwrap();
            assert_eq!(found.uri, resource.uri);
            match resource.media {
                Media::Json => assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap().is_object()),
                Media::Markdown => assert!(text.starts_with("# ") && text.ends_with('\n'), "{uri}: {text}"),
            }
        }
    }

    #[test]
    fn addresses_and_names_are_told_apart() {
        let of = |field: fn(&Resource) -> &'static str| RESOURCES.iter().map(field).collect::<BTreeSet<_>>();
        assert_eq!(of(|resource| resource.uri).len(), RESOURCES.len());
        assert_eq!(of(|resource| resource.name).len(), RESOURCES.len());
        for resource in RESOURCES {
            let variable = resource.variable.map(|variable| format!("{{{}}}", variable.name));
            let braces = resource.uri.split_once('{').map(|(_, rest)| format!("{{{rest}"));
            assert_eq!(variable, braces, "{}", resource.uri);
        }
    }

    #[test]
    fn addresses_that_lead_nowhere_name_the_nearest() {
        let cases = [
            ("iam://template", "there is no resource `iam://template`", "did you mean `iam://templates`?"),
            ("iam://checks/admin-acess", "there is no check `admin-acess`", "did you mean `admin-access`?"),
            (
                "iam://templates/s3-readonly",
                "there is no template `s3-readonly`",
                "did you mean `s3-read-only`?",
            ),
        ];
        for (uri, message, hint) in cases {
            let Err(refused) = read(uri, &cx()) else { panic!("{uri}") };
            assert_eq!((refused.message.as_str(), refused.hint.as_deref()), (message, Some(hint)), "{uri}");
        }
        for uri in
            ["", "iam://", "iam://checks/", "iam://checks/a/b", "file:///etc/passwd", "iam://templates/%00"]
        {
            assert!(read(uri, &cx()).is_err(), "{uri}");
        }
    }

    #[test]
    fn other_tools_ids_are_read_with_their_escapes() {
        let (_, page) = read("iam://checks/sensitive_action%2Fmissing_condition", &cx()).unwrap();
        assert!(page.contains("is `") || page.contains("is several checks"), "{page}");
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%zz%41"), "%zzA");
    }
}
