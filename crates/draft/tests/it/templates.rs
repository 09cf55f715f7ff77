//! Every template: no check finds anything in what its examples make, and requests are decided as they say.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::templates::{
    Ask, Example, Filled, Need, Note, Parameter, TEMPLATES, Template, nearest_templates, template,
};
use draft::{Form, size};
use eval::{Caller, Context, Decision, Outcome, Policies, Prepared, Request, Switches, Values, decide};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, Limits, Style, write};

fn owned(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn filled(template: &Template, example: &Example) -> Filled {
    template.fill(&owned(example.values), Catalog::embedded()).unwrap()
}

fn each(mut ask: impl FnMut(&Template, &Example)) {
    for template in TEMPLATES {
        assert!(!template.examples.is_empty(), "{}", template.id);
        template.examples.iter().for_each(|example| ask(template, example));
    }
}

/// What the checks find in the policy.
fn findings(template: &Template, filled: &Filled) -> Vec<String> {
    let text = write(&filled.policy.to_node(), Style::default());
    let read = Document::read(template.id, text.as_bytes(), Some(Format::Json), &Limits::default());
    let options = lint::Options { kind: Some(template.kind), ..lint::Options::default() };
    let report = lint::lint(&read, Catalog::embedded(), &options);
    assert_eq!(report.policy.detect_kind().kind, template.kind, "{}", template.id);
    let told = |found: &policy::Diagnostic| format!("{}: {}: {}", template.id, found.id, found.message);
    report.diagnostics.iter().map(told).collect()
}

#[test]
fn no_check_finds_anything_in_an_example() {
    let mut found = Vec::new();
    each(|template, example| found.extend(findings(template, &filled(template, example))));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nor_whatever_is_left_out() {
    for template in TEMPLATES {
        let (needed, free): (Vec<&Parameter>, Vec<&Parameter>) =
            template.parameters.iter().partition(|parameter| parameter.is_required());
        for chosen in 0_u32..1 << free.len() {
            let given = free.iter().enumerate().filter(|(index, _)| chosen >> index & 1 == 1);
            let given = needed.iter().chain(given.map(|(_, parameter)| parameter));
            let values: Vec<_> = given.map(|parameter| (parameter.name, parameter.example)).collect();
            let filled = template.fill(&owned(&values), Catalog::embedded()).unwrap();
            assert_eq!(findings(template, &filled), Vec::<String>::new(), "{values:?}");
            assert!(!filled.policy.statements.is_empty(), "{}: {values:?}", template.id);
        }
    }
}

#[test]
fn requests_are_decided_as_the_examples_say() {
    let mut wrong = Vec::new();
    each(|template, example| {
        let policy = Prepared::new(template.id, &filled(template, example).policy, template.kind);
        assert!(!example.allowed.is_empty() && !example.denied.is_empty(), "{}", template.id);
        for (asks, expected) in [(example.allowed, true), (example.denied, false)] {
            for ask in asks {
                let outcome = decision(&policy, ask).outcome;
                let is_right = match outcome {
                    Outcome::Allowed => expected,
                    Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => !expected,
                    Outcome::Unknown => false,
                };
                if !is_right {
                    wrong.push(format!("{}: {outcome:?}: {ask:?}", template.id));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Who is trusted also needs to be allowed, by a policy that allows everything; and a key lets its account's policies count, as the
/// default key policy does.
fn decision(policy: &Prepared, ask: &Ask) -> Decision {
    const EVERYTHING: &str = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    const OF_KEY: &str = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}"#;
    let by = if ask.by.is_empty() { "arn:aws:iam::111122223333:role/app" } else { ask.by };
    let mut context = Context::new();
    let mut keys: BTreeSet<&str> = ask.context.iter().map(|(key, _)| *key).collect();
    keys.retain(|key| !key.is_empty());
    for key in keys {
        let values: Vec<_> =
            ask.context.iter().filter(|pair| pair.0 == key).map(|pair| pair.1.to_owned()).collect();
        let known = Catalog::embedded().condition_key(key);
        let is_of_provider = key.ends_with(":aud") || key.ends_with(":sub");
        assert!(known.is_some() || is_of_provider, "{key} is in the catalogue");
        let many = known.is_some_and(catalog::ConditionKey::is_multivalued);
        context.set(key, if many { Values::Many(values) } else { Values::One(values[0].clone()) });
    }
    let caller = Caller::parse(by).unwrap();
    let is_attached = policy.kind() == PolicyKind::Identity;
    let owner = (!is_attached).then_some("111122223333");
    let request = Request::new(caller, ask.action, ask.resource, owner, context).unwrap();
    let prepared = |text: &str, kind| {
        let read = Document::read("other", text.as_bytes(), Some(Format::Json), &Limits::default());
        Prepared::new("other", &lower(&read.root), kind)
    };
    let (everything, of_key) =
        ([prepared(EVERYTHING, PolicyKind::Identity)], prepared(OF_KEY, PolicyKind::Resource));
    let policies = if is_attached {
        let resource = ask.action.starts_with("kms:").then_some(&of_key);
        Policies { identity: std::slice::from_ref(policy), resource, ..Policies::default() }
    } else {
        Policies { identity: &everything, resource: Some(policy), ..Policies::default() }
    };
    decide(&request, &policies, Switches::default())
}

#[test]
fn examples_fit_and_show_every_parameter() {
    /// Of a role's trust policy, unless the account asks for more.
    const TRUST_POLICY_SIZE: usize = 2048;
    each(|template, example| {
        let filled = filled(template, example);
        let quota = if template.kind == PolicyKind::Trust {
            TRUST_POLICY_SIZE
        } else {
            Form::Identity.room(Catalog::embedded()).size
        };
        assert_eq!(filled.size, size(&filled.policy));
        assert!(filled.size <= quota, "{}: {}", template.id, filled.size);
        let text = write(&filled.policy.to_node(), Style::Minified);
        assert!(!text.contains("{{"), "{text}");
    });
    for template in TEMPLATES {
        let shown: BTreeSet<_> =
            template.examples.iter().flat_map(|example| example.values).map(|value| value.0).collect();
        for parameter in template.parameters {
            let can_be_missing = matches!(parameter.need, Need::Default(_));
            assert!(can_be_missing || shown.contains(parameter.name), "{}: {}", template.id, parameter.name);
            let left_out = template
                .examples
                .iter()
                .any(|example| example.values.iter().all(|value| value.0 != parameter.name));
            assert!(
                left_out || parameter.is_required(),
                "{}: {} is always given",
                template.id,
                parameter.name
            );
        }
    }
}

#[test]
fn the_table_is_in_order_and_its_entries_are_whole() {
    let ids: Vec<_> = TEMPLATES.iter().map(|template| template.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    for template in TEMPLATES {
        let id = template.id;
        let read = Document::read(id, template.policy.as_bytes(), Some(Format::Json), &Limits::default());
        assert!(read.is_sound(), "{id}: {:?}", read.diagnostics);
        assert!(!template.notes.is_empty() && !template.references.is_empty(), "{id}");
        for parameter in template.parameters {
            let named = [format!("{{{{{}}}}}", parameter.name), format!("{{{{{}?}}}}", parameter.name)];
            assert!(
                named.iter().any(|named| template.policy.contains(named)),
                "{id}: {} is used",
                parameter.name
            );
            let pattern = regex::Regex::new(&format!("^(?:{})$", parameter.pattern)).unwrap();
            for value in [Some(parameter.example), parameter.default()].into_iter().flatten() {
                assert!(pattern.is_match(value), "{id}: {}: {value}", parameter.name);
            }
        }
        let known =
            |name: &str| matches!(name, "partition" | "dns_suffix") || template.parameter(name).is_some();
        for named in template.policy.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap()) {
            assert!(known(named.trim_end_matches('?')), "{id}: {named}");
        }
        let optional =
            |name: &str| template.parameter(name).is_some_and(|parameter| parameter.need == Need::Optional);
        for when in ["\"OnlyWith\": \"", "\"OnlyWithout\": \""] {
            for named in template.policy.split(when).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(optional(named), "{id}: {when}{named}");
            }
        }
        for note in template.notes {
            if let Note::With(name, _) | Note::Without(name, _) = note {
                assert!(optional(name), "{id}: {note:?}");
            }
        }
    }
}

#[test]
fn values_that_cannot_be_are_refused_with_the_reason() {
    let refused = |id: &str, values: &[(&str, &str)]| {
        let faults = template(id).unwrap().fill(&owned(values), Catalog::embedded()).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let bucket = |value| refused("s3-read-only", &[("bucket_name", value)]);
    let form = "it takes the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots, such as `acme-reports`";
    for value in ["ab", "Acme", "a..b", "acme-", "acme_reports", "arn:aws:s3:::acme", ""] {
        assert_eq!(bucket(value), [format!("`bucket_name` cannot be `{value}`; {form}")]);
    }
    assert_eq!(
        refused("s3-read-only", &[("bucket_name", "acme-reports"), ("prefix", "logs/*")]),
        [
            "`prefix` holds `*`, which a policy takes for any text; it takes the beginning of keys, with its slash if it is a folder, such as `2026/invoices/`"
        ]
    );
    assert_eq!(
        bucket("${aws:username}"),
        [
            "`bucket_name` holds `${`, which a policy takes for a variable; it takes the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots, such as `acme-reports`"
        ]
    );
    assert_eq!(
        refused("sqs-consumer", &[("queue_nam", "q"), ("region", "eu-wst-1"), ("account_id", "1111")]),
        [
            "`sqs-consumer` has no parameter `queue_nam`; did you mean `queue_name`?",
            &format!(
                "`region`: there is no region `eu-wst-1` in the catalogue of {}; did you mean `eu-west-1`?",
                Catalog::embedded().date()
            ),
            "`account_id` cannot be `1111`; it takes the 12 digits of an account, such as `111122223333`",
            "`queue_name` is missing: the queue; it takes the name of a queue: up to 80 letters, digits, hyphens and underscores, or such a name that ends in `.fifo`, such as `orders`",
        ]
    );
    assert_eq!(
        refused("s3-read-only", &[("bucket_name", "acme-reports"), ("bucket_name", "acme-reports")]),
        ["`bucket_name` is given twice"]
    );
}

/// Whatever is put in is a name: it can neither stand for others nor end the text it stands in.
#[test]
fn no_parameter_takes_what_a_policy_would_read_as_more_than_a_name() {
    let long = "a".repeat(5000);
    let hostile = [
        "*",
        "?",
        "a*",
        "arn:aws:s3:::*",
        "${aws:username}",
        "a${*}",
        "{{region}}",
        "a\"b",
        "a\\b",
        "a\nb",
        "a\n",
        "\na",
        "a\0",
        "a\u{202e}b",
        "é",
        "a, b",
        "",
        &long,
    ];
    for template in TEMPLATES {
        for parameter in template.parameters {
            for value in hostile {
                // A prefix may hold commas and blanks, as keys of S3 may.
                let is_prefix = parameter.name == "prefix" && value == "a, b";
                let given = owned(&[(parameter.name, value)]);
                let faults = template.fill(&given, Catalog::embedded()).err().unwrap_or_default();
                let is_refused = faults
                    .iter()
                    .any(|fault| fault.parameter == parameter.name && !fault.message.contains(" is missing"));
                assert!(is_refused || is_prefix, "{}: {} takes {value:?}", template.id, parameter.name);
            }
        }
    }
}

#[test]
fn a_slip_finds_its_template() {
    assert_eq!(nearest_templates("s3-readonly"), ["s3-read-only"]);
    assert_eq!(nearest_templates("SQS_Consumer"), ["sqs-consumer"]);
    assert!(nearest_templates("lambda").contains(&"lambda-basic-execution"));
    assert!(nearest_templates("xyzzy").is_empty());
}
