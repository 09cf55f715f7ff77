//! Drafts in as few characters as say the same today.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, ActionSet, Catalog, Level};
use draft::{Draft, Filter, Form, Options, draft, shortest};
use policy::ActionPattern;
use policy::tree::Statement;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use trail::Principal;

use crate::{ROLE, document, event, usage};

fn filter(exclude: &[&str], only: &[&str]) -> Filter {
    let parse = |texts: &[&str]| texts.iter().map(|text| ActionPattern::parse(text)).collect();
    Filter { exclude: parse(exclude), only: parse(only), min_count: 0 }
}

fn short(names: &[&str]) -> Vec<String> {
    shortest(names, &Filter::default(), Catalog::embedded())
}

/// By the actions that AWS lists (Service Authorization Reference): for EC2, `DescribeVolumes` stands beside `DescribeVolumeStatus`,
/// `DescribeVolumeAttribute` and `DescribeVolumesModifications`. Capitals do not count (IAM User Guide, "IAM JSON policy elements: Action"):
/// `DescribeVolumes*` matches `DescribeVolumeStatus`.
#[test]
fn beginnings_are_as_short_as_what_is_not_granted_lets_them_be() {
    for (names, expected) in [
        (
            &["ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"][..],
            &["ec2:DescribeVolumes", "ec2:DescribeVolumesM*"][..],
        ),
        (
            &["ec2:DescribeVolumeStatus", "ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"],
            &["ec2:DescribeVolumes*"],
        ),
        (&["ec2:DescribeVolumesModifications"], &["ec2:DescribeVolumesM*"]),
        // Whatever begins with all of the name is another action.
        (&["ec2:DescribeVolumes"], &["ec2:DescribeVolumes"]),
        (
            &["ec2:DescribeVolumeStatus", "ec2:DescribeVolumeAttribute"],
            &["ec2:DescribeVolumeA*", "ec2:DescribeVolumeSt*"],
        ),
        (
            &[
                "ec2:DescribeVolumes",
                "ec2:DescribeVolumeStatus",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumesModifications",
            ],
            &["ec2:DescribeVo*"],
        ),
        // One of its verb; one that others begin like; one that is as long as its beginning.
        (&["sqs:TagQueue", "sqs:SendMessage"], &["sqs:Send*", "sqs:Tag*"]),
        (&["sqs:GetQueueUrl"], &["sqs:GetQueueU*"]),
        (&["sqs:ListQueues"], &["sqs:ListQueues"]),
        // Services apart, in order.
        (&["sqs:SendMessage", "ec2:DescribeVolumesModifications"], &["ec2:DescribeVolumesM*", "sqs:Send*"]),
        (&[], &[]),
    ] {
        assert_eq!(short(names), expected, "{names:?}");
    }
}

#[test]
fn a_word_of_the_name_is_kept_even_where_a_whole_service_is_granted() {
    let all =
        ["AcknowledgeMessage", "DeleteMessage", "FailMessage", "GetEndpoint", "GetMessages", "SendReply"];
    let all = all.map(|name| format!("ec2messages:{name}"));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(all.len(), Catalog::embedded().service("ec2messages").unwrap().actions().len());
    let words = ["Acknowledge*", "Delete*", "Fail*", "Get*", "Send*"];
    assert_eq!(short(&all), words.map(|word| format!("ec2messages:{word}")));
}

#[test]
fn what_is_grave_is_written_in_full_and_no_beginning_reaches_it() {
    for (names, expected) in [
        // Uses keys, runs what is run, takes and hands over roles, manages permissions, is listed as sensitive.
        (&["kms:Decrypt", "kms:ListAliases"][..], &["kms:Decrypt", "kms:ListAliases"][..]),
        (&["lambda:InvokeFunction"], &["lambda:InvokeFunction"]),
        (&["ssm:StartSession"], &["ssm:StartSession"]),
        (&["iam:PassRole", "sts:AssumeRole"], &["iam:PassRole", "sts:AssumeRole"]),
        (&["sqs:AddPermission"], &["sqs:AddPermission"]),
        (&["ec2:GetPasswordData"], &["ec2:GetPasswordData"]),
        // `dynamodb:Q*` would stand for `Query` alone, and that is data.
        (&["dynamodb:Query"], &["dynamodb:Query"]),
        // `GetPasswordData` is granted, and keeps its neighbours apart from it all the same.
        (
            &["ec2:GetPasswordData", "ec2:GetReservedInstancesExchangeQuote"],
            &["ec2:GetPasswordData", "ec2:GetRese*"],
        ),
        // What no catalogue knows, nobody can tell from what else there is.
        (&["sqs:NoSuchAction", "nosuch:Action"], &["nosuch:Action", "sqs:NoSuchAction"]),
    ] {
        assert_eq!(short(names), expected, "{names:?}");
    }
}

