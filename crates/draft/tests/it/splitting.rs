//! Drafts of more use than one policy holds, in every form: what a team's calls become when they are many.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::{Draft, Form, Options, draft};
use policy::tree::{Policy, Statement};
use policy::{ResourcePattern, Style, write};
use serde_json::Value;
use trail::Principal;

use crate::{ROLE, event, usage};

/// The calls of the log in `examples`, by one role, once for each of so many stages of the application.
fn stages(count: usize) -> Vec<Value> {
    let calls = [
        ("dynamodb", "GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
        ("dynamodb", "Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-customer"),
        ("dynamodb", "PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
        ("s3", "GetObject", "arn:aws:s3:::acme-invoices/invoice.pdf"),
        ("s3", "PutObject", "arn:aws:s3:::acme-invoices/invoice.pdf"),
        ("s3", "ListObjectsV2", "arn:aws:s3:::acme-invoices"),
        ("kms", "GenerateDataKey", "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d"),
        ("lambda", "UpdateFunctionCode20150331v2", "arn:aws:lambda:eu-west-1:111122223333:function:invoices"),
        ("sts", "AssumeRole", "arn:aws:iam::111122223333:role/deploy"),
        ("iam", "GetUser", "arn:aws:iam::111122223333:user/ann"),
        ("cloudformation", "DescribeStacks", "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0a1b"),
    ];
    let mut events = vec![event(0, "ec2", "DescribeInstances", &[])];
    for stage in 0..count {
        // Stages have names of no common pattern, and not each makes every call.
        let name = format!("{:08x}", stage * 0x9e37_79b9 % 0xffff_fffb);
        for (number, (service, call, arn)) in calls.iter().enumerate() {
            if (stage + number) % 4 != 0 {
                let arn = match arn.split_once("acme") {
                    Some((head, tail)) => format!("{head}{name}{tail}"),
                    None => arn
                        .replacen('/', &format!("/{name}-"), 1)
                        .replace("function:", &format!("function:{name}-")),
                };
                events.push(event(events.len(), service, call, &[&arn]));
            }
        }
    }
    events
}

fn statements(draft: &Draft) -> impl Iterator<Item = &Statement> {
    draft.policies.iter().flat_map(|drafted| &drafted.policy.statements)
}

/// Whether one statement of any of the parts allows the pair.
fn allows(draft: &Draft, action: &str, arn: &str) -> bool {
    statements(draft).any(|one| {
        let has_action = one.actions().iter().any(|it| it.value.as_str() == action);
        has_action && one.resources().iter().any(|it| it.value.matches(arn).is_yes())
    })
}

/// As the quota of the form counts: IAM leaves blanks out, the others count bytes.
fn counted(policy: &Policy, form: Form) -> usize {
    let text = write(&policy.to_node(), Style::Minified);
    let counts_blanks = matches!(form, Form::Session | Form::PermissionSet | Form::Scp);
    if counts_blanks { text.len() } else { text.chars().filter(|letter| !letter.is_whitespace()).count() }
}

#[test]
fn parts_of_every_form_fit_and_allow_what_was_used() {
    let catalog = Catalog::embedded();
    for count in [3, 12, 40, 90] {
        let events = stages(count);
        let used = usage(&events);
        let pairs: BTreeSet<(String, String)> = used
            .actions_of(ROLE)
            .iter()
            .flat_map(|used| {
                used.resources.arns().map(|arn| (used.action.to_owned(), arn)).collect::<Vec<_>>()
            })
            .collect();
        assert!(pairs.len() > 7 * count, "{}", pairs.len());
        for (form, size, policies) in [
            (Form::Identity, 6_144, 10),
            (Form::Boundary, 6_144, 1),
            (Form::Session, 2_048, 1),
            (Form::PermissionSet, 10_240, 1),
            (Form::Scp, 10_240, 10),
        ] {
            let options = Options { form, ..Options::default() };
            let draft = draft(&used, &Principal::new(ROLE), &options, catalog);
            let sizes: Vec<usize> =
                draft.policies.iter().map(|drafted| counted(&drafted.policy, form)).collect();
            let told = format!("{form:?} of {count}: {sizes:?}");
            let fits = sizes.len() <= policies && sizes.iter().all(|own| *own <= size);
            assert_eq!(draft.overflow.is_none(), fits, "{told}");
            let total: usize = sizes.iter().sum();
            assert!(sizes.len() <= total.div_ceil(size) + 1, "no more parts than are needed: {told}");
            for (action, arn) in &pairs {
                assert!(allows(&draft, action, arn), "{action} on {arn}: {told}");
            }
            for drafted in &draft.policies {
                let sids: Vec<_> = drafted.policy.statements.iter().map(|one| &one.sid).collect();
                let names: BTreeSet<_> =
                    sids.iter().flat_map(|sid| sid.iter().map(|sid| &sid.value)).collect();
                assert_eq!(names.len(), sids.len(), "{told}");
            }
            assert_no_more_than_granted(&draft, &told);
        }
    }
}

/// Parting a statement adds no pair that no grant has.
fn assert_no_more_than_granted(draft: &Draft, told: &str) {
    let catalog = Catalog::embedded();
    for statement in statements(draft) {
        for action in statement.actions() {
            let name = action.value.as_str();
            let own: Vec<_> = draft.grants.iter().filter(|grant| grant.action == name).collect();
            for resource in statement.resources() {
                let text = resource.value.as_str();
                let is_granted = own.iter().any(|grant| grant.resources.iter().any(|entry| entry == text));
                let known = catalog.action(name).unwrap();
                let is_beyond = known.targets_meeting(&ResourcePattern::with_variables(text)).is_empty();
                assert!(is_granted || is_beyond, "{name} on {text}: {told}");
            }
        }
    }
}
