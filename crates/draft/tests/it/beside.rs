//! What is drafted beside the calls, what is left out, and several principals as one.

use catalog::Catalog;
use draft::{
    Basis, Demand, Dependents, Draft, Filter, Grant, Mode, NoPolicy, Options, WhyLeftOut, draft,
    draft_together,
};
use policy::ActionPattern;
use serde_json::{Value, json};
use trail::dependent::Why;
use trail::{Layer, Principal, Reason};

use crate::conditions::with;
use crate::{ROLE, document, event, usage};

const TASKS: &str = "arn:aws:iam::111122223333:role/tasks";

fn made(events: &[Value], options: &Options) -> Draft {
    draft(&usage(events), &Principal::new(ROLE), options, Catalog::embedded())
}

fn creates(id: usize, role: &str) -> Value {
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let parameters = json!({ "requestParameters": { "functionName": "f", "role": role } });
    with(event(id, "lambda", "CreateFunction20150331", &[function]), parameters)
}

fn of<'d>(draft: &'d Draft, action: &str) -> Option<&'d Grant> {
    draft.grants.iter().find(|grant| grant.action == action)
}

fn left_out<'d>(draft: &'d Draft, action: &str) -> Vec<&'d WhyLeftOut> {
    draft.left_out.iter().filter(|left| left.action == action).map(|left| &left.why).collect()
}

fn patterns(texts: &[&str]) -> Vec<ActionPattern> {
    texts.iter().map(|text| ActionPattern::parse(text)).collect()
}

#[test]
fn a_role_is_passed_by_name_to_one_service_in_every_mode() {
    for mode in [Mode::Actions, Mode::Resources, Mode::Conditions] {
        let draft = made(&[creates(1, TASKS)], &Options { mode, ..Options::default() });
        let grant = of(&draft, "iam:PassRole").unwrap();
        let demand = Demand {
            operator: "StringEquals".into(),
            key: "iam:PassedToService".into(),
            values: vec!["lambda.amazonaws.com".into()],
        };
        assert_eq!(
            (&*grant.resources, &*grant.demands),
            (&[TASKS.to_owned()][..], &[demand][..]),
            "{mode:?}"
        );
        assert_eq!(grant.basis, Basis::Inferred(Why::PassesRole));
        document(&draft);
    }
}

#[test]
fn a_role_that_the_log_does_not_name_is_not_passed() {
    let profile = json!({ "requestParameters": { "iamInstanceProfile": { "name": "web" } } });
    for (call, why) in [
        (with(event(1, "ec2", "RunInstances", &[]), profile), WhyLeftOut::RoleUnknown),
        (creates(1, "arn:aws:iam::444455556666:role/theirs"), WhyLeftOut::RoleOfOtherAccount),
    ] {
        let draft = made(&[call], &Options::default());
        assert_eq!(of(&draft, "iam:PassRole"), None);
        assert!(left_out(&draft, "iam:PassRole").contains(&&why), "{:?}", draft.left_out);
    }
}

/// No call is logged as `PassRole`; a usage file from elsewhere may say otherwise, and does not say to which service.
#[test]
fn a_use_of_the_permission_alone_hands_no_role_to_any_service() {
    for (resources, mode) in [(&[][..], Mode::Actions), (&[TASKS], Mode::Resources), (&[], Mode::Conditions)]
    {
        let calls = [event(1, "iam", "PassRole", resources), creates(2, TASKS)];
        let draft = made(&calls, &Options { mode, ..Options::default() });
        assert_eq!(of(&draft, "iam:PassRole").unwrap().basis, Basis::Inferred(Why::PassesRole), "{mode:?}");
        assert_eq!(left_out(&draft, "iam:PassRole"), [&WhyLeftOut::ReceiverUnknown], "{mode:?}");
    }
}

