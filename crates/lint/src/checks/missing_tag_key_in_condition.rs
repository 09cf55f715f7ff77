//! A tag condition key that ends at its slash.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::condition_keys::lacks_tag;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-tag-key-in-condition",
    aliases: &["MISSING_TAG_KEY_IN_CONDITION"],
    summary: "a tag condition key does not say which tag",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The name of the tag stands behind the slash: `aws:RequestTag/env`. Without it the key is none, and AWS refuses the policy.
",
    fix: r"
Add the name of the tag. To ask which tags are there, compare `aws:TagKeys`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "StringEquals": { "aws:RequestTag/": "prod", "ec2:ResourceTag/": "prod" } }
                                   ^^^^^^^^^^^^^^^^^ `aws:RequestTag/` does not say which tag
                                                              ^^^^^^^^^^^^^^^^^^ `ec2:ResourceTag/` does not say which tag
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "StringEquals": { "aws:RequestTag/env": "prod", "aws:PrincipalTag/acme/cost-center": "7" } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, _: &Spanned<Operator>, entry: &ConditionEntry) {
    if lacks_tag(cx.catalog, &entry.key.value) {
        let key = &entry.key.value.text;
        cx.report(entry.key.span, format!("`{key}` does not say which tag"))
            .help(format!("add the name of the tag, as in `{key}team`"));
    }
}
