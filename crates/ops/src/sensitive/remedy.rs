//! What to do about a sensitive action that has to be allowed.

use catalog::{Action, Catalog};
use lint::{About, Advice};
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::wire::{Category, JsonObject, Severity};

/// What to do about a sensitive action
#[derive(Debug, Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the wire")]
pub(crate) struct Remediation {
    risk_level: Severity,
    suggestion: String,
    /// A `Condition` element that a statement with the action can have; its values are examples
    condition_example: JsonObject,
    /// Step by step, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    remediation_steps: Option<Vec<String>>,
    /// Where to read on, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation_url: Option<String>,
    /// What happens otherwise, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_explanation: Option<String>,
}

/// A condition, and why it fits.
struct Limit {
    condition: Map<String, Value>,
    suggestion: String,
    url: &'static str,
}

/// The tag of a resource that examples speak of.
const TAG: &str = "aws:ResourceTag/team";

/// The tag that a new resource is to get.
const NEW_TAG: &str = "aws:RequestTag/team";

const TAGS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html";
const PRACTICES: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";
const KEYS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

impl Remediation {
    pub(crate) fn of(action: Action<'_>, category: Category, verbose: bool, catalog: &Catalog) -> Self {
        let limit = Limit::of(action, category, catalog);
        Self {
            risk_level: category.severity(),
            remediation_steps: verbose.then(|| steps(action, &limit.suggestion)),
            documentation_url: verbose.then(|| limit.url.to_owned()),
            risk_explanation: verbose.then(|| risk(action, category, catalog)),
            suggestion: limit.suggestion,
            condition_example: JsonObject(limit.condition),
        }
    }

    pub(crate) fn suggestion(&self) -> &str {
        &self.suggestion
    }
}

/// What the action is grave for.
pub(crate) fn risk(action: Action<'_>, category: Category, catalog: &Catalog) -> String {
    if let Some(advice) = identity(action, catalog).filter(|advice| !is_of_a_whole_service(advice)) {
        return advice.risk.to_owned();
    }
    let name = action.full_name();
    let alone = lint::escalation_paths().iter().find(|path| path.steps == [name.as_str()]);
    alone.map_or_else(|| category.meaning().to_owned(), |path| format!("it lets the holder {}", path.gain))
}

