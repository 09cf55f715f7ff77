//! Values that say almost nothing where a condition key should name one owner or network.

use policy::Piece;
use policy::tree::{ConditionEntry, Literal, Spanned, Template};

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
        let is_colon = |piece: &Piece| matches!(piece, Piece::Token(policy::Token::Char(':')));
        let id = pieces.split(is_colon).next().unwrap_or_default();
        id.len() > 1 && id.iter().any(&is_open)
    };
    entry.values.iter().filter(|value| is_fault(&value.value.text())).collect()
}
