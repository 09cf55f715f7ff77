//! What judges actions and sums policies up: held against what the checks say, and against what AWS lists.

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::leastwise;

fn answer(client: &mut Client, tool: &str, request: &Value) -> Value {
    let called = client.call(tool, request);
    assert_eq!(called["isError"], false, "{tool}: {called}");
    called["structuredContent"].clone()
}

fn policy(statements: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn names(list: &Value, member: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

#[test]
fn sensitive_actions_are_found_behind_whatever_grants_them() {
    let mut client = Client::start();
    let all = answer(&mut client, "list_sensitive_actions", &json!({"limit": 1}))["total"].as_u64().unwrap();
    let of = |service: &str| json!({"service": service, "limit": 1});
    let of_s3 = answer(&mut client, "list_sensitive_actions", &of("s3"))["total"].as_u64().unwrap();
    let of_iam = answer(&mut client, "list_sensitive_actions", &of("iam"))["total"].as_u64().unwrap();
    assert!(of_s3 > 10 && of_iam > 20 && all > 500, "{of_s3} {of_iam} {all}");
    let allow = |action: &str| json!({"Effect": "Allow", "Action": action, "Resource": "*"});
    for (statements, expected) in [
        (json!([allow("iam:PassRole")]), 1),
        (json!([allow("IAM:passrole")]), 1),
        (json!([allow("s3:*")]), of_s3),
        (json!([allow("s3:*"), allow("iam:PassRole"), allow("s3:GetObject")]), of_s3 + 1),
        (json!([allow("*")]), all),
        (json!([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]), all - of_iam),
        (json!([{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]), 0),
        (json!([allow("s3:*"), {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]), 0),
        (json!([allow("s3:ListAllMyBuckets")]), 0),
    ] {
        let told = answer(&mut client, "quick_validate", &json!({"policy": policy(&statements)}));
        assert_eq!(told["sensitive_actions_found"], expected, "{statements}: {told}");
    }
}

#[test]
fn a_quick_answer_is_the_one_of_validate_policy() {
    let mut client = Client::start();
    for statements in [
        json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
        json!([{"Effect": "Allow", "Action": "s3:GetObjet", "Resource": "arn:aws:s3:::acme/*"}]),
        json!([{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:q"}]),
        json!("not a list"),
    ] {
        let request = json!({"policy": policy(&statements)});
        let quick = answer(&mut client, "quick_validate", &request);
        let whole = answer(&mut client, "validate_policy", &request);
        assert_eq!(quick["is_valid"], whole["is_valid"], "{statements}");
        assert_eq!(quick["issue_count"], whole["issues"].as_array().unwrap().len(), "{statements}");
        let is_critical = |one: &&Value| one["severity"] == "error" || one["severity"] == "critical";
        let critical = whole["issues"].as_array().unwrap().iter().filter(is_critical).count();
        assert_eq!(quick["critical_issues"].as_array().unwrap().len(), critical, "{statements}: {quick}");
        let batch = json!({"policies": [policy(&statements), policy(&json!([]))]});
        let batch = answer(&mut client, "validate_policies_batch", &batch);
        let first = &batch["result"][0];
        assert_eq!((&first["policy_index"], &first["is_valid"]), (&json!(0), &whole["is_valid"]));
        assert_eq!(names(&first["issues"], "message"), names(&whole["issues"], "message"));
        assert_eq!(batch["result"][1]["policy_index"], 1);
    }
    for (resource, wildcards) in
        [("arn:aws:sqs:us-east-1:111122223333:q", false), ("arn:aws:sqs:*:111122223333:q", true)]
    {
        let statements = json!([{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": resource}]);
        let told = answer(&mut client, "quick_validate", &json!({"policy": policy(&statements)}));
        assert_eq!(told["wildcards_detected"], wildcards, "{resource}");
    }
}

#[test]
fn a_policy_that_cannot_be_opened_does_not_spoil_the_others() {
    let mut client = Client::start();
    let good = policy(&json!([{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]));
    let request = json!({"policies": [{"path": "no/such/file.json"}, good], "policy_type": "identity"});
    let told = answer(&mut client, "validate_policies_batch", &request);
    assert_eq!((&told["valid"], &told["invalid"]), (&json!(1), &json!(1)), "{told}");
    assert!(told["result"][0]["error"].as_str().unwrap().contains("no/such/file.json"), "{told}");
    let refused = client.call("validate_policies_batch", &json!({"policies": []}));
    assert_eq!(refused["isError"], true);
}

#[test]
fn sensitive_actions_come_with_a_category_a_severity_and_a_way_to_allow_them() {
    let mut client = Client::start();
    let request =
        json!({"actions": ["iam:PASSROLE", "secretsmanager:GetSecretValue", "s3:ListAllMyBuckets"]});
    let told = answer(&mut client, "check_sensitive_actions", &request);
    assert_eq!((&told["total_checked"], &told["sensitive_count"]), (&json!(3), &json!(2)), "{told}");
    let found = &told["sensitive_actions"];
    assert_eq!(names(found, "action"), ["secretsmanager:GetSecretValue", "iam:PassRole"]);
    assert_eq!(found[0]["categories"], json!(["credential_exposure", "data_access"]));
    assert_eq!(found[1]["category"], "priv_esc");
    assert_eq!(found[1]["severity"], "critical");
    let condition = json!({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}});
    assert_eq!(found[1]["remediation"]["condition_example"], condition);
    assert_eq!(told["has_critical"], true);
    assert!(found[0]["remediation"].get("remediation_steps").is_none());

    let behind =
        answer(&mut client, "check_sensitive_actions", &json!({"actions": ["kms:Dec*", "kms:List*"]}));
    assert_eq!(behind["sensitive_actions"][0]["action"], "kms:Decrypt", "{behind}");
    assert_eq!(behind["sensitive_actions"][0]["matched_by"], "kms:Dec*");
    assert_eq!(behind["wildcards"][0], json!({"pattern": "kms:Dec*", "actions": 2, "sensitive": 1}));
    assert_eq!(behind["wildcards"][1]["sensitive"], 0);
}

#[test]
fn actions_that_are_dangerous_together_are_told() {
    let mut client = Client::start();
    let told = |client: &mut Client, actions: &Value| {
        let told = answer(client, "check_sensitive_actions", &json!({"actions": actions}));
        let of = |one: &Value| one["actions"].as_array().unwrap().len();
        told["escalations"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&mut client, &json!(["iam:PassRole", "lambda:Create*", "lambda:InvokeFunction"])),
        [3, 3]
    );
    assert_eq!(told(&mut client, &json!(["iam:PassRole", "ecs:RunTask"])), [0; 0]);
    assert_eq!(told(&mut client, &json!(["iam:PassRole", "ecs:RunTask", "ecs:RegisterTaskDefinition"])), [3]);
}

#[test]
fn what_does_not_exist_is_answered_with_the_reason_and_the_nearest_name() {
    let mut client = Client::start();
    let asked = [
        "s3:GetObjet",
        "efs:DeleteFileSystem",
        "cloudwatch:DeleteLogGroup",
        "account:GetChallengeQuestions",
        "s3",
        "foo:*",
    ];
    let all = [&asked[..], &["s3:getobject", "S3:Get*"]].concat();
    let request = json!({"actions": all});
    let told = answer(&mut client, "check_actions_batch", &request);
    assert_eq!(told["valid_actions"], json!(["s3:GetObject", "S3:Get*"]));
    let invalid = &told["invalid_actions"];
    assert_eq!(names(invalid, "action"), asked);
    assert_eq!(invalid[0]["nearest"], json!(["s3:GetObject"]));
    assert_eq!(invalid[1]["nearest"], json!(["elasticfilesystem:DeleteFileSystem"]));
    assert_eq!(invalid[2]["nearest"], json!(["logs:DeleteLogGroup"]));
    assert!(invalid[3]["error"].as_str().unwrap().contains("no longer"), "{invalid}");
    let object =
        told["sensitive_actions"].as_array().unwrap().iter().find(|one| one["action"] == "s3:GetObject");
    let expected = json!({"action": "s3:GetObject", "category": "data_access", "severity": "high", "name": "Data access"});
    assert_eq!(object, Some(&expected));

    let batch = answer(
        &mut client,
        "query_actions_batch",
        &json!({"actions": ["s3:getobject", "s3:GetObjet", "s3:Get*", "not_found"]}),
    );
    assert_eq!(batch["s3:getobject"]["action"], "s3:GetObject");
    assert_eq!((&batch["s3:GetObjet"], &batch["s3:Get*"]), (&Value::Null, &Value::Null));
    assert_eq!(batch["not_found"].as_array().unwrap().len(), 3, "{batch}");
    for tool in
        ["check_actions_batch", "check_sensitive_actions", "query_actions_batch", "get_required_conditions"]
    {
        assert_eq!(client.call(tool, &json!({"actions": []}))["isError"], true, "{tool}");
        let many: Vec<_> = (0..1_001).map(|number| format!("s3:A{number}")).collect();
        assert_eq!(client.call(tool, &json!({"actions": many}))["isError"], true, "{tool}");
    }
}

#[test]
fn a_category_has_many_spellings_and_one_list() {
    let mut client = Client::start();
    let of = |client: &mut Client, category: &str| {
        answer(client, "list_sensitive_actions", &json!({"category": category, "limit": 5, "verbose": true}))
    };
    let known = of(&mut client, "credential_exposure");
    assert_eq!(known, of(&mut client, "credential-exposure"));
    assert_eq!(known, of(&mut client, "CredentialExposure"));
    assert_eq!(of(&mut client, "priv_esc"), of(&mut client, "PrivilegeEscalation"));
    assert_eq!((&known["has_more"], &known["details"][0]["severity"]), (&json!(true), &json!("critical")));
    let refused = client.call("list_sensitive_actions", &json!({"category": "secrets"}));
    assert!(refused["content"][0]["text"].as_str().unwrap().contains("`data_access`"), "{refused}");
    let text = leastwise(&["query", "sensitive", "priv_esc", "--service", "iam"]).out;
    assert!(text.lines().any(|line| line == "iam:PassRole"), "{text}");
}

#[test]
fn the_figures_of_a_policy_are_those_of_its_explanation() {
    let mut client = Client::start();
    let statements = json!([
        {"Effect": "Allow", "Action": ["s3:Get*", "S3:GetObject", "SQS:SendMessage"], "Resource": ["arn:aws:s3:::acme/*", "arn:aws:sqs:us-east-1:111122223333:q"],
         "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Deny", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::acme/*"},
    ]);
    let request = json!({"policy": policy(&statements)});
    let told = answer(&mut client, "get_policy_summary", &request);
    let explained = answer(&mut client, "explain_policy", &request);
    for (member, expected) in [
        ("total_statements", json!(2)),
        ("allow_statements", json!(1)),
        ("deny_statements", json!(1)),
        ("services_used", json!(["*", "s3", "sqs"])),
        ("actions_count", json!(4)),
        ("actions_allowed", explained["allowed"]["actions"].clone()),
        ("has_wildcards", json!(true)),
        ("has_conditions", json!(true)),
        ("action_wildcards", json!(2)),
        ("resource_wildcards", json!(2)),
        ("not_action_statements", json!(1)),
        ("not_resource_statements", json!(1)),
        ("conditions_count", json!(1)),
    ] {
        assert_eq!(told[member], expected, "{member}: {told}");
    }
    assert!(told["actions_expanded"].as_u64() > Some(20_000), "{told}");
    let one = json!([{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]);
    let one = answer(&mut client, "get_policy_summary", &json!({"policy": policy(&one)}));
    let expanded = answer(&mut client, "expand_wildcard_action", &json!({"pattern": "s3:Get*"}));
    assert_eq!(one["actions_expanded"], expanded["total"]);
}

/// What the tools ask for is what `validate_policy` finds missing: with their examples it has nothing to say.
#[test]
fn required_conditions_are_those_that_validation_asks_for() {
    let mut client = Client::start();
    let told =
        answer(&mut client, "get_condition_requirements_for_action", &json!({"action": "IAM:passrole"}));
    let result = &told["result"];
    assert_eq!((&result["action"], &result["severity"]), (&json!("iam:PassRole"), &json!("high")), "{told}");
    let wanted = &result["required_conditions"][0];
    assert_eq!(wanted["condition_key"], "iam:PassedToService");
    let condition: Value = serde_json::from_str(wanted["example"].as_str().unwrap()).unwrap();
    let mut statement = json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app-*"});
    let found = |client: &mut Client, statement: &Value| {
        let told = answer(client, "validate_policy", &json!({"policy": policy(&json!([statement]))}));
        names(&told["issues"], "check_id")
    };
    assert_eq!(
        found(&mut client, &statement),
        names(&json!([{"id": told["requirements"][0]["checks"][0]}]), "id")
    );
    statement["Condition"] = condition;
    assert_eq!(found(&mut client, &statement), [""; 0]);

    let none =
        answer(&mut client, "get_condition_requirements_for_action", &json!({"action": "sqs:DeleteMessage"}));
    assert_eq!((&none["result"], &none["requirements"]), (&Value::Null, &json!([])));
    let of = |client: &mut Client, action: &str, kind: &Value| {
        let request = json!({"action": action, "policy_type": kind});
        let told = answer(client, "get_condition_requirements_for_action", &request);
        told["result"]["required_conditions"][0]["condition_key"].clone()
    };
    // A key that only requests of services carry would spoil the policy of a role.
    assert_eq!(of(&mut client, "sqs:SendMessage", &Value::Null), Value::Null);
    assert_eq!(of(&mut client, "sqs:SendMessage", &json!("resource")), "aws:SourceArn");
    assert_eq!(of(&mut client, "sts:AssumeRole", &Value::Null), "aws:ResourceOrgID");
    assert_eq!(of(&mut client, "sts:AssumeRoleWithSAML", &Value::Null), "SAML:aud");
    let by_kind = |client: &mut Client, kind: &str| {
        let request = json!({"actions": ["sts:AssumeRole"], "policy_type": kind});
        let told = answer(client, "get_required_conditions", &request);
        let of = |one: &Value| one["required_conditions"][0]["condition_key"].as_str().unwrap().to_owned();
        told["requirements"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        by_kind(&mut client, "trust"),
        ["sts:ExternalId", "aws:SourceAccount", "aws:MultiFactorAuthPresent"]
    );
    assert_eq!(by_kind(&mut client, "identity"), ["aws:ResourceOrgID"]);
}

#[test]
fn the_rules_of_the_configuration_are_required_too() {
    let mut client = Client::start();
    let config = json!({"rules": {"required_conditions": [{
        "name": "deploy",
        "actions": ["lambda:*"],
        "except_actions": ["lambda:Get*"],
        "severity": "critical",
        "conditions": [
            {"key": "aws:PrincipalTag/role", "values": ["deployer"]},
            {"any": [{"key": "aws:SourceVpce"}, {"key": "aws:SourceIp"}]},
        ],
    }]}});
    let ask = |client: &mut Client, action: &str| {
        answer(client, "get_condition_requirements_for_action", &json!({"action": action, "config": config}))
    };
    let told = ask(&mut client, "lambda:InvokeFunction");
    let result = &told["result"];
    assert_eq!(result["severity"], "critical", "{told}");
    let keys = names(&result["required_conditions"], "condition_key");
    assert_eq!(keys, ["aws:PrincipalTag/role", "aws:SourceVpce", "aws:SourceIp"]);
    let choices: Vec<_> =
        result["required_conditions"].as_array().unwrap().iter().map(|one| one["choice"].as_u64()).collect();
    assert_eq!(choices, [None, Some(1), Some(1)]);
    assert_eq!(told["requirements"][0]["source"], "configuration");
    assert_eq!(ask(&mut client, "lambda:GetFunction")["result"], Value::Null);
    // What is asked for is what the check of the rule finds missing.
    let statement = json!([{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f"}]);
    let request = json!({"policy": policy(&statement), "config": config});
    let found = answer(&mut client, "validate_policy", &request);
    assert!(
        names(&found["issues"], "check_id").contains(&"configured-required-condition".to_owned()),
        "{found}"
    );
    let config = json!({"rules": {"forbidden_actions": [{"name": "no-users", "actions": ["iam:CreateUser"], "message": "people come from the identity provider"}]}});
    let request = json!({"actions": ["iam:CreateU*"], "config": config});
    let told = answer(&mut client, "get_required_conditions", &request);
    let first = &told["requirements"][0];
    assert_eq!(first["suggestion_text"], "people come from the identity provider", "{told}");
    assert_eq!((&first["actions"], &first["required_conditions"]), (&json!(["iam:CreateUser"]), &json!([])));
    let off = json!({"checks": {"pass-role-with-star-in-resource": {"enabled": false}}});
    let request = json!({"actions": ["iam:PassRole"], "config": off});
    let told = answer(&mut client, "get_required_conditions", &request);
    assert_eq!(told["requirements"][0]["source"], "recommended", "{told}");
}