/// What the table says of the action in policies of users and roles.
fn identity(action: Action<'_>, catalog: &Catalog) -> Option<&'static Advice> {
    lint::advice(action, catalog).find(|advice| advice.kind == PolicyKind::Identity)
}

/// Advice on what may go wrong around a service, which does not say what one of its actions can do.
fn is_of_a_whole_service(advice: &Advice) -> bool {
    matches!(advice.about, About::Actions(entries) if entries.iter().any(|entry| entry.ends_with(":*")))
}

/// What the table says of the action in trust policies, if nothing else decides on it.
///
/// Callers with a token of a provider have no policies of their own yet.
fn trust(action: Action<'_>, catalog: &Catalog) -> Option<&'static Advice> {
    lint::advice(action, catalog).find(|advice| advice.kind == PolicyKind::Trust)
}

/// Whether the action makes what it acts on, which has no tags before.
fn makes_its_resource(action: Action<'_>) -> bool {
    let made = action.name().strip_prefix("Create").or_else(|| action.name().strip_prefix("Register"));
    let mut targets = action.targets();
    let alone = if targets.len() < 2 { targets.next() } else { return false };
    let is_named_so = |made: &str| {
        alone.is_some_and(|target| target.resource.name().replace('-', "").eq_ignore_ascii_case(made))
    };
    made.is_some_and(|made| action.condition_key(NEW_TAG).is_some() || is_named_so(made))
}

fn steps(action: Action<'_>, suggestion: &str) -> Vec<String> {
    let name = action.full_name();
    let mut steps = vec![format!("ask whether `{name}` is needed at all, and for whom; take it away if not")];
    if action.targets().len() > 0 {
        let types: Vec<_> = action.targets().map(|target| target.resource.name()).collect();
        steps.push(format!(
            "put it into a statement of its own, and name its resources ({})",
            types.join(", ")
        ));
    } else {
        steps.push("put it into a statement of its own: AWS can limit it to no resource".to_owned());
    }
    steps.push(suggestion.to_owned());
    steps.push("check the policy again with `validate_policy`".to_owned());
    steps
}

impl Limit {
    fn of(action: Action<'_>, category: Category, catalog: &Catalog) -> Self {
        if let Some(advice) = identity(action, catalog) {
            return Self::advised(advice);
        }
        if let Some(advice) = trust(action, catalog) {
            let limit = Self::advised(advice);
            return Self { suggestion: format!("{}: {}", advice.when, limit.suggestion), ..limit };
        }
        if makes_its_resource(action) {
            Self::new_with_tag(action, category)
        } else if action.condition_key(TAG).is_some() {
            Self::tagged(action)
        } else {
            Self::of_callers(action, category)
        }
    }

    fn advised(advice: &Advice) -> Self {
        let mut condition = Map::new();
        for wanted in advice.conditions {
            let block = condition.entry(wanted.operator).or_insert_with(|| json!({}));
            if let Some(block) = block.as_object_mut() {
                block.insert(wanted.key.to_owned(), wanted.value.into());
            }
        }
        let check = advice.checks.first().and_then(|id| lint::find(id));
        let url = check.and_then(|check| check.references.first());
        Self { condition, suggestion: advice.suggestion.to_owned(), url: url.copied().unwrap_or(KEYS) }
    }

    fn tagged(action: Action<'_>) -> Self {
        let what = action.targets().next().map_or("resource", |target| target.resource.name());
        Self {
            condition: condition("StringEquals", TAG, "${aws:PrincipalTag/team}"),
            suggestion: format!("name each {what}, or hold it to a tag that the caller has too"),
            url: TAGS,
        }
    }

    fn new_with_tag(action: Action<'_>, category: Category) -> Self {
        if action.condition_key(NEW_TAG).is_none() {
            return Self::of_callers(action, category);
        }
        Self {
            condition: condition("StringEquals", NEW_TAG, "${aws:PrincipalTag/team}"),
            suggestion: "demand that what is made gets a tag that the caller has too".to_owned(),
            url: TAGS,
        }
    }

    /// Where AWS lists no key of the resource: who may call.
    fn of_callers(action: Action<'_>, category: Category) -> Self {
        let named = if action.targets().len() > 0 { "name the resources, and " } else { "" };
        // Its own request brings the code of the device, so that nobody who calls it has given one before.
        let is_login = action.full_name() == "sts:GetSessionToken";
        match category {
            _ if is_login || category == Category::DataAccess => Self {
                condition: condition("StringEquals", "aws:PrincipalTag/team", "data"),
                suggestion: format!("{named}hold the callers to a tag"),
                url: TAGS,
            },
            _ => Self {
                condition: condition("Bool", "aws:MultiFactorAuthPresent", "true"),
                suggestion: format!(
                    "{named}demand a second factor of people; hold programs to a tag by `aws:PrincipalTag` instead"
                ),
                url: PRACTICES,
            },
        }
    }
}

fn condition(operator: &str, key: &str, value: &str) -> Map<String, Value> {
    let mut condition = Map::new();
    condition.insert(operator.to_owned(), json!({ key: value }));
    condition
}

#[cfg(test)]
mod tests {
    use policy::{Document, Limits};

    use super::*;
    use crate::sensitive::Gravity;

    fn found(action: Action<'_>, condition: Option<&JsonObject>) -> Vec<(&'static str, String)> {
        let required = action.targets().find(|target| target.required).or_else(|| action.targets().next());
        let format = required.and_then(|target| target.resource.arn_formats().next());
        let resource = format.map_or_else(|| "*".to_owned(), example);
        let mut statement = json!({"Effect": "Allow", "Action": action.full_name(), "Resource": resource});
        if let Some(condition) = condition {
            statement["Condition"] = Value::Object(condition.0.clone());
        }
        let text = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
        let report = lint::lint(&document, Catalog::embedded(), &options);
        report.diagnostics.into_iter().map(|found| (found.id, found.message)).collect()
    }

    /// An ARN of the format, with something for each of its places.
    fn example(format: &str) -> String {
        let mut text = String::new();
        for (index, part) in format.split("${").enumerate() {
            let (name, rest) = part.split_once('}').unwrap_or(("", part));
            text.push_str(match (index, name) {
                (0, _) => "",
                (_, "Partition") => "aws",
                (_, "Region") => "us-east-1",
                (_, "Account") => "111122223333",
                _ => "shop",
            });
            text.push_str(if index == 0 { part } else { rest });
        }
        text
    }

    #[test]
    fn every_condition_fits_its_action() {
        let catalog = Catalog::embedded();
        let gravity = Gravity::of(catalog);
        let mut faults = Vec::new();
        for action in gravity.all().actions(catalog) {
            for category in gravity.categories(action) {
                let remediation = Remediation::of(action, category, true, catalog);
                if identity(action, catalog).is_none() && trust(action, catalog).is_some() {
                    assert!(remediation.suggestion.contains("trust policy"), "{}", action.full_name());
                    continue;
                }
                let without = found(action, None);
                let with = found(action, Some(&remediation.condition_example));
                let new = with.into_iter().filter(|found| !without.contains(found));
                faults.extend(new.map(|found| format!("{}: {found:?}", action.full_name())));
                for key in keys(&remediation.condition_example) {
                    let is_listed = action.condition_key(&key).is_some();
                    let is_anybodys = key == "aws:MultiFactorAuthPresent"
                        || key.starts_with("aws:PrincipalTag/")
                        || key.starts_with("aws:ResourceOrg");
                    assert!(is_listed || is_anybodys, "{}: {key}", action.full_name());
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    fn keys(condition: &JsonObject) -> Vec<String> {
        condition.0.values().flat_map(|block| block.as_object().unwrap().keys().cloned()).collect()
    }

    #[test]
    fn what_matters_most_has_advice_of_its_own() {
        for (name, key) in [
            ("iam:PassRole", "iam:PassedToService"),
            ("iam:PutUserPolicy", "iam:PermissionsBoundary"),
            ("iam:AttachRolePolicy", "iam:PermissionsBoundary"),
            ("kms:Decrypt", "kms:ViaService"),
            ("secretsmanager:GetSecretValue", "secretsmanager:ResourceTag/team"),
            ("s3:GetObject", "s3:ResourceAccount"),
            ("ssm:GetParameter", "aws:ResourceTag/team"),
        ] {
            let action = Catalog::embedded().action(name).unwrap();
            let remediation = Remediation::of(action, Category::PrivEsc, false, Catalog::embedded());
            assert_eq!(keys(&remediation.condition_example), [key], "{name}");
        }
    }

    fn remedy(name: &str, category: Category) -> (Vec<String>, String, String) {
        let catalog = Catalog::embedded();
        let action = catalog.action(name).unwrap_or_else(|| panic!("{name}"));
        let remediation = Remediation::of(action, category, false, catalog);
        (
            keys(&remediation.condition_example),
            remediation.suggestion.clone(),
            risk(action, category, catalog),
        )
    }

    /// What is made has no tags yet, so that no request would meet a condition on them.
    #[test]
    fn what_does_not_exist_yet_is_not_asked_for_its_tags() {
        for name in
            ["sqs:CreateQueue", "sns:CreateTopic", "ds:CreateMicrosoftAD", "iam:CreateInstanceProfile"]
        {
            assert_eq!(remedy(name, Category::ResourceExposure).0, ["aws:RequestTag/team"], "{name}");
        }
        for name in ["ds:CreateTrust", "iam:CreatePolicyVersion", "ec2:CreateVpnConnection"] {
            assert_eq!(remedy(name, Category::ResourceExposure).0, ["aws:ResourceTag/team"], "{name}");
        }
    }

    /// Callers with a token of their provider have no tags of a principal, and the code of a device comes with the call.
    #[test]
    fn who_has_no_principal_yet_is_not_asked_for_one() {
        let exposure = Category::CredentialExposure;
        let (keys, suggestion, _) = remedy("sts:AssumeRoleWithWebIdentity", exposure);
        assert!(keys.iter().all(|key| key.starts_with("token.actions.githubusercontent.com:")), "{keys:?}");
        assert!(suggestion.contains("trust policy"), "{suggestion}");
        let (keys, suggestion, _) = remedy("sts:AssumeRoleWithSAML", exposure);
        assert!(keys == ["SAML:aud"] && suggestion.contains("trust policy"), "{keys:?} {suggestion}");
        assert_eq!(remedy("sts:GetSessionToken", exposure).0, ["aws:PrincipalTag/team"]);
    }

    #[test]
    fn what_an_action_can_do_is_told_and_not_what_may_go_wrong_beside_it() {
        let told = remedy("s3:DeleteBucket", Category::ResourceExposure).2;
        assert!(told.contains("takes the resource"), "{told}");
        let told = remedy("s3:GetObject", Category::DataAccess).2;
        assert!(told.contains("reads what is stored"), "{told}");
    }
}
