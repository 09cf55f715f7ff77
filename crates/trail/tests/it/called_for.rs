//! What requests call for beside the call: layers that are put into functions.

use serde_json::{Value, json};
use trail::Usage;
use trail::dependent::Why;

use crate::logs::{ROLE, delivered, event, run_one};

/// What a call of a service called for on this ground: the action, to which service, on what.
fn called_for(why: Why, service: &str, name: &str, parameters: &Value) -> Vec<String> {
    let more = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null,
        "requestParameters": parameters });
    let usage = run_one(delivered(&[event("1", more)])).usage;
    let told = told(&usage, why);
    let (read, problems) = Usage::from_json("usage.json", usage.to_json().as_bytes()).unwrap();
    assert_eq!((self::told(&read, why), problems), (told.clone(), vec![]), "files keep it");
    told
}

fn told(usage: &Usage, why: Why) -> Vec<String> {
    let inferred = usage.inferred_of(ROLE);
    let of_kind = inferred.iter().filter(|used| used.inferred.why == why);
    of_kind
        .map(|used| {
            let service = used.inferred.service.as_deref().unwrap_or("-").to_owned();
            let what = vec![used.inferred.action.to_string(), service];
            [what, used.resources.arns().collect()].concat().join(" ")
        })
        .collect()
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-layer.html>; without the permission AWS refuses the call with
/// "not authorized to perform: lambda:GetLayerVersion on resource: LAYER".
#[test]
fn layers_of_functions_call_for_the_permission_to_get_them() {
    let own = "arn:aws:lambda:eu-west-1:111122223333:layer:deps:7";
    let theirs = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:55";
    for (name, parameters, expected) in [
        (
            "CreateFunction20150331",
            json!({ "functionName": "f", "layers": [own, theirs] }),
            vec![own, theirs],
        ),
        (
            "UpdateFunctionConfiguration20150331v2",
            json!({ "functionName": "f", "layers": [theirs] }),
            vec![theirs],
        ),
        ("UpdateFunctionConfiguration", json!({ "functionName": "f", "layers": [own] }), vec![own]),
        // Without layers, those that the function has are left as they are; an empty list takes them out.
        ("UpdateFunctionConfiguration20150331v2", json!({ "functionName": "f", "timeout": 30 }), vec![]),
        ("UpdateFunctionConfiguration20150331v2", json!({ "functionName": "f", "layers": [] }), vec![]),
        (
            "CreateFunction20150331",
            json!({ "functionName": "f", "layers": null, "description": own }),
            vec![],
        ),
        ("UpdateFunctionCode20150331v2", json!({ "functionName": "f", "layers": [own] }), vec![]),
    ] {
        let expected: Vec<String> = if expected.is_empty() {
            vec![]
        } else {
            vec![format!("lambda:GetLayerVersion - {}", expected.join(" "))]
        };
        assert_eq!(called_for(Why::NamesLayer, "lambda", name, &parameters), expected, "{name} {parameters}");
    }
}

/// RDS takes the name of the role that joins a domain. Two services take it, and AWS does not say to which of them it is passed:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_SQLServerWinAuth.html>
#[test]
fn roles_of_domains_are_passed_by_name_to_nobody_knows_whom() {
    let role = "arn:aws:iam::111122223333:role";
    let parameters = json!({ "dBInstanceIdentifier": "d", "domain": "d-1", "domainIAMRoleName": "ad" });
    for name in [
        "CreateDBCluster",
        "CreateDBInstance",
        "CreateDBInstanceReadReplica",
        "ModifyDBCluster",
        "ModifyDBInstance",
        "RestoreDBClusterFromS3",
        "RestoreDBClusterFromSnapshot",
        "RestoreDBClusterToPointInTime",
        "RestoreDBInstanceFromDBSnapshot",
        "RestoreDBInstanceToPointInTime",
    ] {
        let told = called_for(Why::PassesRole, "rds", name, &parameters);
        assert_eq!(told, [format!("iam:PassRole - {role}/*/ad {role}/ad")], "{name}");
    }
    assert_eq!(called_for(Why::PassesRole, "rds", "CreateDBInstance", &json!({ "domain": "d-1" })), [""; 0]);
    // The monitoring role of the same request has one receiver, which is known.
    let both = json!({ "domainIAMRoleName": "ad", "monitoringRoleArn": format!("{role}/watch") });
    assert_eq!(
        called_for(Why::PassesRole, "rds", "CreateDBInstance", &both),
        [
            format!("iam:PassRole - {role}/*/ad {role}/ad"),
            format!("iam:PassRole monitoring.rds.amazonaws.com {role}/watch")
        ]
    );
}

/// Source: <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html>
#[test]
fn roles_among_the_options_of_an_environment_are_passed() {
    let role = "arn:aws:iam::111122223333:role";
    let option = |space: &str, name: &str, value: &str| json!({ "namespace": space, "optionName": name, "value": value });
    let service = |value: &str| option("aws:elasticbeanstalk:environment", "ServiceRole", value);
    let profile = || option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", "web");
    let variable =
        || option("aws:elasticbeanstalk:application:environment", "ServiceRole", &format!("{role}/other"));
    let told = |name: &str, options: Value| {
        let parameters = json!({ "environmentName": "e", "optionSettings": options });
        called_for(Why::PassesRole, "elasticbeanstalk", name, &parameters)
    };
    let named = format!("iam:PassRole elasticbeanstalk.amazonaws.com {role}/*/eb {role}/eb");
    let whole = format!("iam:PassRole elasticbeanstalk.amazonaws.com {role}/app/eb");
    assert_eq!(told("CreateEnvironment", json!([service("eb")])), [named.as_str()]);
    assert_eq!(told("UpdateEnvironment", json!([service(&format!("{role}/app/eb"))])), [whole.as_str()]);
    assert_eq!(
        told("CreateEnvironment", json!([profile(), service("eb")])),
        ["iam:PassRole ec2.amazonaws.com", named.as_str()]
    );
    // What a program is told in a variable is passed to nobody, and a template is no environment.
    assert_eq!(told("CreateEnvironment", json!([variable(), service("")])), [""; 0]);
    assert_eq!(told("CreateConfigurationTemplate", json!([service("eb")])), [""; 0]);
    assert_eq!(told("CreateEnvironment", json!([])), [""; 0]);
}
