//! IAM's policy simulator over real sockets.

use serde_json::json;

use crate::aws_served::{Reply, Served, elements, policy, statement};

const USER: &str = "arn:aws:iam::111122223333:user/ana";
const OBJECT: &str = "arn:aws:s3:::acme/k";

/// The example of AWS's command line: <https://docs.aws.amazon.com/cli/latest/reference/iam/simulate-custom-policy.html>.
const DATED: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}"#;

fn simulate(served: &Served, parameters: &[(&str, &str)]) -> Reply {
    served.form("SimulateCustomPolicy", parameters)
}

fn decisions(reply: &Reply) -> Vec<&str> {
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.elements("EvalDecision")
}

fn context<'a>(key: &'a str, kind: &'a str, value: &'a str) -> [(&'static str, &'a str); 3] {
    [
        ("ContextEntries.member.1.ContextKeyName", key),
        ("ContextEntries.member.1.ContextKeyType", kind),
        ("ContextEntries.member.1.ContextKeyValues.member.1", value),
    ]
}

#[test]
fn the_example_of_the_command_line() {
    let served = Served::start();
    let asked = [("PolicyInputList.member.1", DATED), ("ActionNames.member.1", "dynamodb:CreateBackup")];
    let at =
        |time: &str| simulate(&served, &[&asked[..], &context("aws:CurrentTime", "date", time)].concat());
    let reply = at("2019-04-25T11:00:00Z");
    assert_eq!(decisions(&reply), ["allowed"]);
    assert_eq!(reply.elements("EvalActionName"), ["dynamodb:CreateBackup"]);
    assert_eq!(reply.elements("SourcePolicyId"), ["PolicyInputList.1"]);
    assert_eq!(reply.elements("StartPosition"), ["<Line>1</Line><Column>37</Column>"]);
    assert_eq!(reply.elements("EndPosition"), ["<Line>1</Line><Column>167</Column>"]);
    assert_eq!(reply.elements("MissingContextValues"), [""]);
    assert_eq!(reply.elements("IsTruncated"), ["false"]);
    assert_eq!(reply.elements("RequestId"), [reply.id.as_str()]);
    assert!(
        reply.text.starts_with(
            "<SimulateCustomPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
        )
    );
    assert_eq!(decisions(&at("2014-04-25T11:00:00Z")), ["implicitDeny"]);
}

/// <https://docs.aws.amazon.com/cli/latest/reference/iam/get-context-keys-for-custom-policy.html>
#[test]
fn keys_are_those_of_conditions_and_variables() {
    let served = Served::start();
    let text = DATED.replace(
        "\"*\",\"Condition",
        "\"arn:aws:dynamodb:us-west-2:111122223333:table/${aws:username}\",\"Condition",
    );
    let reply = served.form("GetContextKeysForCustomPolicy", &[("PolicyInputList.member.1", &text)]);
    assert_eq!(
        reply.elements("ContextKeyNames"),
        ["<member>aws:username</member><member>aws:CurrentTime</member>"]
    );
}

/// One result for an action, with the most restrictive decision; each resource has its own beside.
#[test]
fn resources_have_results_of_their_own() {
    let served = Served::start();
    let text = policy(&[
        statement("Allow", "s3:*", "arn:aws:s3:::acme/*"),
        statement("Deny", "s3:*", "arn:aws:s3:::acme/secret"),
    ]);
    let reply = simulate(
        &served,
        &[
            ("PolicyInputList.member.1", &text),
            ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", OBJECT),
            ("ResourceArns.member.2", "arn:aws:s3:::acme/secret"),
            ("ResourceArns.member.3", "arn:aws:s3:::other/k"),
        ],
    );
    assert_eq!(decisions(&reply), ["explicitDeny"]);
    assert_eq!(reply.elements("EvalResourceDecision"), ["allowed", "explicitDeny", "implicitDeny"]);
    let names = [
        "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
        OBJECT,
        "arn:aws:s3:::acme/secret",
        "arn:aws:s3:::other/k",
    ];
    assert_eq!(reply.elements("EvalResourceName"), names);
    let results = reply.elements("ResourceSpecificResults");
    let per_resource = elements(results[0], "MatchedStatements");
    let counts: Vec<_> = per_resource.iter().map(|told| elements(told, "SourcePolicyId").len()).collect();
    assert_eq!(counts, [1, 1, 0]);
}

