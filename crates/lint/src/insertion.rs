//! Putting a member into an object that has others.

use policy::{Edit, Span};

use crate::Cx;
use crate::absence::opening;

/// The edit that puts a member, written as JSON on one line, before all others of a filled object.
pub(crate) fn first_member(cx: &Cx<'_>, object: Span, member: &str) -> Edit {
    if cx.source.slice(opening(object)) == "{" {
        let at = opening(object).after();
        return Edit { span: at, text: format!(" {member},") };
    }
    let at = Span { start: object.start, end: object.start };
    let indent = " ".repeat(cx.source.position(object.range().start).column - 1);
    Edit { span: at, text: format!("{member}\n{indent}") }
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use policy::tree::PolicyKind;
    use policy::{Document, Limits, fix};

    use crate::{Options, lint};

    /// The document after all fixes of one check.
    fn mended(check: &str, text: &str) -> String {
        let options =
            Options { kind: Some(PolicyKind::Rcp), only: vec![check.to_owned()], ..Options::default() };
        let document = Document::read("p.yaml", text.as_bytes(), None, &Limits::default());
        let found = lint(&document, Catalog::embedded(), &options).diagnostics;
        let fixes: Vec<_> = found.iter().filter_map(|found| found.fix.as_ref()).collect();
        fix::apply(text, &fixes).text
    }

    #[test]
    fn members_are_put_in_and_taken_out_in_yaml_too() {
        const ORG: &str = "rcp-missing-related-principal-condition-key";
        const EXCEPTION: &str = r#""BoolIfExists": { "aws:PrincipalIsAWSService": "false" }"#;
        let deny =
            "Statement:\n- Sid: A\n  Effect: Deny\n  Principal: '*'\n  Action: s3:*\n  Resource: '*'\n";
        for (check, before, after) in [
            (
                ORG,
                "  Condition:\n    StringNotEquals:\n      aws:PrincipalOrgID: o-1\n",
                format!(
                    "  Condition:\n    {EXCEPTION}\n    StringNotEquals:\n      aws:PrincipalOrgID: o-1\n"
                ),
            ),
            (
                ORG,
                "  Condition: { StringNotEquals: { aws:PrincipalOrgID: o-1 } }\n",
                format!("  Condition: {{ {EXCEPTION}, StringNotEquals: {{ aws:PrincipalOrgID: o-1 }} }}\n"),
            ),
            ("empty-object-condition", "  Condition:\n    StringEquals: {}\n", String::new()),
            (
                "redundant-condition-value-num",
                "  Condition:\n    NumericLessThan:\n      s3:signatureAge:\n      - 5\n      - '60'\n",
                "  Condition:\n    NumericLessThan:\n      s3:signatureAge:\n      - '60'\n".to_owned(),
            ),
        ] {
            let text = mended(check, &format!("{deny}{before}"));
            assert_eq!(text.trim_end(), format!("{deny}{after}").trim_end());
            let read = Document::read("p.yaml", text.as_bytes(), None, &Limits::default());
            assert!(read.diagnostics.is_empty(), "{text}");
        }
    }
}
