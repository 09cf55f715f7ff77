//! Which actions of which policies a rule is about.

use catalog::Catalog;
use policy::tree::PolicyKind;
use policy::{Document, Limits, ResourcePattern, Severity};

use super::held::{forbidding, found_in, marked, patterns};
use crate::house::{Guarded, PathPattern, Scope};
use crate::{Options, lint};

#[test]
fn a_guarded_action_is_seen_behind_wildcards_of_both_sides() {
    for (actions, except, elements, expected) in [
        (
            &["s3:Put*"][..],
            &[][..],
            r#""Action":["s3:PutObject","s3:Get*","s3:*Acl"]"#,
            vec![r#""s3:PutObject""#, r#""s3:*Acl""#],
        ),
        (&["s3:*"], &["s3:Get*", "s3:List*"], r#""Action":["s3:GetObject","s3:Get*","s3:L*"]"#, vec![]),
        (&["s3:*"], &["s3:Get*"], r#""Action":"S3:*""#, vec![r#""S3:*""#]),
        (&["*"], &["s3:*"], r#""Action":"*""#, vec![r#""*""#]),
        (&["s3:PutObject"], &[], r#""NotAction":["s3:Get*"]"#, vec![r#""NotAction""#]),
        (&["s3:PutObject"], &[], r#""NotAction":["s3:Put*"]"#, vec![]),
        (&["s3:PutObject"], &[], r#""NotAction":[{"Ref":"Actions"}]"#, vec![]),
        // Actions that the catalogue does not have.
        (&["nosuch:Do"], &[], r#""Action":"nosuch:*""#, vec![r#""nosuch:*""#]),
        (
            &["nosuch:Do*"],
            &["nosuch:DoNot*"],
            r#""Action":["nosuch:DoNotDo","nosuch:DoIt*"]"#,
            vec![r#""nosuch:DoIt*""#],
        ),
        (&["nosuch:Do"], &[], r#""NotAction":"s3:*""#, vec![r#""NotAction""#]),
        (&["s3"], &[], r#""Action":"*""#, vec![]),
    ] {
        let guarded = Guarded { actions: patterns(actions), except: patterns(except), ..Guarded::default() };
        let found = marked(&forbidding(guarded, Scope::default()), elements);
        assert_eq!(found, expected, "{actions:?} but {except:?}: {elements}");
    }
}

#[test]
fn actions_forbidden_together_are_one_finding() {
    let guarded = Guarded {
        actions: patterns(&["iam:PassRole", "lambda:Create*"]),
        together: true,
        ..Guarded::default()
    };
    let rules = forbidding(guarded, Scope::default());
    assert_eq!(marked(&rules, r#""Action":["lambda:*","s3:*","iam:PassRole"]"#), [r#""lambda:*""#]);
    assert!(marked(&rules, r#""Action":["lambda:*","s3:*"]"#).is_empty());
    let policy =
        r#"{"Statement":{"Effect":"Allow","Action":["lambda:CreateFunction","iam:*"],"Resource":"*"}}"#;
    let found = found_in("p.json", &rules, PolicyKind::Identity, policy);
    let message = "`lambda:CreateFunction` and `iam:PassRole` are not to be allowed together";
    assert_eq!(found, [(r#""lambda:CreateFunction""#.to_owned(), message.to_owned(), Severity::High)]);
}

#[test]
fn an_outright_deny_takes_an_action_back_and_others_do_not() {
    let guarded = || Guarded { actions: patterns(&["s3:PutObject", "nosuch:Do"]), ..Guarded::default() };
    let policy = |deny: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["s3:*","nosuch:Do"],"Resource":"*"}},{{"Effect":"Deny",{deny}}}]}}"#
        )
    };
    for (deny, expected) in [
        (r#""Action":["s3:Put*","nosuch:*"],"Resource":"*""#, 0),
        (r#""NotAction":"ec2:*","Resource":"*""#, 0),
        (r#""Action":"s3:Put*","Resource":"*""#, 1),
        (r#""Action":"*","Resource":"arn:aws:s3:::b/*""#, 2),
        (r#""Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#, 2),
    ] {
        let rules = forbidding(guarded(), Scope::default());
        let found = found_in("p.json", &rules, PolicyKind::Identity, &policy(deny));
        assert_eq!(found.len(), expected, "{deny}: {found:?}");
    }
}

#[test]
fn a_rule_keeps_to_its_scope() {
    const BOTH: &str = r#""Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]"#;
    let resources =
        |texts: &[&str]| texts.iter().map(|text| ResourcePattern::parse(text)).collect::<Vec<_>>();
    let files = |text: &str| vec![PathPattern::parse(text)];
    let policy = |resource: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject",{resource}}}}}"#
        )
    };
    for (scope, kind, resource, expected) in [
        (Scope::default(), PolicyKind::Identity, BOTH, true),
        (Scope::default(), PolicyKind::Scp, BOTH, false),
        (Scope { kinds: vec![PolicyKind::Boundary], ..Scope::default() }, PolicyKind::Boundary, BOTH, true),
        (Scope { kinds: vec![PolicyKind::Boundary], ..Scope::default() }, PolicyKind::Identity, BOTH, false),
        (Scope { files: files("team"), ..Scope::default() }, PolicyKind::Identity, BOTH, true),
        (Scope { files: files("other"), ..Scope::default() }, PolicyKind::Identity, BOTH, false),
        (Scope { except_files: files("team/*.json"), ..Scope::default() }, PolicyKind::Identity, BOTH, false),
        (
            Scope { resources: resources(&["arn:aws:s3:::b/secret/*"]), ..Scope::default() },
            PolicyKind::Identity,
            BOTH,
            true,
        ),
        (
            Scope { resources: resources(&["arn:aws:s3:::c/*"]), ..Scope::default() },
            PolicyKind::Identity,
            BOTH,
            false,
        ),
        (
            Scope { resources: resources(&["arn:aws:s3:::c/*"]), ..Scope::default() },
            PolicyKind::Identity,
            r#""NotResource":"arn:aws:s3:::c/*""#,
            false,
        ),
        (
            Scope { resources: resources(&["arn:aws:s3:::c/*"]), ..Scope::default() },
            PolicyKind::Identity,
            r#""NotResource":"arn:aws:s3:::b/*""#,
            true,
        ),
        (
            Scope { except_resources: resources(&["arn:aws:s3:::a/*"]), ..Scope::default() },
            PolicyKind::Identity,
            BOTH,
            true,
        ),
        (
            Scope {
                except_resources: resources(&["arn:aws:s3:::a/*", "arn:aws:s3:::b*"]),
                ..Scope::default()
            },
            PolicyKind::Identity,
            BOTH,
            false,
        ),
        (
            Scope { except_resources: resources(&["arn:aws:s3:::a/*"]), ..Scope::default() },
            PolicyKind::Identity,
            r#""NotResource":"arn:aws:s3:::b/*""#,
            true,
        ),
        // What is beyond is no object, and nothing that could be got.
        (
            Scope { except_resources: resources(&["arn:aws:s3:::a/*"]), ..Scope::default() },
            PolicyKind::Identity,
            r#""Resource":["arn:aws:s3:::a/*","arn:aws:sqs:eu-west-1:111122223333:q","arn:aws:s3:::b"]"#,
            false,
        ),
        // It hangs on a variable.
        (
            Scope { except_resources: resources(&["arn:aws:s3:::a/home/ann/*"]), ..Scope::default() },
            PolicyKind::Identity,
            r#""Resource":"arn:aws:s3:::a/home/${aws:username}/*""#,
            false,
        ),
    ] {
        let guarded = Guarded { actions: patterns(&["s3:*"]), ..Guarded::default() };
        let rules = forbidding(guarded, scope.clone());
        let found = found_in("policies/team/a.json", &rules, kind, &policy(resource));
        assert_eq!(!found.is_empty(), expected, "{scope:?}: {resource}");
    }
}

#[test]
fn hostile_policies_are_held_to_rules_in_bounded_time() {
    let actions = vec![r#""s3:*a*b*c*","ec2:*""#; 20_000].join(",");
    let guarded = Guarded { actions: patterns(&["s3:*x*", "ec2:*y*", "nosuch:*"]), ..Guarded::default() };
    let found = marked(&forbidding(guarded, Scope::default()), &format!(r#""Action":[{actions}]"#));
    assert!(found.len() >= crate::budget::MOST_FINDINGS, "{}", found.len());
}

/// `s3:*` on a bucket allows what can be done with buckets, and on objects what can be done with objects.
#[test]
fn the_action_that_is_named_is_one_that_the_resource_lets_through() {
    let guarded = Guarded { actions: patterns(&["s3:Delete*"]), ..Guarded::default() };
    let except_resources = vec![ResourcePattern::parse("arn:aws:s3:::dev*")];
    let rules = forbidding(guarded, Scope { except_resources, ..Scope::default() });
    for (resource, action) in
        [("arn:aws:s3:::prod", "s3:DeleteBucket"), ("arn:aws:s3:::prod/x/*", "s3:DeleteObject")]
    {
        let policy = format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::dev","{resource}"]}}}}"#
        );
        let found = found_in("p.json", &rules, PolicyKind::Identity, &policy);
        let [(_, message, _)] = found.as_slice() else { panic!("{found:?}") };
        assert!(message.contains(&format!("allows `{action}`")), "{message}");
    }
}

/// Where everything is allowed, other findings are folded into that one; a house asked for its rules.
#[test]
fn a_rule_holds_for_administrators_too() {
    let guarded = Guarded { actions: patterns(&["s3:DeleteBucket"]), ..Guarded::default() };
    let options = Options { house: forbidding(guarded, Scope::default()), ..Options::default() };
    let policy = br#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let document = Document::read("p.json", policy, None, &Limits::default());
    let found = lint(&document, Catalog::embedded(), &options).diagnostics;
    let has = |id: &str| found.iter().any(|found| found.id == id);
    assert!(has("admin-access") && has("configured-forbidden-action"), "{found:?}");
}

/// Whoever makes a rule look through much that is not allowed cannot hide behind it what is.
#[test]
fn a_rule_that_did_not_look_at_all_says_so() {
    let guarded = Guarded { actions: patterns(&["s3:*Object*"]), ..Guarded::default() };
    let scope = Scope { resources: vec![ResourcePattern::parse("*")], ..Scope::default() };
    let options = Options { house: forbidding(guarded, scope), ..Options::default() };
    let other = r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"},"#;
    for (others, is_told) in [(1, false), (1_000, true)] {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{}{{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}]}}"#,
            other.repeat(others)
        );
        let document = Document::read("p.json", policy.as_bytes(), None, &Limits::default());
        let only = vec!["configured-forbidden-action".to_owned()];
        let found = lint(&document, Catalog::embedded(), &Options { only, ..options.clone() }).diagnostics;
        let ids: Vec<_> = found.iter().map(|found| (found.id, found.severity)).collect();
        let expected = if is_told { "check-limit-reached" } else { "configured-forbidden-action" };
        assert_eq!(ids, [(expected, Severity::High)], "{others}");
    }
}
