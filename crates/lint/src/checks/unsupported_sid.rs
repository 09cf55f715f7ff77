//! A Sid with characters that it cannot have.

use std::collections::HashMap;

use policy::tree::{Policy, PolicyKind, Spanned};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::variables::holds_variable;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-sid",
    aliases: &["UNSUPPORTED_SID"],
    summary: "a Sid has other characters than ASCII letters and digits",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
In identity-based policies and SCPs a Sid consists of `A`–`Z`, `a`–`z` and `0`–`9`; AWS refuses the policy otherwise. Resource-based policies of some services take more, so nothing is said there.
",
    fix: r"
Leave out what is neither letter nor digit, and the marks of letters: `é` becomes `e`, `ß` becomes `ss`. Letters of other scripts have no such form; there the name is yours to choose.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"],
    flagged: &[
        r#"
{ "Sid": "Allow-read of logs", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^^^^^^^^^^^^^^ the Sid `Allow-read of logs` has `-` in it
"#,
        r#"
# as scp
{ "Sid": "données", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^^^ the Sid `données` has `é` in it
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read_1", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
             ^^^^^^^^ the Sid `Read_1` has `_` in it
    { "Sid": "Read1", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
  ]
}
"#,
        r#"
{ "Sid": "Größe", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^ the Sid `Größe` has `ö` in it
"#,
        r#"
{ "Sid": "Чтение", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^^ the Sid `Чтение` has `Ч` in it
"#,
    ],
    clean: &[
        r#"
{ "Sid": "AllowRead1", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
# as resource AWS::KMS::Key
{ "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let kinds = [PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::Session, PolicyKind::Scp];
    let sids = policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    // Of a policy variable another check speaks.
    let is_fault = |sid: &Spanned<String>| strange(&sid.value).is_some() && !holds_variable(&sid.value);
    if !kinds.contains(&cx.kind) || !sids.clone().any(is_fault) {
        return;
    }
    let mut users = HashMap::new();
    for sid in sids.clone() {
        *users.entry(mended(&sid.value).unwrap_or_default()).or_insert(0_usize) += 1;
    }
    for sid in sids.filter(|sid| is_fault(sid)) {
        let shown = strange(&sid.value).map(|letter| letter.escape_debug().to_string()).unwrap_or_default();
        let mended = mended(&sid.value).unwrap_or_default();
        let is_taken = users.get(&mended).is_some_and(|count| *count > 1);
        let finding = cx.report(sid.span, format!("the Sid `{}` has `{shown}` in it", sid.value));
        if mended.is_empty() || is_taken {
            finding.help("write ASCII letters and digits, and none that another statement has");
        } else {
            let title = format!("write `{mended}`");
            finding.help(title.as_str()).fix(Fix::safe(title, sid.span, quote(&mended)));
        }
    }
}

fn strange(sid: &str) -> Option<char> {
    sid.chars().find(|letter| !letter.is_ascii_alphanumeric())
}

/// The letters and digits of the Sid; a letter behind what is left out becomes a capital, so that words stay apart. `None` if a letter has
/// no ASCII form: what is left would be no word.
fn mended(sid: &str) -> Option<String> {
    let mut mended = String::new();
    let mut is_start = false;
    for letter in sid.chars() {
        let plain = plain(letter);
        if plain.is_empty() && letter.is_alphabetic() {
            return None;
        }
        for (number, letter) in plain.chars().enumerate() {
            let is_capital = is_start && number == 0 && !mended.is_empty();
            mended.push(if is_capital { letter.to_ascii_uppercase() } else { letter });
        }
        // A mark that combines with the letter before it parts no words.
        is_start = plain.is_empty() && !('\u{300}'..='\u{36f}').contains(&letter);
    }
    Some(mended)
}

/// Latin letters with marks, by what stands for them without.
const PLAIN: [(&str, &str); 36] = [
    ("A", "ÀÁÂÃÄÅĀĂĄ"),
    ("C", "ÇĆĈĊČ"),
    ("D", "ÐĎĐ"),
    ("E", "ÈÉÊËĒĔĖĘĚ"),
    ("G", "ĜĞĠĢ"),
    ("I", "ÌÍÎÏĨĪĬĮİ"),
    ("L", "ĹĻĽĿŁ"),
    ("N", "ÑŃŅŇ"),
    ("O", "ÒÓÔÕÖØŌŎŐ"),
    ("R", "ŔŖŘ"),
    ("S", "ŚŜŞŠȘ"),
    ("T", "ŢŤŦȚ"),
    ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
    ("Y", "ÝŶŸ"),
    ("Z", "ŹŻŽ"),
    ("AE", "Æ"),
    ("OE", "Œ"),
    ("SS", "ẞ"),
    ("a", "àáâãäåāăą"),
    ("c", "çćĉċč"),
    ("d", "ðďđ"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("i", "ìíîïĩīĭįı"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņň"),
    ("o", "òóôõöøōŏő"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("t", "ţťŧț"),
    ("u", "ùúûüũūŭůűų"),
    ("y", "ýŷÿ"),
    ("z", "źżž"),
    ("ae", "æ"),
    ("oe", "œ"),
    ("ss", "ß"),
];

/// What stands for a letter among ASCII letters and digits; empty if nothing does.
fn plain(letter: char) -> String {
    if letter.is_ascii_alphanumeric() {
        return letter.to_string();
    }
    let row = PLAIN.iter().find(|(_, marked)| marked.contains(letter));
    row.map(|(plain, _)| (*plain).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn words_stay_words() {
        for (sid, expected) in [
            ("Größe", Some("Grosse")),
            ("Gro\u{308}ße", Some("Grosse")),
            ("données", Some("donnees")),
            ("Łódź lesen", Some("LodzLesen")),
            ("Œuvre", Some("OEuvre")),
            ("Allow-read of logs", Some("AllowReadOfLogs")),
            ("-read", Some("read")),
            ("--", Some("")),
            ("日本Read", None),
            ("Größe😀klein", Some("GrosseKlein")),
        ] {
            assert_eq!(mended(sid).as_deref(), expected, "{sid}");
        }
    }
}
