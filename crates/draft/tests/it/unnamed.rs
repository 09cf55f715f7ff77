//! What requests called for where some of them do not name it.

use catalog::Catalog;
use draft::{Draft, Grant, Mode, Options, WhyLeftOut, Widening, draft};
use serde_json::{Value, json};
use trail::Principal;

use crate::conditions::with;
use crate::{ROLE, event, usage};

fn made(events: &[Value], options: &Options) -> Draft {
    draft(&usage(events), &Principal::new(ROLE), options, Catalog::embedded())
}

fn of<'d>(draft: &'d Draft, action: &str) -> Option<&'d Grant> {
    draft.grants.iter().find(|grant| grant.action == action)
}

fn left_out<'d>(draft: &'d Draft, action: &str) -> Vec<&'d WhyLeftOut> {
    draft.left_out.iter().filter(|left| left.action == action).map(|left| &left.why).collect()
}

/// What one call names is not what another meant: EC2 takes the role out of a profile whose name alone is logged.
#[test]
fn what_some_calls_do_not_name_is_left_out_beside_what_others_name() {
    let profile = json!({ "requestParameters": { "iamInstanceProfile": { "name": "web" } } });
    let names = json!({ "requestParameters": { "roleName": "batch", "instanceProfileName": "batch" } });
    let runs = with(event(1, "ec2", "RunInstances", &[]), profile);
    let adds = with(event(2, "iam", "AddRoleToInstanceProfile", &[]), names);
    let draft = made(&[runs, adds], &Options::default());
    let named = "arn:aws:iam::111122223333:role/*/batch";
    let grant = of(&draft, "iam:PassRole").unwrap();
    assert_eq!(grant.resources, [named, "arn:aws:iam::111122223333:role/batch"]);
    assert_eq!(grant.widened, [Widening::PartlyLogged(named.to_owned())]);
    let left: Vec<_> = draft.left_out.iter().map(|left| (&*left.action, &left.why, left.count)).collect();
    assert_eq!(left, [("iam:PassRole", &WhyLeftOut::RoleUnknown, 1)]);
}

#[test]
fn a_key_that_one_of_like_calls_does_not_name_is_left_out() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    let write = |id, key: Option<&str>| {
        let parameters = json!({ "bucketName": "b", "key": "k", "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": key });
        with(event(id, "s3", "PutObject", &["arn:aws:s3:::b/k"]), json!({ "requestParameters": parameters }))
    };
    for mode in [Mode::Actions, Mode::Resources, Mode::Conditions] {
        let draft = made(&[write(1, Some(key)), write(2, None)], &Options { mode, ..Options::default() });
        let resources = &of(&draft, "kms:GenerateDataKey").unwrap().resources;
        assert_eq!(*resources, [if mode == Mode::Actions { "*" } else { key }], "{mode:?}");
        assert_eq!(left_out(&draft, "kms:GenerateDataKey"), [&WhyLeftOut::KeyUnknown], "{mode:?}");
    }
}

/// In China some services have another name, as AWS's own policies say: `AmazonEMRFullAccessPolicy_v2` lets roles be passed to
/// `ec2.amazonaws.com*`.
#[test]
fn a_role_is_passed_to_all_names_of_a_service_where_the_caller_is() {
    let names = json!({ "roleName": "batch", "instanceProfileName": "batch" });
    let group =
        json!({ "applicationName": "a", "serviceRoleArn": "arn:aws-cn:iam::111122223333:role/deploys" });
    for (partition, region, source, name, parameters, expected) in [
        (
            "aws-cn",
            "cn-north-1",
            "iam",
            "AddRoleToInstanceProfile",
            &names,
            "ec2.amazonaws.com ec2.amazonaws.com.cn",
        ),
        ("aws-us-gov", "us-gov-west-1", "iam", "AddRoleToInstanceProfile", &names, "ec2.amazonaws.com"),
        (
            "aws-cn",
            "cn-north-1",
            "codedeploy",
            "CreateDeploymentGroup",
            &group,
            "codedeploy.amazonaws.com codedeploy.cn-north-1.amazonaws.com.cn",
        ),
    ] {
        let role = ROLE.replace("arn:aws:", &format!("arn:{partition}:"));
        let session = json!({ "type": "AssumedRole", "sessionContext": { "sessionIssuer": { "type": "Role", "arn": role } } });
        let more = json!({ "requestParameters": parameters, "awsRegion": region, "userIdentity": session });
        let call = with(event(1, source, name, &[]), more);
        let draft = draft(&usage(&[call]), &Principal::new(&role), &Options::default(), Catalog::embedded());
        let grant = of(&draft, "iam:PassRole").unwrap();
        assert_eq!(grant.demands[0].values.join(" "), expected, "{partition}");
    }
}

/// A record that says no region may be of any, also beside others that say theirs.
#[test]
fn what_calls_of_no_region_need_is_granted_in_all() {
    let run = |id, region: Value| {
        let instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1";
        with(event(id, "ec2", "RunInstances", &[instance]), json!({ "awsRegion": region }))
    };
    let of_types = |events: &[Value]| -> Vec<String> {
        let draft = made(events, &Options::default());
        let resources = &of(&draft, "ec2:RunInstances").unwrap().resources;
        resources.iter().filter(|entry| entry.ends_with(":volume/*")).cloned().collect()
    };
    let volumes = |region: &str| vec![format!("arn:aws:ec2:{region}:111122223333:volume/*")];
    assert_eq!(of_types(&[run(1, json!("eu-west-1"))]), volumes("eu-west-1"));
    assert_eq!(of_types(&[run(1, json!("eu-west-1")), run(2, Value::Null)]), volumes("*"));
}