#[test]
fn actions_that_aws_has_and_does_not_list_are_not_granted_along() {
    // AWS's own policies name `budgets:DescribeBudget`, `DescribeBudgets` and `CreateBudget`, its lists do not.
    let actions = ["", "Histories", "sForAccount", "sForBudget"];
    let actions = actions.map(|end| format!("budgets:DescribeBudgetAction{end}"));
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    assert_eq!(short(&actions), ["budgets:DescribeBudgetA*"]);
    assert_eq!(short(&["budgets:CreateBudgetAction"]), ["budgets:CreateBudgetA*"]);
}

#[test]
fn no_beginning_stands_for_what_is_excluded_now_or_later() {
    let names = ["ec2:DescribeVolumes", "ec2:DescribeVolumeStatus", "sqs:GetQueueUrl"];
    for (exclude, only, expected) in [
        (&[][..], &[][..], ["ec2:DescribeVolumeSt*", "ec2:DescribeVolumes", "sqs:GetQueueU*"]),
        // An action of today's.
        (
            &["ec2:DescribeVolumesModifications"],
            &[],
            ["ec2:DescribeVolumeSt*", "ec2:DescribeVolumes", "sqs:GetQueueU*"],
        ),
        // What AWS may add: `ec2:DescribeVolumeSecrets`, `sqs:GetQueueUniverse`.
        (&["ec2:*Secret*"], &[], ["ec2:DescribeVolumeStatus", "ec2:DescribeVolumes", "sqs:GetQueueU*"]),
        (&["*:GetQueueUni*"], &[], ["ec2:DescribeVolumeSt*", "ec2:DescribeVolumes", "sqs:GetQueueUrl"]),
        (
            &[],
            &["ec2:DescribeVolumeSt*", "sqs:*"],
            ["ec2:DescribeVolumeSt*", "ec2:DescribeVolumes", "sqs:GetQueueU*"],
        ),
    ] {
        let made = shortest(&names, &filter(exclude, only), Catalog::embedded());
        assert_eq!(made, expected, "{exclude:?} {only:?}");
    }
}

fn is_grave(action: Action<'_>) -> bool {
    let name = action.full_name();
    let prefix = action.service().prefix();
    action.level() == Level::PermissionsManagement
        || action.sensitivities().next().is_some()
        || prefix == "kms"
        || name == "iam:PassRole"
        || name.starts_with("sts:AssumeRole")
        || ["ecs:ExecuteCommand", "lambda:InvokeFunction", "ssm:SendCommand", "ssm:StartSession"]
            .contains(&&*name)
}

/// A service and some of its actions, many or few of them.
fn some_actions() -> impl Strategy<Value = Vec<String>> {
    let services =
        vec!["ec2", "iam", "s3", "sqs", "budgets", "dynamodb", "cloudwatch", "ec2messages", "logs", "ssm"];
    select(services).prop_flat_map(|prefix| {
        let all: Vec<String> =
            Catalog::embedded().service(prefix).unwrap().actions().map(Action::full_name).collect();
        let count = all.len();
        prop_oneof![subsequence(all.clone(), 0..=count), subsequence(all, 0..=count.min(12))]
    })
}