#[test]
fn what_requests_called_for_can_be_switched_off_and_goes_with_its_call() {
    let options = Options { dependents: Dependents::None, ..Options::default() };
    let draft = made(&[creates(1, TASKS)], &options);
    assert_eq!(of(&draft, "iam:PassRole"), None);
    assert_eq!(left_out(&draft, "iam:PassRole"), [&WhyLeftOut::DependentsNotAsked]);

    let filter = Filter { exclude: patterns(&["lambda:*"]), ..Filter::default() };
    let draft = made(&[creates(1, TASKS)], &Options { filter, ..Options::default() });
    assert_eq!(draft.grants, [], "nobody passes a role to what is not made");

    let mut denied = creates(1, TASKS);
    denied["errorCode"] = "AccessDenied".into();
    assert_eq!(made(&[denied], &Options::default()).grants, []);
}

#[test]
fn a_key_is_used_through_its_service() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    let write = |id, key: Option<&str>| {
        let parameters = json!({ "bucketName": "b", "key": "k", "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": key });
        with(event(id, "s3", "PutObject", &["arn:aws:s3:::b/k"]), json!({ "requestParameters": parameters }))
    };
    let draft = made(&[write(1, Some(key))], &Options { mode: Mode::Conditions, ..Options::default() });
    let grant = of(&draft, "kms:GenerateDataKey").unwrap();
    assert_eq!(
        (&grant.basis, &*grant.resources),
        (&Basis::Inferred(Why::EncryptsObject), &[key.to_owned()][..])
    );
    let told: Vec<_> =
        grant.demands.iter().map(|demand| (demand.key.as_str(), demand.values.join(" "))).collect();
    assert!(told.contains(&("kms:ViaService", "s3.eu-west-1.amazonaws.com".into())), "{told:?}");

    let draft = made(&[write(1, None)], &Options::default());
    assert_eq!(of(&draft, "kms:GenerateDataKey"), None, "no draft allows the use of all keys");
    assert_eq!(left_out(&draft, "kms:GenerateDataKey"), [&WhyLeftOut::KeyUnknown]);
}

#[test]
fn what_is_made_with_tags_may_be_tagged_and_nothing_else() {
    let tags = json!([{ "key": "team", "value": "a" }]);
    let specification = json!({ "items": [{ "resourceType": "instance", "tags": tags }] });
    let runs =
        json!({ "requestParameters": { "tagSpecificationSet": specification, "subnetId": "subnet-1" } });
    let queue = json!({ "requestParameters": { "queueName": "jobs", "tags": { "team": "a" } } });
    let events =
        [with(event(1, "ec2", "RunInstances", &[]), runs), with(event(2, "sqs", "CreateQueue", &[]), queue)];
    for mode in [Mode::Actions, Mode::Resources, Mode::Conditions] {
        let draft = made(&events, &Options { mode, ..Options::default() });
        let grant = of(&draft, "ec2:CreateTags").unwrap();
        assert_eq!(grant.resources, ["arn:aws:ec2:eu-west-1:111122223333:instance/*"], "{mode:?}");
        let demand = Demand {
            operator: "StringEquals".into(),
            key: "ec2:CreateAction".into(),
            values: vec!["RunInstances".into()],
        };
        assert_eq!(grant.demands, [demand], "{mode:?}");
        let grant = of(&draft, "sqs:TagQueue").unwrap();
        assert_eq!(grant.resources, ["arn:aws:sqs:eu-west-1:111122223333:jobs"], "{mode:?}");
        assert_eq!(grant.basis, Basis::Inferred(Why::TagsResource));
        document(&draft);
    }
    let options = Options { dependents: Dependents::None, ..Options::default() };
    assert_eq!(left_out(&made(&events, &options), "sqs:TagQueue"), [&WhyLeftOut::DependentsNotAsked]);
}

