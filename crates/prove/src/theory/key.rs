//! The values of one context key: none, one, or several.
//!
//! "Every value lies in U" and "some value lies in W" are closed under negation. So a set of them can hold for several values if
//! each W has something in common with U, and the values found for the W's are the witness.

use catalog::{Catalog, Scalar};

use super::sets::Held;
use super::value::{Demand, Found};
use crate::atom::{Doubt, KeyAtom, Literal, Shape, Test};
use crate::budget::Spent;
use crate::space::{Space, Worlds};

/// How a key comes with requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyDomain {
    /// Whether a request may be without it.
    pub(crate) absent: bool,
    /// Whether it may have several values.
    pub(crate) many: bool,
    /// The type of its values; none where any text may be one.
    pub(crate) scalar: Option<Scalar>,
    /// Whether its values are ids of accounts.
    pub(crate) accounts: Accounts,
}

/// Whether values are ids of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accounts {
    No,
    Ids,
    /// Ids, or [`ANONYMOUS`].
    IdsOrNobody,
}

/// The account of who has not signed the request
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount>).
pub(crate) const ANONYMOUS: &str = "anonymous";

/// Values of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyValue {
    Absent,
    One(String),
    Many(Vec<String>),
}

impl KeyDomain {
    const ANY: Self = Self { absent: true, many: true, scalar: None, accounts: Accounts::No };

    /// Keys whose values are ids of accounts.
    const ACCOUNTS: [&str; 5] = [
        "aws:resourceaccount",
        "aws:sourceaccount",
        "aws:vpceaccount",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
    ];

    pub(crate) fn of(name: &str, catalog: &Catalog, worlds: Worlds) -> Self {
        if worlds == Worlds::Any {
            return Self::ANY;
        }
        let accounts = match name {
            "aws:principalaccount" => Accounts::IdsOrNobody,
            _ if Self::ACCOUNTS.contains(&name) => Accounts::Ids,
            _ => Accounts::No,
        };
        if let Some(key) = catalog.global_key(name) {
            let kind = key.kind();
            let scalar = Some(kind.scalar);
            return Self { absent: !key.is_always_present(), many: kind.multivalued, scalar, accounts };
        }
        catalog.condition_key(name).map_or(Self::ANY, |key| Self {
            absent: true,
            many: key.is_multivalued(),
            scalar: Some(key.kind().scalar),
            accounts,
        })
    }
}

impl Space<'_> {
    pub(super) fn key_held(
        &mut self,
        name: &str,
        domain: KeyDomain,
        literals: &[Literal],
    ) -> Result<Held, Spent> {
        let atoms = self.key_atoms(literals);
        let (value, doubt) = self.solve(domain, &atoms)?;
        Ok(match (value, doubt) {
            (Some(_), _) => Held::Yes,
            (None, Some(Doubt::MixedKey(_))) => Held::Perhaps(Doubt::MixedKey(name.to_owned())),
            (None, Some(doubt)) => Held::Perhaps(doubt),
            (None, None) => Held::No,
        })
    }

    /// One that people know by sight, where it does as well.
    pub(super) fn key_value(
        &mut self,
        name: &str,
        domain: KeyDomain,
        literals: &[Literal],
    ) -> Result<Option<KeyValue>, Spent> {
        let mut atoms = self.key_atoms(literals);
        let found = self.solve(domain, &atoms)?.0;
        let familiar = FAMILIAR.iter().filter(|(key, _)| *key == name).flat_map(|(_, values)| *values);
        if self.worlds == Worlds::Aws && matches!(found, Some(KeyValue::One(_))) {
            for value in familiar {
                let any_of = vec![self.literal_text(value)];
                atoms.push((KeyAtom::text(any_of), true));
                if let (Some(same), _) = self.solve(domain, &atoms)? {
                    return Ok(Some(same));
                }
                atoms.pop();
            }
        }
        Ok(found)
    }

    /// Values that make the atoms hold or not hold as wanted, the fewest; else a doubt, if it is not sure that there are none.
    fn solve(
        &mut self,
        domain: KeyDomain,
        atoms: &[(KeyAtom, bool)],
    ) -> Result<(Option<KeyValue>, Option<Doubt>), Spent> {
        if domain.absent && atoms.iter().all(|(atom, holds)| atom.without_key() == *holds) {
            return Ok((Some(KeyValue::Absent), None));
        }
        let demand: Demand<'_> = atoms.iter().map(|(atom, holds)| (&atom.test, *holds)).collect();
        let mut doubt = match self.value(&demand, domain, None)? {
            Found::Value(value) => return Ok((Some(KeyValue::One(value)), None)),
            Found::Perhaps(doubt) => Some(doubt),
            Found::Nothing => None,
        };
        if domain.many {
            match self.several(domain, atoms)? {
                Several::Values(values) => return Ok((Some(KeyValue::Many(values)), None)),
                Several::Perhaps(other) => doubt = doubt.or(Some(other)),
                Several::None => {}
            }
        }
        Ok((None, doubt))
    }

    fn several(&mut self, domain: KeyDomain, atoms: &[(KeyAtom, bool)]) -> Result<Several, Spent> {
        let mut every: Demand<'_> = Vec::new();
        let mut some: Demand<'_> = Vec::new();
        for (atom, holds) in atoms {
            match (&atom.test, atom.shape) {
                (Test::Presence { present, .. }, _) if present != holds => return Ok(Several::None),
                (Test::Presence { .. }, _) => {}
                // Without a set prefix an operator does not hold for several values.
                (_, Shape::Only { .. }) if *holds => return Ok(Several::None),
                (_, Shape::Only { .. }) => {}
                (test, Shape::All) if *holds => every.push((test, true)),
                (test, Shape::All) => some.push((test, false)),
                (test, Shape::Any { .. }) if *holds => some.push((test, true)),
                (test, Shape::Any { .. }) => every.push((test, false)),
            }
        }
        let mut values: Vec<String> = Vec::new();
        for wanted in some {
            let mut demand = every.clone();
            demand.push(wanted);
            match self.value(&demand, domain, None)? {
                Found::Nothing => return Ok(Several::None),
                Found::Perhaps(doubt) => return Ok(Several::Perhaps(doubt)),
                Found::Value(value) => {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
            }
        }
        // Several are at least two, which are the same only where there is but one.
        while values.len() < 2 {
            let first = values.first().cloned();
            match (self.value(&every, domain, first.as_deref())?, first) {
                (Found::Value(value), _) => values.push(value),
                // AWS sends no value twice.
                (Found::Nothing | Found::Perhaps(_), Some(value)) if self.worlds == Worlds::Any => {
                    values.push(value);
                }
                (Found::Perhaps(doubt), _) => return Ok(Several::Perhaps(doubt)),
                (Found::Nothing, _) => return Ok(Several::None),
            }
        }
        Ok(Several::Values(values))
    }
}

/// Values of keys for which the shortest text would be none that AWS sends.
const FAMILIAR: [(&str, &[&str]); 4] = [
    ("aws:requestedregion", &["us-east-1", "eu-west-1", "ap-southeast-2"]),
    ("aws:principalorgid", &["o-a1b2c3d4e5", "o-z9y8x7w6v5"]),
    ("aws:resourceorgid", &["o-a1b2c3d4e5", "o-z9y8x7w6v5"]),
    ("aws:sourceorgid", &["o-a1b2c3d4e5", "o-z9y8x7w6v5"]),
];

enum Several {
    None,
    Values(Vec<String>),
    Perhaps(Doubt),
}