#[test]
fn keys_that_are_missing_are_named() {
    let served = Served::start();
    let mut guarded = statement("Allow", "s3:GetObject", "*");
    guarded["Condition"] = json!({"StringEquals": {"s3:ExistingObjectTag/team": "a"}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}});
    let elsewhere = json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}});
    let text = policy(&[guarded, elsewhere]);
    let asked = [
        ("PolicyInputList.member.1", text.as_str()),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ResourceArns.member.1", OBJECT),
    ];
    let reply = simulate(&served, &[&asked[..], &context("aws:sourceip", "ip", "203.0.113.9")].concat());
    assert_eq!(decisions(&reply), ["implicitDeny"]);
    let missing = "<member>s3:ExistingObjectTag/team</member>";
    assert_eq!(reply.elements("MissingContextValues"), [missing, missing]);
}

/// Of a caller that nobody names, nothing is known: a policy that asks for it is not decided but denied, and says for want of what.
#[test]
fn what_hangs_on_the_caller_is_denied_until_there_is_one() {
    let served = Served::start();
    let mut own = statement("Allow", "s3:GetObject", "*");
    own["Condition"] = json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/ana"}});
    let text = policy(&[own]);
    let asked = [
        ("PolicyInputList.member.1", text.as_str()),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ResourceArns.member.1", OBJECT),
    ];
    let reply = simulate(&served, &asked);
    assert_eq!(decisions(&reply), ["implicitDeny"]);
    assert_eq!(reply.elements("MissingContextValues")[0], "<member>aws:PrincipalArn</member>");
    let reply = simulate(&served, &[&asked[..], &[("CallerArn", USER)]].concat());
    assert_eq!(decisions(&reply), ["allowed"]);
}

#[test]
fn what_cannot_be_known_is_a_fault_in_words() {
    let served = Served::start();
    let mut odd = statement("Deny", "s3:*", "*");
    odd["Condition"] = json!({"StringAlmostEquals": {"aws:SourceIp": "a"}});
    let text = policy(&[statement("Allow", "s3:*", "*"), odd]);
    let asked = [
        ("PolicyInputList.member.1", text.as_str()),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ResourceArns.member.1", OBJECT),
    ];
    let reply = simulate(&served, &[&asked[..], &context("aws:SourceIp", "ip", "203.0.113.9")].concat());
    assert_eq!((reply.status, reply.elements("Code")), (400, vec!["PolicyEvaluation"]), "{reply:?}");
    assert!(reply.elements("Message")[0].contains("StringAlmostEquals"), "{reply:?}");
}

#[test]
fn boundaries_and_organizations_have_their_say() {
    let served = Served::start();
    let all = policy(&[statement("Allow", "*", "*")]);
    let only_ec2 = policy(&[statement("Allow", "ec2:*", "*")]);
    let ask = |further: &[(&str, &str)]| {
        let asked = [
            ("PolicyInputList.member.1", all.as_str()),
            ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", OBJECT),
        ];
        simulate(&served, &[&asked[..], further].concat())
    };
    let reply = ask(&[("PermissionsBoundaryPolicyInputList.member.1", &only_ec2)]);
    assert_eq!(
        (decisions(&reply), reply.elements("AllowedByPermissionsBoundary")),
        (vec!["implicitDeny"], vec!["false"; 2])
    );
    let reply = ask(&[("PermissionsBoundaryPolicyInputList.member.1", &all)]);
    assert_eq!(
        (decisions(&reply), reply.elements("AllowedByPermissionsBoundary")),
        (vec!["allowed"], vec!["true"; 2])
    );
    let level = |number: usize| {
        format!("OrderedOrganizationPolicyInputList.member.{number}.ServiceControlPolicyInputList.member.1")
    };
    let reply = ask(&[(&level(1), &all), (&level(2), &only_ec2)]);
    assert_eq!(
        (decisions(&reply), reply.elements("AllowedByOrganizations")),
        (vec!["implicitDeny"], vec!["false"])
    );
    let reply = ask(&[(&level(1), &all), (&level(2), &all)]);
    assert_eq!(
        (decisions(&reply), reply.elements("AllowedByOrganizations")),
        (vec!["allowed"], vec!["true"])
    );
    assert_eq!(ask(&[]).elements("AllowedByOrganizations"), Vec::<&str>::new());
}