/// What is made gets the tags, not what else the request names; where its name comes with the making, all of its type, and only by the call
/// where the service has a key for that.
#[test]
fn tags_go_to_what_is_made() {
    let tags = || json!([{ "key": "team", "value": "a" }]);
    let arn = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-1:111122223333:{rest}");
    for (service, name, parameters, action, expected, key) in [
        (
            "rds",
            "CreateDBInstance",
            json!({ "dBInstanceIdentifier": "shop", "dBSubnetGroupName": "inner", "dBParameterGroupName": "tuned" }),
            "rds:AddTagsToResource",
            vec![arn("rds", "db:shop")],
            None,
        ),
        (
            "ecs",
            "RunTask",
            json!({ "cluster": "web", "taskDefinition": "jobs:3" }),
            "ecs:TagResource",
            vec![arn("ecs", "task/*/*")],
            Some("ecs:CreateAction"),
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            json!({ "family": "jobs" }),
            "ecs:TagResource",
            vec![arn("ecs", "task-definition/jobs:*")],
            Some("ecs:CreateAction"),
        ),
        ("kms", "CreateKey", json!({}), "kms:TagResource", vec![arn("kms", "key/*")], None),
        (
            "autoscaling",
            "CreateAutoScalingGroup",
            json!({ "autoScalingGroupName": "web" }),
            "autoscaling:CreateOrUpdateTags",
            vec![arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/web")],
            None,
        ),
        (
            "elasticloadbalancing",
            "CreateListener",
            json!({ "loadBalancerArn": arn("elasticloadbalancing", "loadbalancer/app/web/0123456789abcdef") }),
            "elasticloadbalancing:AddTags",
            ["app", "gwy", "net"]
                .map(|kind| arn("elasticloadbalancing", &format!("listener/{kind}/*/*/*")))
                .into(),
            Some("elasticloadbalancing:CreateAction"),
        ),
    ] {
        let mut parameters = parameters;
        parameters["tags"] = tags();
        let events = [with(event(1, service, name, &[]), json!({ "requestParameters": parameters }))];
        for mode in [Mode::Actions, Mode::Resources, Mode::Conditions] {
            let draft = made(&events, &Options { mode, ..Options::default() });
            let grant = of(&draft, action).unwrap_or_else(|| panic!("{name}: {:?}", draft.left_out));
            assert_eq!(grant.resources, expected, "{name} {mode:?}");
            let demands: Vec<_> =
                grant.demands.iter().map(|demand| (demand.key.as_str(), demand.values.join(" "))).collect();
            assert_eq!(
                demands,
                key.map(|key| (key, name.to_owned())).into_iter().collect::<Vec<_>>(),
                "{name}"
            );
            document(&draft);
        }
    }
}

#[test]
fn documented_needs_come_only_if_asked_for() {
    let events = [event(1, "autoscaling", "CreateAutoScalingGroup", &[])];
    assert!(made(&events, &Options::default()).grants.iter().all(|grant| grant.basis == Basis::Used));
    let options = Options { dependents: Dependents::Documented, ..Options::default() };
    let draft = made(&events, &options);
    let linked = of(&draft, "iam:CreateServiceLinkedRole").unwrap();
    assert_eq!(linked.resources, ["arn:aws:iam::111122223333:role/aws-service-role/*"]);
    let for_actions = vec!["autoscaling:CreateAutoScalingGroup".to_owned()];
    assert_eq!(linked.basis, Basis::Documented { needed_for: for_actions });
    assert_eq!(of(&draft, "iam:PassRole"), None, "no role is named");
    document(&draft);

    // Of all that tags can be put on, only what instances are made of.
    let draft = made(&[event(1, "ec2", "RunInstances", &[])], &options);
    let tags = of(&draft, "ec2:CreateTags").unwrap();
    assert!(tags.resources.contains(&"arn:aws:ec2:*:111122223333:instance/*".to_owned()));
    assert!(!tags.resources.iter().any(|entry| entry.contains("vpn-connection")), "{:?}", tags.resources);
}

#[test]
fn filters_leave_out_what_they_name_and_say_so() {
    let object = "arn:aws:s3:::b/1";
    let mut events: Vec<_> = (0..3).map(|id| event(id, "s3", "GetObject", &[object])).collect();
    events.push(event(3, "s3", "DeleteObject", &[object]));
    events.push(event(4, "ec2", "DescribeInstances", &[]));
    for (filter, granted, why) in [
        (
            Filter { exclude: patterns(&["s3:Delete*"]), ..Filter::default() },
            vec!["ec2:DescribeInstances", "s3:GetObject"],
            WhyLeftOut::Excluded("s3:Delete*".into()),
        ),
        (
            Filter { only: patterns(&["S3:get*", "ec2:*"]), ..Filter::default() },
            vec!["ec2:DescribeInstances", "s3:GetObject"],
            WhyLeftOut::NotAllowed,
        ),
        (
            Filter { min_count: 2, ..Filter::default() },
            vec!["s3:GetObject"],
            WhyLeftOut::TooFew { count: 1, least: 2 },
        ),
    ] {
        let draft = made(&events, &Options { filter, ..Options::default() });
        assert_eq!(draft.grants.iter().map(|grant| grant.action.as_str()).collect::<Vec<_>>(), granted);
        assert_eq!(left_out(&draft, "s3:DeleteObject"), [&why]);
    }
}

#[test]
fn refused_calls_are_granted_only_if_asked_for_and_marked() {
    let refused = |id, message: &str| {
        with(
            event(id, "sqs", "SendMessage", &["arn:aws:sqs:eu-west-1:111122223333:q"]),
            json!({ "errorCode": "AccessDenied", "errorMessage": message }),
        )
    };
    let message = "User: x is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:q \
                   with an explicit deny in a service control policy";
    let events =
        [refused(1, message), event(2, "sqs", "ReceiveMessage", &["arn:aws:sqs:eu-west-1:111122223333:q"])];
    assert_eq!(of(&made(&events, &Options::default()), "sqs:SendMessage"), None);
    let draft = made(&events, &Options { include_denied: true, ..Options::default() });
    let grant = of(&draft, "sqs:SendMessage").unwrap();
    assert_eq!(grant.basis, Basis::Denied { reasons: vec![Reason::ExplicitIn(Layer::Scp)] });
    assert_eq!(grant.resources, ["arn:aws:sqs:eu-west-1:111122223333:q"]);
    assert!(!draft.denied[0].granted_otherwise);
    document(&draft);
}

#[test]
fn a_role_that_was_not_to_be_passed_is_drafted_for_its_service_alone() {
    let mut denied = creates(1, TASKS);
    denied["errorCode"] = "AccessDenied".into();
    denied["errorMessage"] = format!(
        "User: x is not authorized to perform: iam:PassRole on resource: {TASKS} because no identity-based policy allows the \
         iam:PassRole action"
    )
    .into();
    let draft = made(&[denied], &Options { include_denied: true, mode: Mode::Actions, ..Options::default() });
    let grant = of(&draft, "iam:PassRole").unwrap();
    assert_eq!(
        (&*grant.resources, &*grant.demands[0].values),
        (&[TASKS.to_owned()][..], &["lambda.amazonaws.com".to_owned()][..])
    );
}

#[test]
fn reads_alike_are_kept_on_the_same_resources() {
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let events = [
        event(1, "lambda", "GetFunctionConfiguration20150331v2", &[function]),
        event(2, "lambda", "DeleteFunction20150331", &[function]),
        event(3, "ec2", "DescribeInstances", &[]),
    ];
    let draft = made(&events, &Options { keep_read: true, ..Options::default() });
    let catalog = Catalog::embedded();
    let likes: Vec<_> =
        draft.grants.iter().filter(|grant| matches!(grant.basis, Basis::ReadsLike(_))).collect();
    assert!(
        likes
            .iter()
            .any(|grant| grant.action == "lambda:GetFunctionConcurrency" && grant.resources == [function])
    );
    assert!(likes.iter().any(|grant| grant.action == "ec2:DescribeInstanceStatus"));
    for grant in &likes {
        let action = catalog.action(&grant.action).unwrap();
        assert!(matches!(action.level(), catalog::Level::Read | catalog::Level::List), "{}", grant.action);
        assert_eq!(action.sensitivities().next(), None, "{}", grant.action);
        assert_eq!(grant.count, 0);
    }
    assert!(
        likes.iter().all(|grant| !grant.action.contains("Delete") && grant.action != "ec2:DescribeVolumes")
    );
    document(&draft);
}

#[test]
fn calls_that_only_failed_are_granted_and_marked() {
    let failed = |id, code: &str| {
        with(event(id, "cloudformation", "DescribeStacks", &[]), json!({ "errorCode": code }))
    };
    let draft = made(&[failed(1, "ValidationError"), failed(2, "StackNotFound")], &Options::default());
    assert_eq!(draft.grants[0].only_failed, ["StackNotFound", "ValidationError"]);
    let draft = made(
        &[failed(1, "ValidationError"), event(2, "cloudformation", "DescribeStacks", &[])],
        &Options::default(),
    );
    assert_eq!(draft.grants[0].only_failed, Vec::<String>::new());
}

#[test]
fn a_resource_that_only_failed_calls_touched_is_told_apart() {
    let stack = |name: &str| format!("arn:aws:cloudformation:eu-west-1:111122223333:stack/{name}/1a2b");
    let (there, gone) = (stack("orders"), stack("nope"));
    let missing = json!({ "errorCode": "ValidationError" });
    let draft = made(
        &[
            event(1, "cloudformation", "DescribeStacks", &[&there]),
            with(event(2, "cloudformation", "DescribeStacks", &[&gone]), missing.clone()),
            with(event(3, "cloudformation", "DescribeStacks", &[&there]), missing),
        ],
        &Options::default(),
    );
    let grant = &draft.grants[0];
    assert_eq!(grant.only_failed, Vec::<String>::new());
    let told: Vec<_> = grant.found.iter().map(|found| (found.entry.clone(), found.only_failed)).collect();
    assert_eq!(told, [(gone, true), (there, false)]);
}

#[test]
fn several_principals_become_one_whose_evidence_says_whose_it_is() {
    let user = "arn:aws:iam::111122223333:user/ana";
    let root = "arn:aws:iam::111122223333:root";
    let of_user = |id, who: &str, kind: &str| {
        let identity = json!({ "type": kind, "arn": who, "accountId": "111122223333" });
        with(
            event(id, "sqs", "SendMessage", &["arn:aws:sqs:eu-west-1:111122223333:q"]),
            json!({ "userIdentity": identity }),
        )
    };
    let usage = usage(&[
        event(1, "sqs", "SendMessage", &["arn:aws:sqs:eu-west-1:111122223333:r"]),
        of_user(2, user, "IAMUser"),
        of_user(3, root, "Root"),
    ]);
    let name = Principal::new("workers");
    let together = |names: &[&str]| {
        let principals: Vec<_> = names.iter().map(|name| Principal::new(name)).collect();
        draft_together(&usage, &name, &principals, &Options::default(), Catalog::embedded())
    };
    let draft = together(&[user, ROLE, root]);
    assert_eq!(draft.members.iter().map(Principal::name).collect::<Vec<_>>(), [ROLE, user]);
    assert_eq!(draft.grants[0].principals, [ROLE, user]);
    assert_eq!((draft.grants[0].resources.len(), draft.grants[0].count), (2, 2));
    assert_eq!(draft.policies[0].name, "workers-used");
    assert_eq!(together(&[ROLE, user, user]), together(&[user, ROLE]), "in any order, each once");
    assert_eq!(together(&[root]).no_policy, Some(NoPolicy::Account));
}
