//! The configurations that the documentation of the other tool shows have the effect it describes.

use serde_json::{Value, json};

use crate::config::tests::read;
use crate::wire::{FailOn, Failing, Severity};
use crate::{Context, Files, OPERATIONS};

/// What `validate` answers about a policy under a configuration.
fn answer(config: &str, policy: &str) -> Value {
    let operation = OPERATIONS.iter().find(|operation| operation.name == "validate_policies").unwrap();
    let request = json!({"documents": [{"text": policy}], "config": {"text": config}});
    let cx = Context::new(Files::Denied, || 0);
    (operation.run_json)(request, &cx).unwrap().json().unwrap()
}

/// The findings by check, with their severities.
fn found(config: &str, policy: &str) -> Vec<(String, String)> {
    let answer = answer(config, policy);
    let findings = answer["documents"][0]["findings"].as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    findings.iter().map(|finding| (word(&finding["id"]), word(&finding["severity"]))).collect()
}

fn severity_of(config: &str, policy: &str, check: &str) -> Option<String> {
    found(config, policy).into_iter().find(|(id, _)| id == check).map(|(_, severity)| severity)
}

fn statement(text: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {text}}}]}}"#)
}

fn allow(action: &str, resource: &str) -> String {
    statement(&format!(r#""Action": "{action}", "Resource": "{resource}""#))
}

const STAR_READ: (&str, &str) = ("s3:ListBucket", "*");

#[test]
fn an_organization_raises_severities_and_enforces_conditions() {
    let config = "
settings:
  fail_on_severity:
    - error
    - critical
    - high
wildcard_resource:
  severity: critical
service_wildcard:
  severity: critical
sensitive_action:
  enabled: true
  severity: high
action_condition_enforcement:
  enabled: true
  severity: high
";
    let star = allow(STAR_READ.0, STAR_READ.1);
    assert!(severity_of("{}", &star, "wildcard-resource").is_some_and(|severity| severity != "critical"));
    assert_eq!(severity_of(config, &star, "wildcard-resource").as_deref(), Some("critical"));
    let whole = allow("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:orders");
    assert_eq!(severity_of(config, &whole, "service-wildcard-action").as_deref(), Some("critical"));
    assert_eq!(
        severity_of(config, &allow("s3:*", "*"), "sensitive-service-full-access").as_deref(),
        Some("critical")
    );
    let sensitive = allow("cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/a");
    assert_eq!(
        severity_of(config, &sensitive, "sensitive-action-without-condition").as_deref(),
        Some("high")
    );
    let pass = allow("iam:PassRole", "arn:aws:iam::111122223333:role/app");
    assert_eq!(severity_of("{}", &pass, "configured-required-condition"), None);
    assert_eq!(severity_of(config, &pass, "configured-required-condition").as_deref(), Some("high"));
    let limited = statement(
        r#""Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app",
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}"#,
    );
    assert_eq!(severity_of(config, &limited, "configured-required-condition"), None);
    let summary = &answer(config, &pass)["summary"];
    assert_eq!((&summary["failOn"], &summary["failed"]), (&json!("high"), &json!(true)));
    assert_eq!(summary.get("configNotes"), None, "all of it has its effect");
}

#[test]
fn a_strict_enterprise_allows_wildcards_for_logging_alone() {
    let config = "
settings:
  fail_on_severity: [error, critical, high]
wildcard_action:
  severity: critical
service_wildcard:
  severity: critical
  allowed_services:
    - logs
    - cloudwatch
not_action_not_resource:
  enabled: true
  severity: critical
";
    let whole = |service: &str| {
        let arn = format!("arn:aws:{service}:eu-west-1:111122223333:a");
        severity_of(config, &allow(&format!("{service}:*"), &arn), "service-wildcard-action")
    };
    assert_eq!((whole("logs"), whole("sqs")), (None, Some("critical".to_owned())));
    assert_eq!(whole("xray"), Some("critical".to_owned()), "the list takes the place of the tool's own");
    let any = allow("*", "arn:aws:s3:::acme/*");
    assert_eq!(severity_of(config, &any, "wildcard-action").as_deref(), Some("critical"));
    let all_but = statement(r#""NotAction": "iam:*", "Resource": "*""#);
    assert_eq!(severity_of(config, &all_but, "allow-with-not-action").as_deref(), Some("critical"));
    let deny = all_but.replace("Allow", "Deny");
    assert!(found(config, &deny).iter().all(|(_, severity)| severity != "critical"), "a Deny grants nothing");
}

#[test]
fn a_development_environment_is_permissive() {
    let config = "
settings:
  fail_on_severity:
    - error
    - critical
service_wildcard:
  enabled: false
wildcard_resource:
  severity: medium
";
    let whole = allow("s3:*", "*");
    let named = |config: &str| {
        let found = found(config, &whole);
        found.iter().any(|(id, _)| {
            ["service-wildcard-action", "sensitive-service-full-access"].contains(&id.as_str())
        })
    };
    assert!(named("{}") && !named(config));
    assert_eq!(
        severity_of(config, &allow(STAR_READ.0, STAR_READ.1), "wildcard-resource").as_deref(),
        Some("medium")
    );
    let exposing = allow("secretsmanager:GetSecretValue", "*");
    assert!(found(config, &exposing).iter().any(|(_, severity)| severity == "high"));
    let summary = &answer(config, &exposing)["summary"];
    assert_eq!((&summary["failOn"], &summary["failed"]), (&json!("critical"), &json!(false)));
}

#[test]
fn blocked_principals_are_not_let_in() {
    let config = "
action_condition_enforcement:
  enabled: true
  severity: high
sensitive_action:
  enabled: true
  severity: high
principal_validation:
  enabled: true
  severity: high
  blocked_principals:
    - \"*\"
";
    let lets_in = |principal: &str| {
        let text = format!(
            r#""Principal": {principal}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:a""#
        );
        severity_of(config, &statement(&text), "configured-principal-rule")
    };
    assert_eq!(lets_in("\"*\"").as_deref(), Some("high"));
    assert_eq!(lets_in(r#"{"AWS": "*"}"#).as_deref(), Some("high"));
    assert_eq!(lets_in(r#"{"AWS": "arn:aws:iam::111122223333:role/a"}"#), None);
    assert_eq!(lets_in(r#"{"Service": "*"}"#).as_deref(), Some("critical"));
}

#[test]
fn strict_principals_are_a_list_of_those_allowed() {
    let config = "
principal_validation_check:
  severity: critical
  allowed_principals: [\"arn:aws:iam::111122223333:*\", \"arn:aws:iam::777788889999:root\"]
  allowed_service_principals: [s3.amazonaws.com]
  require_conditions_for:
    \"arn:aws:iam::777788889999:root\": [aws:PrincipalOrgID]
  principal_condition_requirements:
    - principals: [\"arn:aws:iam::111122223333:user/*\"]
      severity: medium
      required_conditions:
        any_of:
          - condition_key: aws:SourceIp
          - condition_key: aws:MultiFactorAuthPresent
            expected_value: true
";
    let lets_in = |principal: &str, condition: &str| {
        let text = format!(
            r#""Principal": {principal}, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:a", "Condition": {condition}"#
        );
        severity_of(config, &statement(&text), "configured-principal-rule")
    };
    let none = r#"{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}"#;
    assert_eq!(lets_in(r#"{"AWS": "arn:aws:iam::111122223333:role/a"}"#, none), None);
    assert_eq!(lets_in(r#"{"AWS": "arn:aws:iam::444455556666:role/a"}"#, none).as_deref(), Some("critical"));
    assert_eq!(lets_in(r#"{"Service": "s3.amazonaws.com"}"#, none), None);
    assert_eq!(lets_in(r#"{"Service": "sns.amazonaws.com"}"#, none).as_deref(), Some("critical"));
    let root = r#"{"AWS": "arn:aws:iam::777788889999:root"}"#;
    assert_eq!(lets_in(root, none).as_deref(), Some("critical"));
    assert_eq!(lets_in(root, r#"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#), None);
    let user = r#"{"AWS": "arn:aws:iam::111122223333:user/ana"}"#;
    assert_eq!(lets_in(user, none).as_deref(), Some("medium"));
    assert_eq!(lets_in(user, r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#), None);
}

#[test]
fn requirements_are_rules() {
    let config = "
action_condition_enforcement:
  severity: low
  merge_strategy: user_only
  action_condition_requirements:
    - actions: [\"ec2:RunInstances\"]
      severity: critical
      required_conditions:
        all_of:
          - condition_key: aws:RequestTag/owner
        none_of:
          - condition_key: ec2:InstanceType
            operator: StringLike
            expected_value: \"*.metal\"
    - action_patterns: [\"^sqs:(Delete|Purge)Queue$\"]
      required_conditions:
        - condition_key: aws:MultiFactorAuthPresent
          expected_value: true
      ignore_patterns:
        - sid: BreakGlass
    - actions:
        none_of: [\"iam:CreateUser\"]
    - actions:
        all_of: [\"sns:Publish\", \"sns:Subscribe\"]
";
    let broken = |text: &str| -> Vec<(String, String)> {
        let found = found(config, &statement(text));
        found.into_iter().filter(|(id, _)| id.starts_with("configured-")).collect()
    };
    let rule = |id: &str, severity: &str| (id.to_owned(), severity.to_owned());
    let required = |severity: &str| rule("configured-required-condition", severity);
    let run = r#""Action": "ec2:RunInstances", "Resource": "*", "Condition": "#;
    assert_eq!(
        broken(&format!(r#"{run}{{"Bool": {{"aws:SecureTransport": "true"}}}}"#)),
        [required("critical")]
    );
    let tagged = r#""StringEquals": {"aws:RequestTag/owner": "ana"}"#;
    assert_eq!(broken(&format!("{run}{{{tagged}}}")), []);
    let metal = format!(r#"{run}{{{tagged}, "StringLike": {{"ec2:InstanceType": "m5.metal"}}}}"#);
    assert_eq!(broken(&metal), [required("critical")]);
    let purge = r#""Action": "sqs:Purge*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:a""#;
    assert_eq!(broken(purge), [required("low")]);
    assert_eq!(broken(&format!(r#""Sid": "BreakGlass", {purge}"#)), []);
    let user = r#""Action": "iam:CreateUser", "Resource": "*""#;
    assert_eq!(broken(user), [rule("configured-forbidden-action", "low")]);
    let topic = r#""Resource": "arn:aws:sns:eu-west-1:111122223333:a", "Action": "#;
    assert_eq!(broken(&format!(r#"{topic}"sns:Publish""#)), []);
    assert_eq!(
        broken(&format!(r#"{topic}["sns:Publish", "sns:Subscribe"]"#)),
        [rule("configured-forbidden-action", "low")]
    );
    assert_eq!(broken(r#""Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/a""#), []);
}

#[test]
fn patterns_take_findings_out() {
    let whole = statement(
        r#""Sid": "Demo", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:test-a""#,
    );
    let is_told = |patterns: &str| {
        let config = format!("service_wildcard:\n  ignore_patterns: {patterns}\n");
        severity_of(&config, &whole, "service-wildcard-action").is_some()
    };
    for (patterns, told) in [
        ("[]", true),
        ("[{action: \"^SQS:.*\"}]", false),
        ("[{action: \"^s3:.*\"}]", true),
        ("[{resource: [\"nowhere\", \"-a$\"]}]", false),
        ("[{sid: demo}]", false),
        ("[{sid: Dem}]", true),
        ("[{sid: \"D.*\"}]", false),
        ("[{action: sqs, sid: Other}]", true),
        ("[{action: nothing}, {sid: Demo}]", false),
        ("[{filepath: \"^pol\"}]", false),
        ("[{filepath: \"^test/\"}]", true),
        ("[{condition_key: aws:SourceIp}]", true),
        ("[{}]", true),
        // What cannot be read ignores nothing.
        ("[{action: \"(?=sqs)\", sid: Demo}]", true),
    ] {
        assert_eq!(is_told(patterns), told, "{patterns}");
    }
}

#[test]
fn a_severity_that_nobody_knows_lets_nothing_pass() {
    let failing = |words: &str| {
        read("iam-validator.yaml", &format!("settings:\n  fail_on_severity: [{words}]\n")).unwrap().failing
    };
    assert_eq!(failing("severe"), None, "what usually fails does so");
    assert_eq!(failing("low, severe"), None);
    assert_eq!(failing("none"), Some(Failing::From(FailOn::Never)));
    assert_eq!(failing("low"), Some(Failing::Among(vec![Severity::Low])));
}

#[test]
fn what_has_no_effect_is_noted_with_its_place() {
    let config = "\
settings:
  parallel: true
  cache_directory: null
  fail_on_severity: [error, medium]
  fail_on_severty: [error]
wildcard_acton:
  severity: high
wildcard_action:
  enabled: \"yes\"
  config: {severity: low}
  ignore_patterns: [{actions: a}]
custom_checks: [{module: mine}]
action_condition_enforcement:
  requirements:
    - actions: [\"iam:PassRole\"]
      required_conditions: [{condition_key: iam:PassedToService, operatr: StringEquals}]
    - action_patterns: [\"^s3:[A-Z]+\"]
";
    let config = read("iam-validator.yaml", config).unwrap();
    let notes: Vec<_> =
        config.notes.iter().map(|note| note.strip_prefix("iam-validator.yaml:").unwrap()).collect();
    assert_eq!(
        notes,
        [
            "2:3: `parallel`, `custom_checks` (line 12) have no effect here",
            "5:3: there is no key `fail_on_severty` here; did you mean `fail_on_severity`?",
            "6:1: `wildcard_acton` is neither a check nor a key of this file, and has no effect; did you mean `wildcard_action`?",
            "9:12: expected `true` or `false`, found a string",
            "10:3: there is no key `config` here; there are `enabled`, `severity`, `hide_severities`, `ignore_patterns`, `message`, `suggestion`, `description`, `example`",
            "11:22: there is no key `actions` here; did you mean `action`?",
            "16:66: there is no key `operatr` here; did you mean `operator`?",
            "17:7: a requirement that names no action has no effect",
            "17:24: `^s3:[A-Z]+` has no effect: it says what wildcards cannot; list the actions under `actions`, with `*` and `?`",
        ]
    );
    let failing = config.failing.unwrap();
    assert_eq!(failing.set().len(), 2, "a set is honoured as it is");
    assert!(
        read("iam-validator.yaml", "wildcard_action: {severity: [").is_err(),
        "what is no YAML is refused"
    );
}

#[test]
fn settings_and_instructions_are_read() {
    let config = "
settings:
  enable_builtin_checks: false
  hide_severities: None
policy_types:
  - {pattern: \"**/scp/*.json\", type: SERVICE_CONTROL_POLICY}
custom_instructions: |
  Every bucket policy demands TLS.
wildcard_resource:
  severity: critical
sensitive_action:
  categories: [priv_esc]
  category_severities: {priv_esc: critical}
mfa_condition_antipattern:
  severity: none
";
    let config = read("c.yaml", config).unwrap();
    assert_eq!(config.notes, Vec::<String>::new());
    assert_eq!(config.instructions.as_deref(), Some("Every bucket policy demands TLS.\n"));
    assert!(!config.is_enabled("wildcard-resource") && !config.is_enabled("invalid-action"));
    assert!(config.is_enabled("json-syntax-error"));
    assert!(config.type_of("org/scp/a.json").is_some() && config.type_of("a.json").is_none());
    let config = read("c.yaml", "sensitive_action: {categories: [priv_esc], category_severities: {priv_esc: critical}}\nmfa_condition_antipattern: {severity: none}\n").unwrap();
    assert!(config.is_enabled("privilege-escalation") && !config.is_enabled("data-exfiltration"));
    assert!(!config.is_enabled("mfa-condition-antipattern"));
    assert_eq!(config.severity("privilege-escalation"), Some(crate::wire::Severity::Critical));
}

/// Every check that a block stands for exists, and no two blocks set the same.
#[test]
fn blocks_stand_for_checks() {
    let mut seen = std::collections::BTreeSet::new();
    for block in super::blocks::BLOCKS {
        for id in block.checks() {
            assert!(lint::CHECKS.iter().any(|check| check.id == id), "{id}");
            assert!(seen.insert(id), "{id} stands in two blocks");
        }
    }
}
