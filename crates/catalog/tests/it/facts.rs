//! Facts of AWS's documentation (Service Authorization Reference, IAM User Guide) that the catalogue must know.

use std::collections::BTreeMap;

use catalog::{ActionId, Catalog, Flags, KeyType, Level, Scalar, Sensitivity};

/// Action, level, resource types with `*` after those that are required.
const ACTIONS: [(&str, Level, &[&str]); 10] = [
    ("s3:GetObject", Level::Read, &["accesspointobject", "object"]),
    ("s3:ListBucket", Level::List, &["accesspoint", "bucket"]),
    ("s3:ListAllMyBuckets", Level::List, &[]),
    ("iam:PassRole", Level::Write, &["role*"]),
    ("iam:AttachRolePolicy", Level::PermissionsManagement, &["role*"]),
    ("dynamodb:Query", Level::Read, &["index", "table*"]),
    ("ec2:DescribeInstances", Level::List, &[]),
    ("sqs:SendMessage", Level::Write, &["queue*"]),
    ("kms:Decrypt", Level::Write, &["key*"]),
    ("ec2:TerminateInstances", Level::Write, &["instance*"]),
];

#[test]
fn actions_have_the_level_and_resources_of_the_documentation() {
    for (name, level, targets) in ACTIONS {
        let action = Catalog::embedded().action(name).unwrap();
        assert_eq!(action.full_name(), name);
        assert_eq!(action.level(), level, "{name}");
        let known: Vec<_> = action
            .targets()
            .map(|target| format!("{}{}", target.resource.name(), if target.required { "*" } else { "" }))
            .collect();
        assert_eq!(known, targets, "{name}");
        assert!(!action.flags().has(Flags::RESOURCES_UNKNOWN), "{name}");
    }
}

#[test]
fn names_are_found_in_any_case() {
    let catalog = Catalog::embedded();
    for (name, expected) in [
        ("s3:getobject", Some("s3:GetObject")),
        ("S3:GETOBJECT", Some("s3:GetObject")),
        ("s3:GetObject ", None),
        ("s3:GetObj", None),
        ("s3:", None),
        (":GetObject", None),
        ("", None),
        ("s3", None),
        ("zzz:GetObject", None),
    ] {
        assert_eq!(catalog.action(name).map(catalog::Action::full_name).as_deref(), expected, "{name}");
    }
    assert!(catalog.service("EC2").is_some() && catalog.service("").is_none());
    assert!(catalog.service(&"x".repeat(1_000)).is_none());
}

#[test]
fn every_action_and_operation_is_found_by_its_name() {
    let catalog = Catalog::embedded();
    for action in catalog.actions() {
        assert_eq!(catalog.action(&action.full_name()), Some(action));
        assert_eq!(catalog.action_at(action.id()), Some(action));
    }
    for operation in catalog.clients().flat_map(catalog::Client::operations) {
        assert_eq!(catalog.operation(operation.client().name(), operation.name()), Some(operation));
    }
}

#[test]
fn operations_lead_to_the_actions_they_ask_for() {
    for (client, operation, expected) in [
        ("s3", "ListObjectsV2", "s3:ListBucket"),
        ("s3", "HeadObject", "s3:GetObject"),
        ("lambda", "Invoke", "lambda:InvokeFunction"),
        ("dynamodb", "GetItem", "dynamodb:GetItem"),
        ("ec2", "runinstances", "ec2:RunInstances"),
    ] {
        let found = Catalog::embedded().operation(client, operation).unwrap();
        let actions: Vec<_> = found.actions().map(catalog::Action::full_name).collect();
        assert!(actions.contains(&expected.to_owned()), "{client} {operation}: {actions:?}");
    }
}

