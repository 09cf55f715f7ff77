//! Known `OpenID` Connect providers, which role trust policies name.

use crate::Catalog;
use crate::view::Row;

/// An identity provider; condition keys of its tokens are `ISSUER:CLAIM`.
#[derive(Clone, Copy)]
pub struct OidcProvider<'c> {
    row: Row<'c>,
}

impl Catalog {
    pub fn oidc_providers(&self) -> impl Iterator<Item = OidcProvider<'_>> {
        self.table_rows("oidc_providers").map(|row| OidcProvider { row })
    }
}

impl<'c> OidcProvider<'c> {
    /// Host and path without `https://`; `${Name}` for what varies.
    pub fn issuer(self) -> &'c str {
        self.row.cell(0)
    }

    /// Whether tokens of `issuer` are this provider's; a `${Name}` stands for a part of a host or path.
    pub fn is_issuer(self, issuer: &str) -> bool {
        fits(self.issuer(), issuer)
    }

    /// Whether each customer has an issuer of their own.
    pub fn is_of_one_customer(self) -> bool {
        self.issuer().contains("${")
    }

    pub fn name(self) -> &'c str {
        self.row.cell(1)
    }

    pub fn usual_audience(self) -> Option<&'c str> {
        Some(self.row.cell(2)).filter(|cell| *cell != "-")
    }

    /// The claim that a trust policy must pin, as else anybody's tokens are let in.
    pub fn claim_to_pin(self) -> Option<&'c str> {
        Some(self.row.cell(3)).filter(|cell| *cell != "-")
    }

    /// IAM knows it without its being registered in the account.
    pub fn is_builtin(self) -> bool {
        self.row.cell(4) == "builtin"
    }

    /// More than this project's own knowledge stands behind the row.
    pub fn is_checked(self) -> bool {
        self.row.cell(5) == "checked"
    }
}

fn fits(form: &str, issuer: &str) -> bool {
    let Some((start, rest)) = form.split_once("${") else { return form == issuer };
    let after = rest.split_once('}').map_or("", |parts| parts.1);
    issuer.strip_prefix(start).is_some_and(|varying| {
        let end = varying.find(['.', '/']).unwrap_or(varying.len());
        end > 0 && fits(after, varying.get(end..).unwrap_or_default())
    })
}
