//! A session policy that STS refuses.

use policy::tree::{Policy, PolicyKind};
use policy::{Severity, Span};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "session-policy-syntax",
    aliases: &[],
    summary: "a session policy is longer than STS takes, or has characters that it does not",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The policy that a session is started with may have 2,048 characters, white space included, and of Unicode only tab, line breaks and U+0020 to U+00FF. AWS packs it together with the session's tags, so a shorter one can be refused too.
",
    fix: r"
Write it on one line without blanks, or name managed policies in its place. Write other characters as wildcards, `?` or `*`.
",
    references: &["https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"],
    flagged: &[
        r#"
# as session
{
^ the policy has 2121 characters with white space, a session policy may have 2048
  "Version": "2012-10-17",
  "Statement": { "Sid": "(2000 letters)", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
        r#"
# as session
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/été/日本/*" }
                                                                               ^ STS refuses `日` in a session policy
"#,
    ],
    clean: &[
        r#"
# as session
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(1800 letters)", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/日本/*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Session {
        return;
    }
    size::report_if_over(cx, "session-policy.size", "a session policy");
    let written = cx.source.slice(policy.span);
    let strange = written.char_indices().find(|(_, c)| !matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FF}'));
    if let Some((at, letter)) = strange {
        let start = policy.span.range().start + at;
        let span = Span::new(start, start + letter.len_utf8());
        cx.report(span, format!("STS refuses `{}` in a session policy", letter.escape_debug()))
            .help("only tab, line breaks and U+0020 to U+00FF are taken");
    }
}
