//! Action patterns of a request, held against the catalogue: one that matches nothing is a slip.

use catalog::Catalog;
use policy::ActionPattern;

use super::known;
use crate::OpError;

/// The patterns, each of which stands for at least one action.
pub(super) fn patterns(texts: &[String], catalog: &Catalog) -> Result<Vec<ActionPattern>, OpError> {
    texts.iter().map(|text| pattern(text, catalog)).collect()
}

fn pattern(text: &str, catalog: &Catalog) -> Result<ActionPattern, OpError> {
    let pattern = ActionPattern::parse(text);
    if !catalog.expand(&pattern).is_empty() {
        return Ok(pattern);
    }
    let Some((prefix, name)) = text.split_once(':') else {
        return Err(OpError::invalid(format!("`{text}` is not a pattern of actions"))
            .hint("write `service:Name`, such as `s3:Get*`"));
    };
    if !prefix.contains(['*', '?']) {
        known::service(catalog, prefix)?;
    }
    if !name.contains(['*', '?']) {
        known::action(catalog, text)?;
    }
    let none =
        OpError::not_found(format!("no action of the catalogue of {} matches `{text}`", catalog.date()));
    let near = catalog.nearest_actions(&text.replace(['*', '?'], ""));
    let near: Vec<_> = near.iter().take(3).map(|action| format!("`{}`", action.full_name())).collect();
    Err(if near.is_empty() { none } else { none.hint(format!("did you mean {}?", near.join(" or "))) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<String, String> {
        let read = pattern(text, Catalog::embedded());
        read.map(|pattern| pattern.as_str().to_owned())
            .map_err(|error| format!("{} ({})", error.message, error.hint.unwrap_or_default()))
    }

    #[test]
    fn patterns_stand_for_something() {
        for text in ["s3:Get*", "S3:getobject", "*", "ec2:Describe?mages"] {
            assert_eq!(told(text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_stands_for_nothing_is_refused_with_what_is_near() {
        for (text, near) in [
            ("s3:GetObjekt", "s3:GetObject"),
            ("s3:GetObjekt*", "s3:GetObject"),
            ("s33:Get*", "s3"),
            ("GetObject", "service:Name"),
        ] {
            let error = told(text).unwrap_err();
            assert!(error.contains(near), "{error}");
        }
    }
}
