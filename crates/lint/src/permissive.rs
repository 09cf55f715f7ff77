//! Values that say almost nothing where a condition key should name one owner or network.

use policy::tree::{ConditionEntry, Literal, Spanned, Template};
use policy::{Piece, Token};

use crate::oidc::is_github;

/// Keys whose value is one account, organization or network: a part of it names strangers too.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html>
const EXACT_KEYS: [&str; 10] = [
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];

pub(crate) fn is_exact_key(key: &str) -> bool {
    EXACT_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// The values of the entry that have such a piece where it lets in too many: anywhere in a key that names one owner, or in
/// `aws:userid` left of the colon beside something else.
pub(crate) fn too_open(entry: &ConditionEntry, is_open: impl Fn(&Piece) -> bool) -> Vec<&Spanned<Literal>> {
    let key = &entry.key.value.text;
    let is_userid = key.eq_ignore_ascii_case("aws:userid");
    if !is_userid && !is_exact_key(key) {
        return Vec::new();
    }
    let is_fault = |text: &str| {
        let pieces: Vec<_> = Template::parse(text).pieces().collect();
        if !is_userid {
            return pieces.iter().any(&is_open);
        }
        let is_colon = |piece: &Piece| matches!(piece, Piece::Token(Token::Char(':')));
        let id = pieces.split(is_colon).next().unwrap_or_default();
        id.len() > 1 && id.iter().any(&is_open)
    };
    entry.values.iter().filter(|value| is_fault(&value.value.text())).collect()
}

/// So many letters must stand before each wildcard in the subject of a GitHub token: `repo:` alone are five.
///
/// Source: the same page, as the service applies it to trust policies.
const FEWEST_LETTERS: usize = 6;

/// The values for GitHub's `sub` in which a wildcard comes too early, or too soon after another.
pub(crate) fn open_subjects(entry: &ConditionEntry) -> Vec<&Spanned<Literal>> {
    let key = entry.key.value.text.rsplit_once(':');
    if !key.is_some_and(|(issuer, claim)| claim.eq_ignore_ascii_case("sub") && is_github(issuer)) {
        return Vec::new();
    }
    let comes_early = |text: &str| {
        let is_wildcard = |piece: &Piece| matches!(piece, Piece::Token(Token::AnyRun | Token::AnyChar));
        // What a variable stands for may be long enough.
        let is_short = |part: &[Piece]| part.len() < FEWEST_LETTERS && !part.contains(&Piece::Variable);
        let pieces: Vec<_> = Template::parse(text).pieces().collect();
        let parts: Vec<_> = pieces.split(is_wildcard).collect();
        let before = parts.split_last().map_or(&[][..], |(_, before)| before);
        // Wildcards side by side are one.
        let mut before = before.iter().enumerate().filter(|(place, part)| *place == 0 || !part.is_empty());
        before.any(|(_, part)| is_short(part))
    };
    entry.values.iter().filter(|value| comes_early(&value.value.text())).collect()
}