proptest! {
    #[test]
    fn the_same_actions_are_granted_in_no_more_characters(names in some_actions()) {
        let catalog = Catalog::embedded();
        let given: Vec<&str> = names.iter().map(String::as_str).collect();
        let entries = short(&given);
        let granted: ActionSet = given.iter().filter_map(|name| catalog.action(name)).collect();
        let mut reached = ActionSet::new();
        for entry in &entries {
            let pattern = ActionPattern::parse(entry);
            let own = catalog.expand(&pattern);
            prop_assert!(own.is_subset(&granted), "{entry} is wider");
            prop_assert!(own.iter().all(|id| !reached.contains(id)), "{entry} says what others say");
            reached.insert_all(&own);
            if let Some(beginning) = entry.strip_suffix('*') {
                prop_assert!(own.actions(catalog).all(|action| !is_grave(action)), "{entry}");
                prop_assert!(!beginning.ends_with(':'), "{entry}");
                prop_assert!(own.len() > 1 || entry.len() < own.actions(catalog).next().unwrap().full_name().len());
            }
        }
        prop_assert_eq!(&reached, &granted);
        for action in granted.actions(catalog).filter(|action| is_grave(*action)) {
            prop_assert!(entries.contains(&action.full_name()), "{}", action.full_name());
        }
        let length = |entries: &[&str]| entries.iter().map(|entry| entry.len() + 3).sum::<usize>();
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        prop_assert!(length(&entries) <= length(&given));
        let mut turned = given;
        turned.reverse();
        prop_assert_eq!(short(&turned), entries, "in whatever order");
    }

    /// Beside `budgets`, of which AWS has actions that it does not list.
    #[test]
    fn no_other_way_to_write_them_is_shorter(names in some_actions()) {
        if names.iter().any(|name| name.starts_with("budgets:")) {
            return Ok(());
        }
        let catalog = Catalog::embedded();
        let granted: Vec<Action<'_>> = names.iter().filter_map(|name| catalog.action(name)).collect();
        let Some(service) = granted.first().map(|action| action.service()) else { return Ok(()) };
        let is_granted = |action: &Action<'_>| granted.iter().any(|own| own.id() == action.id());
        let all = service.actions().map(|action| {
            Name { text: action.name(), is_open: is_granted(&action) && !is_grave(action) }
        });
        let all: Vec<Name> = all.collect();
        let more = service.prefix().len() + ":".len() + "\"\",".len();
        let grave = granted.iter().filter(|action| is_grave(**action));
        let in_full: usize = grave.map(|action| action.name().len() + more).sum();
        let given: Vec<&str> = names.iter().map(String::as_str).collect();
        let length: usize = short(&given).iter().map(|entry| entry.len() + 3).sum();
        prop_assert_eq!(length, in_full + least(&all, 0, more));
    }
}

struct Name {
    text: &'static str,
    /// Granted, and nothing that is written in full.
    is_open: bool,
}

/// The fewest characters that stand for the open ones of names with the same first letters, by trying at each letter whether one entry
/// stands for all or several stand for those that go on alike. An entry takes `more` beside the letters.
fn least(names: &[Name], depth: usize, more: usize) -> usize {
    let mut next: BTreeMap<u8, Vec<Name>> = BTreeMap::new();
    let mut length = 0;
    for name in names {
        match name.text.as_bytes().get(depth) {
            Some(letter) => {
                let own = next.entry(letter.to_ascii_lowercase()).or_default();
                own.push(Name { ..*name });
            }
            None if name.is_open => length += depth + more,
            None => {}
        }
    }
    length += next.values().map(|names| least(names, depth + 1, more)).sum::<usize>();
    // The first word of one of them has ended.
    let is_word = |name: &Name| {
        name.text.get(1..depth).is_some_and(|start| {
            start.contains(|letter: char| letter.is_ascii_uppercase())
                || name.text.as_bytes().get(depth).is_some_and(u8::is_ascii_uppercase)
                || name.text.len() == depth
        })
    };
    if names.iter().all(|name| name.is_open) && names.iter().any(is_word) {
        length = length.min(depth + 1 + more);
    }
    length
}

fn calls() -> Vec<Value> {
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    vec![
        event(1, "ec2", "DescribeVolumes", &[]),
        event(2, "ec2", "DescribeVolumesModifications", &[]),
        event(6, "ec2", "DescribeVolumeStatus", &[]),
        event(3, "sqs", "SendMessage", &[queue]),
        event(4, "sqs", "GetQueueUrl", &[queue]),
        event(5, "sqs", "ReceiveMessage", &[queue]),
    ]
}

fn shortened(events: &[Value], options: Options) -> Draft {
    let options = Options { shorten: true, ..options };
    draft(&usage(events), &Principal::new(ROLE), &options, Catalog::embedded())
}

