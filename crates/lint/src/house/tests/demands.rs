//! Which conditions meet which demands.

use policy::Severity;
use policy::tree::PolicyKind;

use super::held::{demanding, found_in, key, marked};
use crate::house::{Demand, KeyDemand, Words};

/// Whether the statement is taken to meet the demand.
fn is_met(demand: Demand, condition: &str) -> bool {
    let elements = format!(r#""Action":"s3:GetObject","Condition":{condition}"#);
    marked(&demanding(vec![demand]), &elements).is_empty()
}

#[test]
fn a_condition_meets_a_demand_only_if_it_holds_requests_to_it() {
    for (demand, condition, expected) in [
        // Any operator, any values.
        (key("aws:SourceVpc", "", &[]), r#"{"StringEquals":{"aws:sourcevpc":"vpc-1"}}"#, true),
        (key("aws:SourceVpc", "", &[]), r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}}"#, false),
        (
            key("aws:SourceVpc", "", &[]),
            r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"},"Null":{"aws:SourceVpc":"false"}}"#,
            true,
        ),
        (key("aws:SourceVpc", "", &[]), r#"{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}"#, false),
        (key("aws:SourceVpc", "", &[]), r#"{"Null":{"aws:SourceVpc":"true"}}"#, false),
        (key("aws:SourceVpc", "", &[]), r#"{"StringLike":{"aws:SourceVpc":"*"}}"#, false),
        (key("aws:SourceIp", "", &[]), r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, false),
        (key("aws:PrincipalTag/", "", &[]), r#"{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#, true),
        // Values.
        (
            key("aws:SourceVpc", "", &["vpc-1", "vpc-2"]),
            r#"{"StringEquals":{"aws:SourceVpc":["vpc-2"]}}"#,
            true,
        ),
        (
            key("aws:SourceVpc", "", &["vpc-1"]),
            r#"{"StringEquals":{"aws:SourceVpc":["vpc-1","vpc-2"]}}"#,
            false,
        ),
        (key("aws:SourceVpc", "", &["vpc-*"]), r#"{"StringLike":{"aws:SourceVpc":"vpc-1*"}}"#, true),
        (
            key("aws:SourceVpc", "StringEquals", &["vpc-*"]),
            r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#,
            false,
        ),
        (key("aws:SourceIp", "", &["10.0.0.0/8"]), r#"{"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}}"#, true),
        (key("aws:SourceIp", "", &["10.0.0.0/8"]), r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, false),
        (key("aws:SecureTransport", "", &["true"]), r#"{"Bool":{"aws:SecureTransport":true}}"#, true),
        (key("aws:SecureTransport", "Bool", &["true"]), r#"{"Bool":{"aws:SecureTransport":"false"}}"#, false),
        (
            key("aws:ResourceOrgID", "", &["${aws:PrincipalOrgID}"]),
            r#"{"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}}"#,
            true,
        ),
        (
            key("aws:ResourceOrgID", "", &["${aws:PrincipalOrgID}"]),
            r#"{"StringEquals":{"aws:ResourceOrgID":"o-a1b2c3"}}"#,
            false,
        ),
        // What a variable stands for is not known, so nothing is said.
        (
            key("aws:SourceVpc", "", &["vpc-1"]),
            r#"{"StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/vpc}"}}"#,
            true,
        ),
        (key("aws:SourceVpc", "", &["vpc-1"]), r#"{"StringEquals":{"aws:SourceVpc":{"Ref":"Vpc"}}}"#, true),
    ] {
        assert_eq!(is_met(Demand::Key(demand.clone()), condition), expected, "{demand:?} in {condition}");
    }
}

#[test]
fn an_operator_must_be_as_strict_as_the_one_demanded() {
    for (demand, condition, expected) in [
        (
            key("aws:SourceVpc", "StringLike", &["vpc-1"]),
            r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#,
            true,
        ),
        (
            key("aws:SourceVpc", "StringEquals", &["vpc-1"]),
            r#"{"StringLike":{"aws:SourceVpc":"vpc-1"}}"#,
            false,
        ),
        (
            key("aws:SourceVpc", "StringEqualsIfExists", &["vpc-1"]),
            r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}}"#,
            true,
        ),
        // Every request of the action has the key.
        (
            key("iam:PassedToService", "StringEquals", &["ec2.amazonaws.com"]),
            r#"{"StringEqualsIfExists":{"iam:PassedToService":"ec2.amazonaws.com"}}"#,
            true,
        ),
        (
            key("aws:SourceVpc", "StringEqualsIfExists", &["vpc-1"]),
            r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#,
            true,
        ),
        (key("aws:TokenIssueTime", "Null", &["false"]), r#"{"Null":{"aws:TokenIssueTime":"false"}}"#, true),
        (key("aws:TokenIssueTime", "Null", &["false"]), r#"{"Null":{"aws:TokenIssueTime":"true"}}"#, false),
        (
            key("aws:SourceVpc", "StringNotEquals", &["vpc-1"]),
            r#"{"StringNotEquals":{"aws:SourceVpc":["vpc-1","vpc-2"]}}"#,
            true,
        ),
        (
            key("aws:SourceVpc", "StringNotEquals", &["vpc-1", "vpc-3"]),
            r#"{"StringNotEquals":{"aws:SourceVpc":["vpc-1","vpc-2"]}}"#,
            false,
        ),
        (
            key("aws:MultiFactorAuthAge", "NumericLessThanEquals", &["3600"]),
            r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"900"}}"#,
            true,
        ),
        (
            key("aws:MultiFactorAuthAge", "NumericLessThan", &["3600"]),
            r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"7200"}}"#,
            false,
        ),
        (
            key("aws:TagKeys", "ForAllValues:StringEquals", &["team"]),
            r#"{"ForAllValues:StringEquals":{"aws:TagKeys":"team"}}"#,
            true,
        ),
        (key("aws:TagKeys", "", &["team"]), r#"{"ForAllValues:StringEquals":{"aws:TagKeys":"team"}}"#, false),
        (
            key("aws:TagKeys", "ForAllValues:StringEquals", &["team"]),
            r#"{"ForAnyValue:StringEquals":{"aws:TagKeys":"team"}}"#,
            false,
        ),
    ] {
        assert_eq!(is_met(Demand::Key(demand.clone()), condition), expected, "{demand:?} in {condition}");
    }
}

#[test]
fn demands_are_joined_by_all_any_and_none() {
    const VPC: &str = r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#;
    const BOTH: &str =
        r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#;
    let vpc = || Demand::Key(key("aws:SourceVpc", "", &[]));
    let ip = || Demand::Key(key("aws:SourceIp", "", &[]));
    assert!(is_met(Demand::Any(vec![vpc(), ip()]), VPC));
    assert!(!is_met(Demand::Any(vec![ip()]), VPC));
    assert!(is_met(Demand::Any(Vec::new()), VPC));
    assert!(!is_met(Demand::All(vec![vpc(), ip()]), VPC));
    assert!(is_met(Demand::All(vec![vpc(), ip()]), BOTH));
    assert!(is_met(Demand::Any(vec![Demand::All(vec![vpc(), ip()])]), BOTH));
    assert!(!is_met(Demand::Any(vec![Demand::All(vec![vpc(), ip()])]), VPC));
    // Each of several demands that is not met is a finding.
    let rules = demanding(vec![vpc(), Demand::All(vec![ip(), vpc()])]);
    assert_eq!(marked(&rules, r#""Action":"s3:GetObject""#).len(), 3);
}

#[test]
fn what_must_not_stand_there_is_marked_where_it_stands() {
    for (demand, condition, expected) in [
        (
            key("aws:SecureTransport", "", &["false"]),
            r#"{"Bool":{"aws:SecureTransport":"false"}}"#,
            vec![r#""false""#],
        ),
        (key("aws:SecureTransport", "", &["false"]), r#"{"Bool":{"aws:SecureTransport":"true"}}"#, vec![]),
        (key("aws:SourceIp", "", &["0.0.0.0/0"]), r#"{"NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, vec![]),
        (key("aws:SourceIp", "", &["0.0.0.0/0"]), r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, vec![]),
        (
            key("aws:SourceIp", "", &["10.0.0.0/8"]),
            r#"{"IpAddress":{"aws:SourceIp":"10.1.1.1"}}"#,
            vec![r#""10.1.1.1""#],
        ),
        (
            key("aws:Referer", "", &[]),
            r#"{"StringLike":{"aws:referer":"https://*"}}"#,
            vec![r#""aws:referer""#],
        ),
        (
            key("aws:SourceVpc", "StringNotEquals", &[]),
            r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#,
            vec![],
        ),
        (
            key("aws:PrincipalTag/env", "", &["prod*"]),
            r#"{"StringEquals":{"aws:PrincipalTag/env":["dev","prod-eu"]}}"#,
            vec![r#""prod-eu""#],
        ),
    ] {
        let elements = format!(r#""Action":"s3:GetObject","Condition":{condition}"#);
        let rules = demanding(vec![Demand::None(vec![demand.clone()])]);
        assert_eq!(marked(&rules, &elements), expected, "{demand:?} in {condition}");
    }
}

#[test]
fn a_broken_rule_is_told_in_its_authors_words() {
    let mut rules = demanding(vec![
        Demand::Key(KeyDemand {
            message: Some("no office, no objects".to_owned()),
            severity: Some(Severity::Low),
            ..key("aws:SourceIp", "", &[])
        }),
        Demand::Key(key("aws:SourceVpc", "", &[])),
    ]);
    rules.conditions[0].words = Words {
        name: "office".to_owned(),
        severity: Some(Severity::Critical),
        message: Some("objects are for the office".to_owned()),
        help: Some("ask the network team".to_owned()),
    };
    let policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
    let found = found_in("p.json", &rules, PolicyKind::Identity, policy);
    let said: Vec<_> = found.iter().map(|(_, message, severity)| (message.as_str(), *severity)).collect();
    assert_eq!(
        said,
        [("no office, no objects", Severity::Low), ("objects are for the office", Severity::Critical)]
    );
}