#[test]
fn condition_keys_are_found_by_name_and_by_template() {
    let string = KeyType::STRING;
    let strings = KeyType { multivalued: true, ..string };
    for (name, expected) in [
        ("aws:RequestTag/Project", Some(("aws:RequestTag/${TagKey}", string))),
        ("AWS:requesttag/a/b", Some(("aws:RequestTag/${TagKey}", string))),
        ("aws:TagKeys", Some(("aws:TagKeys", strings))),
        ("aws:PrincipalTag/Team", Some(("aws:PrincipalTag/${TagKey}", string))),
        ("aws:sourceip", Some(("aws:SourceIp", KeyType { scalar: Scalar::IpAddress, ..string }))),
        ("s3:prefix", Some(("s3:prefix", string))),
        ("s3:ExistingObjectTag/Class", Some(("s3:ExistingObjectTag/${TagKey}", string))),
        ("dynamodb:LeadingKeys", Some(("dynamodb:LeadingKeys", strings))),
        ("aws:RequestTag/", None),
        ("aws:Nothing", None),
        ("", None),
    ] {
        let found = Catalog::embedded().condition_key(name).map(|key| (key.name(), key.kind()));
        let same_but_for_placeholder = |name: &str| name.split('$').next().map(str::to_owned);
        assert_eq!(
            found.map(|(name, kind)| (same_but_for_placeholder(name), kind)),
            expected.map(|(name, kind)| (same_but_for_placeholder(name), kind)),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn keys_begin_with_a_service_or_another_owner() {
    let catalog = Catalog::embedded();
    for (prefix, expected) in
        [("aws", true), ("S3", true), ("saml", true), ("zzz", false), ("s", false), ("", false)]
    {
        assert_eq!(catalog.has_keys_of(prefix), expected, "{prefix}");
    }
}

#[test]
fn a_key_leads_to_its_actions_and_an_action_to_its_keys() {
    let catalog = Catalog::embedded();
    let with_key = catalog.actions_with_key("s3:prefix");
    assert!(with_key.contains(catalog.action("s3:ListBucket").unwrap().id()));
    assert!(!with_key.contains(catalog.action("s3:GetObject").unwrap().id()));
    let mut by_key: BTreeMap<&str, Vec<ActionId>> = BTreeMap::new();
    for action in catalog.actions() {
        for key in action.condition_keys() {
            by_key.entry(key.name()).or_default().push(action.id());
        }
    }
    for key in catalog.condition_keys() {
        let listed = by_key.remove(key.name()).unwrap_or_default();
        assert!(key.actions().map(catalog::Action::id).eq(listed), "{key:?}");
    }
    let tag = catalog.action("lambda:TagResource").unwrap();
    assert!(tag.level() == Level::Tagging && tag.condition_key("aws:RequestTag/x").is_some());
    assert!(catalog.action("iam:PassRole").unwrap().condition_key("iam:PassedToService").is_some());
    assert!(catalog.service("ec2").unwrap().condition_key("ec2:ResourceTag/x").is_some());
}

#[test]
fn small_tables_are_typed_without_loss() {
    let catalog = Catalog::embedded();
    assert_eq!(catalog.partition("aws-cn").unwrap().dns_suffix(), "amazonaws.com.cn");
    assert_eq!(catalog.region("eu-central-1").unwrap().partition(), "aws");
    assert!(catalog.region("aws-global").unwrap().is_pseudo());
    assert_eq!(catalog.quota("managed-policy.size").unwrap().limit(), Some(6_144));
    assert!(catalog.quotas().all(|quota| quota.limit().is_some()));
    assert!(catalog.global_key("aws:PrincipalTag/x").is_some() && catalog.global_key("s3:prefix").is_none());
    assert!(catalog.global_key("aws:SecureTransport").unwrap().is_always_present());
    assert!(catalog.global_keys().all(|key| catalog.condition_key(key.name()).is_some()));
    for key in catalog.global_keys() {
        let is_array = catalog.condition_key(key.name()).unwrap().is_multivalued();
        assert_eq!(is_array, key.kind().multivalued, "{}", key.name());
    }
    assert!(
        catalog.service("sqs").unwrap().supports_rcp() && !catalog.service("iam").unwrap().supports_rcp()
    );
    assert_eq!(catalog.service_of_event_source("monitoring.amazonaws.com").unwrap().prefix(), "cloudwatch");
    assert_eq!(catalog.service_of_event_source("s3.amazonaws.com.cn").unwrap().prefix(), "s3");
    assert_eq!(catalog.retired_prefix("zocalo").unwrap().successor().unwrap().prefix(), "workdocs");
    assert!(catalog.is_undocumented_action("budgets:createbudget"));
    assert!(!catalog.is_undocumented_action("s3:GetObject"));
    assert!(catalog.undocumented_actions().any(|name| name == "budgets:CreateBudget"));
    assert!(catalog.oidc_providers().any(|it| it.issuer() == "token.actions.githubusercontent.com"));
    assert!(catalog.date() >= "2026-09");
}

#[test]
fn service_principals_are_known_in_their_regional_forms() {
    for (name, expected) in [
        ("lambda.amazonaws.com", true),
        ("LAMBDA.amazonaws.com", true),
        ("states.eu-west-1.amazonaws.com", true),
        ("logs.cn-north-1.amazonaws.com.cn", true),
        ("ec2.amazonaws.com.cn", true),
        ("lambda.amazonaws.co", false),
        ("nothing.amazonaws.com", false),
        ("states.nowhere-1.amazonaws.com", false),
        ("nothing.eu-west-1.amazonaws.com", false),
        ("", false),
    ] {
        assert_eq!(Catalog::embedded().is_service_principal(name), expected, "{name}");
    }
}

#[test]
fn issuers_are_known_by_their_form() {
    for (issuer, name) in [
        ("gitlab.com", Some("GitLab.com")),
        ("oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D", Some("EKS IRSA")),
        ("idcs-0a1b.identity.oraclecloud.com", Some("Oracle IDCS")),
        ("token.actions.acme.ghe.com", Some("GitHub Enterprise Cloud with data residency")),
        ("oidc.eks.eu-west-1.amazonaws.com/id/", None),
        ("oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D/more", None),
        ("oidc.eks.a.b.amazonaws.com/id/0A1B2C3D", None),
        ("oidc.eks.eu-west-1.amazonaws.com", None),
        ("gitlab.com.example", None),
        ("", None),
    ] {
        let mut known = Catalog::embedded().oidc_providers().filter(|provider| provider.is_issuer(issuer));
        assert_eq!(known.next().map(catalog::OidcProvider::name), name, "{issuer}");
    }
}

#[test]
fn every_sensitive_action_exists_and_no_retired_one_does() {
    let catalog = Catalog::embedded();
    let rows: Vec<_> = catalog.table("sensitive_actions").unwrap().rows().collect();
    for row in &rows {
        assert!(catalog.action(row.cell(0)).is_some(), "{}", row.cell(0));
        assert!(Sensitivity::parse(row.cell(1)).is_some(), "{}", row.cell(1));
    }
    let counted: usize = Sensitivity::ALL.into_iter().map(|it| catalog.sensitive_actions(it).len()).sum();
    assert_eq!(counted, rows.len());
    for name in catalog.retired_actions() {
        assert!(catalog.action(name).is_none(), "{name}");
    }
    let get_secret = catalog.action("secretsmanager:GetSecretValue").unwrap();
    assert!(get_secret.sensitivities().eq([Sensitivity::CredentialExposure]));
}