/// Across accounts both sides must allow, and each is told.
#[test]
fn both_sides_are_told_across_accounts() {
    let served = Served::start();
    let identity = policy(&[statement("Allow", "s3:GetObject", "*")]);
    let mut grant = statement("Allow", "s3:GetObject", OBJECT);
    grant["Principal"] = json!({"AWS": USER});
    let bucket = policy(&[grant]);
    let ask = |owner: &str, resource_policy: &str| {
        let asked = [
            ("PolicyInputList.member.1", identity.as_str()),
            ("ActionNames.member.1", "s3:GetObject"),
            ("ResourceArns.member.1", OBJECT),
            ("CallerArn", USER),
            ("ResourcePolicy", resource_policy),
            ("ResourceOwner", owner),
        ];
        simulate(&served, &asked)
    };
    let (own, foreign) = ("arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root");
    let reply = ask(foreign, &bucket);
    assert_eq!(decisions(&reply), ["allowed"]);
    assert_eq!(reply.elements("key"), ["IAM Policy", "Resource Policy", "IAM Policy", "Resource Policy"]);
    assert_eq!(reply.elements("value"), ["allowed"; 4]);
    assert!(reply.elements("SourcePolicyId").contains(&"ResourcePolicy"));
    let reply = ask(
        foreign,
        &policy(&[]).replace("[]", r#"[{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}]"#),
    );
    assert_eq!(
        (decisions(&reply), &reply.elements("value")[..2]),
        (vec!["implicitDeny"], &["allowed", "implicitDeny"][..])
    );
    let reply = ask(own, &bucket);
    assert_eq!((decisions(&reply), reply.elements("EvalDecisionDetails")), (vec!["allowed"], vec![""]));
}

#[test]
fn results_come_page_by_page() {
    let served = Served::start();
    let text = policy(&[statement("Allow", "s3:*", "*")]);
    let ask = |further: &[(&str, &str)]| {
        let asked = [
            ("PolicyInputList.member.1", text.as_str()),
            ("ActionNames.member.1", "s3:GetObject"),
            ("ActionNames.member.2", "ec2:RunInstances"),
            ("ActionNames.member.3", "s3:PutObject"),
        ];
        simulate(&served, &[&asked[..], further].concat())
    };
    let first = ask(&[("MaxItems", "2")]);
    assert_eq!(decisions(&first), ["allowed", "implicitDeny"]);
    assert_eq!(first.elements("IsTruncated"), ["true"]);
    let marker = first.elements("Marker")[0];
    let second = ask(&[("MaxItems", "2"), ("Marker", marker)]);
    assert_eq!((decisions(&second), second.elements("IsTruncated")), (vec!["allowed"], vec!["false"]));
    assert_eq!(second.elements("EvalActionName"), ["s3:PutObject"]);
    let stray = simulate(
        &served,
        &[("PolicyInputList.member.1", &text), ("ActionNames.member.1", "s3:GetObject"), ("Marker", marker)],
    );
    assert_eq!(stray.elements("Code"), ["InvalidInput"]);
}

#[test]
fn faults_are_in_the_service_s_shape() {
    let served = Served::start();
    let text = policy(&[statement("Allow", "s3:*", "*")]);
    let one = ("PolicyInputList.member.1", text.as_str());
    let get = ("ActionNames.member.1", "s3:GetObject");
    let cases: &[&[(&str, &str)]] = &[
        &[get],
        &[one],
        &[("PolicyInputList.member.1", "{"), get],
        &[("PolicyInputList.member.1", "Version: 2012-10-17"), get],
        &[one, ("ActionNames.member.1", "s3:*")],
        &[one, ("ActionNames.member.1", "GetObject")],
        &[one, get, ("ResourceArns.member.1", "acme/k")],
        &[one, get, ("CallerArn", "arn:aws:sts::111122223333:assumed-role/r/s")],
        &[one, get, ("ResourcePolicy", &text)],
        &[one, get, ("ResourceOwner", "acme")],
        &[one, get, ("MaxItems", "1001")],
        &[one, get, ("ResourceHandlingOption", "EC2-VPC-EBS")],
        &[
            one,
            get,
            ("PermissionsBoundaryPolicyInputList.member.1", &text),
            ("PermissionsBoundaryPolicyInputList.member.2", &text),
        ],
        &[
            one,
            get,
            context("aws:SourceIp", "ip", "here")[0],
            context("aws:SourceIp", "ip", "here")[1],
            context("aws:SourceIp", "ip", "here")[2],
        ],
    ];
    for parameters in cases {
        let reply = simulate(&served, parameters);
        assert_eq!(
            (reply.status, reply.elements("Code")),
            (400, vec!["InvalidInput"]),
            "{parameters:?}: {reply:?}"
        );
        assert_eq!(reply.elements("Type"), ["Sender"]);
        assert!(!reply.elements("Message")[0].is_empty());
        assert_eq!(reply.fault.as_deref(), Some("InvalidInput"));
    }
    let reply = served.form("CreateUser", &[]);
    assert_eq!((reply.status, reply.elements("Code")), (400, vec!["InvalidAction"]));
}

#[test]
fn the_caller_has_the_account_of_examples() {
    let served = Served::start();
    let reply = served.send(
        "/",
        "application/x-www-form-urlencoded",
        "Action=GetCallerIdentity&Version=2011-06-15",
        &[],
    );
    assert_eq!((reply.status, reply.elements("Account")), (200, vec!["123456789012"]));
}

/// The second example of <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>: a resource that is asked
/// for alone gives its name to the result.
#[test]
fn the_same_account_example_of_the_reference() {
    let served = Served::start();
    let own = policy(&[statement("Allow", "iam:*", "*")]);
    let mut shared = statement("Allow", "s3:Put*", "arn:aws:s3:::production/*");
    shared["Principal"] = json!({"AWS": "arn:aws:iam::111122223333:user/mateo"});
    let shared = policy(&[shared]);
    let reply = simulate(
        &served,
        &[
            ("ActionNames.member.1", "s3:PutObject"),
            ("CallerArn", "arn:aws:iam::111122223333:user/mateo"),
            ("ResourceArns.member.1", "arn:aws:s3:::production/Test"),
            ("ResourceOwner", "arn:aws:iam::111122223333:root"),
            ("PermissionsBoundaryPolicyInputList.member.1", &own),
            ("PolicyInputList.member.1", &own),
            ("ResourcePolicy", &shared),
        ],
    );
    assert_eq!(reply.elements("EvalResourceName"), ["arn:aws:s3:::production/Test"; 2]);
    assert_eq!(
        (decisions(&reply), reply.elements("EvalResourceDecision")),
        (vec!["allowed"], vec!["allowed"])
    );
    assert_eq!(reply.elements("AllowedByPermissionsBoundary"), ["false"; 2]);
    assert_eq!(reply.elements("EvalDecisionDetails"), [""]);
    assert_eq!(reply.elements("SourcePolicyId"), ["ResourcePolicy"; 2]);
    assert_eq!(reply.elements("SourcePolicyType"), ["Resource Policy"; 2]);
}

#[test]
fn a_marker_behind_the_end_is_stray() {
    let served = Served::start();
    let text = policy(&[statement("Allow", "s3:*", "*")]);
    let asked = [
        ("PolicyInputList.member.1", text.as_str()),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ActionNames.member.2", "s3:PutObject"),
        ("MaxItems", "1"),
    ];
    let marker = simulate(&served, &asked).elements("Marker")[0].to_owned();
    let print = marker.split_once('-').unwrap().1;
    for stray in [format!("2-{print}"), format!("99-{print}"), format!("0-{print}")] {
        let reply = simulate(&served, &[&asked[..], &[("Marker", &stray)]].concat());
        assert_eq!((reply.status, reply.elements("Code")), (400, vec!["InvalidInput"]), "{stray}");
    }
}
