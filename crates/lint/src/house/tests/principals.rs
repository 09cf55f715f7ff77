//! Whom a rule lets in.

use policy::Glob;
use policy::tree::PrincipalType;

use super::held::{key, letting, marked};
use crate::house::{Demand, PrincipalDemand, PrincipalPattern};

#[test]
fn principals_are_held_to_lists() {
    let parse = |texts: &[&str]| texts.iter().map(|text| PrincipalPattern::parse(text)).collect::<Vec<_>>();
    let of = |principal: &str| format!(r#""Action":"s3:GetObject","Principal":{principal}"#);
    let only = |texts: &[&str]| PrincipalDemand::Only { types: Vec::new(), allowed: parse(texts) };
    for (demand, principal, expected) in [
        (only(&["111122223333"]), r#"{"AWS":["111122223333","arn:aws:iam::111122223333:user/ann"]}"#, vec![]),
        (only(&["arn:aws:iam::111122223333:root"]), r#"{"AWS":"111122223333"}"#, vec![]),
        (
            only(&["arn:aws:iam::111122223333:role/app-*"]),
            r#"{"AWS":"111122223333"}"#,
            vec![r#""111122223333""#],
        ),
        (only(&["arn:aws:iam::111122223333:*"]), r#"{"AWS":"111122223333"}"#, vec![]),
        (only(&["arn:aws:iam::*:role/app-*"]), r#"{"AWS":"arn:aws:iam::111122223333:role/app-1"}"#, vec![]),
        (only(&["111122223333"]), r#""*""#, vec![r#""*""#]),
        (only(&["*"]), r#"{"AWS":"*","Service":"sns.amazonaws.com"}"#, vec![]),
        (only(&["111122223333"]), r#"{"AWS":"${account}"}"#, vec![]),
        (only(&["111122223333"]), r#"{"Service":"sns.amazonaws.com"}"#, vec![r#""sns.amazonaws.com""#]),
        (
            PrincipalDemand::Only { types: vec![PrincipalType::Aws], allowed: parse(&["111122223333"]) },
            r#"{"Service":"sns.amazonaws.com"}"#,
            vec![],
        ),
        (
            PrincipalDemand::Only {
                types: vec![PrincipalType::Service],
                allowed: parse(&["sns.amazonaws.com"]),
            },
            r#""*""#,
            vec![],
        ),
        (PrincipalDemand::Never(parse(&["*"])), r#"{"AWS":["*","111122223333"]}"#, vec![r#""*""#]),
        (PrincipalDemand::Never(parse(&["444455556666"])), r#""*""#, vec![r#""*""#]),
        (
            PrincipalDemand::Never(parse(&["444455556666"])),
            r#"{"AWS":"arn:aws:iam::444455556666:role/x"}"#,
            vec![r#""arn:aws:iam::444455556666:role/x""#],
        ),
        (
            PrincipalDemand::Never(vec![PrincipalPattern {
                kind: Some(PrincipalType::Service),
                text: Glob::new("*.amazonaws.com"),
            }]),
            r#"{"AWS":"111122223333","Service":"sns.amazonaws.com"}"#,
            vec![r#""sns.amazonaws.com""#],
        ),
        (
            PrincipalDemand::NoServiceWildcard,
            r#"{"AWS":"*","Service":["*","sns.amazonaws.com"]}"#,
            vec![r#""*""#],
        ),
    ] {
        let rules = letting(demand.clone());
        assert_eq!(marked(&rules, &of(principal)), expected, "{demand:?}: {principal}");
    }
    let elements = r#""Action":"s3:GetObject","NotPrincipal":{"AWS":"444455556666"}"#;
    assert_eq!(marked(&letting(only(&["111122223333"])), elements), [r#""NotPrincipal""#]);
    assert!(marked(&letting(PrincipalDemand::Never(parse(&["444455556666"]))), elements).is_empty());
    assert_eq!(marked(&letting(PrincipalDemand::Never(parse(&["*"]))), elements), [r#""NotPrincipal""#]);
}

#[test]
fn principals_may_be_let_in_under_conditions_only() {
    const ORG: &str = r#"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3"}}"#;
    const OTHER: &str = r#"{"StringEquals":{"aws:PrincipalOrgID":"o-zzzzzz"}}"#;
    let under = |principal: &str, except: &[&str]| PrincipalDemand::Under {
        principals: vec![PrincipalPattern::parse(principal)],
        except: except.iter().map(|text| PrincipalPattern::parse(text)).collect(),
        demands: vec![Demand::Key(key("aws:PrincipalOrgID", "", &["o-a1b2c3"]))],
    };
    let of = |principal: &str, condition: &str| {
        format!(r#""Action":"s3:GetObject","Principal":{principal},"Condition":{condition}"#)
    };
    for (demand, principal, condition, expected) in [
        (under("*", &[]), r#""*""#, ORG, 0),
        (under("*", &[]), r#""*""#, OTHER, 1),
        (under("*", &[]), r#"{"AWS":"111122223333"}"#, OTHER, 0),
        (under("arn:aws:iam::*", &[]), r#"{"AWS":["111122223333","444455556666"]}"#, OTHER, 1),
        (under("arn:aws:iam::*", &["111122223333"]), r#"{"AWS":["111122223333","444455556666"]}"#, OTHER, 1),
    ] {
        let found = marked(&letting(demand.clone()), &of(principal, condition));
        assert_eq!(found.len(), expected, "{demand:?}: {principal} {condition}: {found:?}");
    }
}
