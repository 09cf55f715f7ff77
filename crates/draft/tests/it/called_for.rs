//! What is drafted for what requests name beside the call: layers, roles by their names.

use catalog::Catalog;
use draft::{Basis, Dependents, Draft, Mode, Options, WhyLeftOut, draft};
use serde_json::{Value, json};
use trail::Principal;
use trail::dependent::Why;

use crate::conditions::with;
use crate::{ROLE, document, event, usage};

const OWN: &str = "arn:aws:lambda:eu-west-1:111122223333:layer:deps:7";
/// A layer of AWS's, in an account of AWS's.
const OF_AWS: &str = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:55";
const GET: &str = "lambda:GetLayerVersion";

fn made(events: &[Value], options: &Options) -> Draft {
    draft(&usage(events), &Principal::new(ROLE), options, Catalog::embedded())
}

fn call(id: usize, name: &str, layers: &[&str]) -> Value {
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let parameters = json!({ "requestParameters": { "functionName": "f", "layers": layers } });
    with(event(id, "lambda", name, &[function]), parameters)
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-layer.html>
#[test]
fn whoever_puts_layers_into_a_function_may_get_them_and_no_others() {
    let events = [
        call(1, "CreateFunction20150331", &[OWN]),
        call(2, "UpdateFunctionConfiguration20150331v2", &[OWN, OF_AWS]),
    ];
    for mode in [Mode::Resources, Mode::Conditions] {
        let draft = made(&events, &Options { mode, ..Options::default() });
        let grants: Vec<_> = draft.grants.iter().filter(|grant| grant.action == GET).collect();
        assert_eq!(grants.len(), 1, "{mode:?}");
        assert_eq!(grants[0].resources, [OWN, OF_AWS], "{mode:?}");
        assert_eq!(grants[0].basis, Basis::Inferred(Why::NamesLayer));
        assert!(document(&draft).to_string().contains(OF_AWS));
    }
    assert!(draft_grants(&[call(1, "CreateFunction20150331", &[])]).iter().all(|action| action != GET));
}

fn draft_grants(events: &[Value]) -> Vec<String> {
    made(events, &Options::default()).grants.into_iter().map(|grant| grant.action).collect()
}

#[test]
fn layers_go_with_their_call_and_can_be_switched_off() {
    let options = Options { dependents: Dependents::None, ..Options::default() };
    let draft = made(&[call(1, "CreateFunction20150331", &[OWN])], &options);
    let left: Vec<_> = draft.left_out.iter().map(|left| (left.action.as_str(), &left.why)).collect();
    assert_eq!(left, [(GET, &WhyLeftOut::DependentsNotAsked)]);

    let mut denied = call(1, "CreateFunction20150331", &[OWN]);
    denied["errorCode"] = "AccessDenied".into();
    assert_eq!(draft_grants(&[denied]), [] as [&str; 0]);
}

/// Of RDS it is not documented which service gets the role of a domain: nothing is granted, and that is told.
#[test]
fn a_role_whose_receiver_nobody_knows_is_told_of() {
    let parameters =
        json!({ "requestParameters": { "dBInstanceIdentifier": "d", "domainIAMRoleName": "ad" } });
    let database = "arn:aws:rds:eu-west-1:111122223333:db:d";
    let draft =
        made(&[with(event(1, "rds", "CreateDBInstance", &[database]), parameters)], &Options::default());
    assert!(draft.grants.iter().all(|grant| grant.action != "iam:PassRole"));
    let left: Vec<_> = draft.left_out.iter().map(|left| (left.action.as_str(), &left.why)).collect();
    assert_eq!(left, [("iam:PassRole", &WhyLeftOut::ReceiverUnknown)]);
    let roles = ["arn:aws:iam::111122223333:role/*/ad", "arn:aws:iam::111122223333:role/ad"];
    assert_eq!(draft.left_out[0].resources, roles);
}

#[test]
fn roles_of_environments_are_passed_to_elastic_beanstalk_and_profiles_are_told_of() {
    let option = |space: &str, name: &str, value: &str| json!({ "namespace": space, "optionName": name, "value": value });
    let options = json!([
        option("aws:elasticbeanstalk:environment", "ServiceRole", "eb"),
        option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", "web")
    ]);
    let parameters = json!({ "requestParameters": { "environmentName": "e", "optionSettings": options } });
    let draft = made(
        &[with(event(1, "elasticbeanstalk", "CreateEnvironment", &[]), parameters)],
        &Options::default(),
    );
    let passed: Vec<_> = draft.grants.iter().filter(|grant| grant.action == "iam:PassRole").collect();
    assert_eq!(passed.len(), 1);
    assert_eq!(
        passed[0].resources,
        ["arn:aws:iam::111122223333:role/*/eb", "arn:aws:iam::111122223333:role/eb"]
    );
    assert_eq!(passed[0].demands[0].values, ["elasticbeanstalk.amazonaws.com"]);
    let left: Vec<_> = draft.left_out.iter().map(|left| (left.action.as_str(), &left.why)).collect();
    assert_eq!(left, [("iam:PassRole", &WhyLeftOut::RoleUnknown)]);
}