#[test]
fn a_shortened_draft_has_no_sids_and_the_grants_of_the_long_one() {
    let long = draft(&usage(&calls()), &Principal::new(ROLE), &Options::default(), Catalog::embedded());
    let draft = shortened(&calls(), Options::default());
    assert_eq!(
        document(&draft)["Statement"],
        json!([
            { "Effect": "Allow", "Action": "ec2:DescribeVolumes*", "Resource": "*" },
            {
                "Effect": "Allow", "Action": ["sqs:GetQueueU*", "sqs:ReceiveMessage", "sqs:Send*"],
                "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs"
            }
        ])
    );
    assert_eq!(draft.grants, long.grants);
    assert_eq!(draft.policies[0].size, draft::size(&draft.policies[0].policy));
    assert!(draft.policies[0].size < long.policies[0].size);
    let ground: Vec<Vec<&str>> = draft.policies[0]
        .policy
        .statements
        .iter()
        .map(|statement| draft.ground_of(statement).iter().map(|grant| grant.action.as_str()).collect())
        .collect();
    assert_eq!(
        ground,
        [
            &["ec2:DescribeVolumeStatus", "ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"][..],
            &["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:SendMessage"]
        ]
    );
}

#[test]
fn an_excluded_action_stays_out_of_every_beginning() {
    let filter = filter(&["ec2:DescribeVolumesModifications"], &[]);
    let draft = shortened(&calls(), Options { filter, ..Options::default() });
    assert_eq!(
        document(&draft)["Statement"][0]["Action"],
        json!(["ec2:DescribeVolumeSt*", "ec2:DescribeVolumes"])
    );
}

/// What is granted on other resources, or under other conditions, is not granted in this statement.
#[test]
fn a_beginning_stands_only_for_what_its_own_statement_grants() {
    let (one, other) = ("arn:aws:sqs:eu-west-1:111122223333:one", "arn:aws:sqs:eu-west-1:111122223333:other");
    let draft = shortened(
        &[
            event(1, "sqs", "TagQueue", &[one]),
            event(2, "sqs", "UntagQueue", &[one]),
            event(3, "sqs", "SendMessage", &[other]),
        ],
        Options::default(),
    );
    let pairs: BTreeSet<(String, String)> = statements(&draft).flat_map(pairs).collect();
    let expected = [("sqs:SendMessage", other), ("sqs:TagQueue", one), ("sqs:UntagQueue", one)];
    assert_eq!(pairs, expected.map(|(action, arn)| (action.to_owned(), arn.to_owned())).into());
}

fn statements(draft: &Draft) -> impl Iterator<Item = &Statement> {
    draft.policies.iter().flat_map(|drafted| &drafted.policy.statements)
}

fn pairs(statement: &Statement) -> Vec<(String, String)> {
    let catalog = Catalog::embedded();
    let actions = statement.actions().iter().flat_map(|action| {
        catalog.expand(&action.value).actions(catalog).map(Action::full_name).collect::<Vec<_>>()
    });
    actions
        .flat_map(|name| {
            statement.resources().iter().map(move |arn| (name.clone(), arn.value.as_str().to_owned()))
        })
        .collect()
}

/// The statements are shortened before they are counted and split, in every form.
#[test]
fn shorter_statements_need_fewer_policies() {
    let catalog = Catalog::embedded();
    let actions = catalog.service("ec2").unwrap().actions();
    let reads: Vec<_> = actions.filter(|action| action.level() == Level::List).collect();
    let events: Vec<Value> =
        reads.iter().enumerate().map(|(id, action)| event(id, "ec2", action.name(), &[])).collect();
    for form in [Form::Identity, Form::Scp, Form::Session] {
        let options = || Options { form, ..Options::default() };
        let long = draft(&usage(&events), &Principal::new(ROLE), &options(), catalog);
        let short = shortened(&events, options());
        let of = |draft: &Draft| statements(draft).flat_map(pairs).collect::<BTreeSet<_>>();
        assert_eq!(of(&short), of(&long), "{form:?}");
        assert!(of(&short).len() > 100);
        assert!(short.policies.iter().all(|drafted| drafted.size == form.size(&drafted.policy, catalog)));
        let sizes = |draft: &Draft| draft.policies.iter().map(|drafted| drafted.size).sum::<usize>();
        assert!(sizes(&short) * 2 < sizes(&long), "{form:?}: {} {}", sizes(&short), sizes(&long));
        assert!(short.policies.len() <= long.policies.len());
        assert!(statements(&short).all(|statement| statement.sid.is_none()));
        assert_eq!((form, short.overflow), (form, None));
    }
}
