//! Every key of `leastwise.yaml`: the one table that reading, the schema and the near names come from.

use clap::ValueEnum;

use super::block::block;
use super::options::held;
use crate::reading::shape::{Key, Shape, key};
use crate::wire::{FailOn, PolicyType, ScpLanguage, Severity};

/// The file as a whole.
pub(super) const FILE: &[Key] = &[
    key("settings", Shape::Object(SETTINGS), "What holds for every run"),
    key(
        "policy_types",
        Shape::List(&Shape::Object(POLICY_TYPE)),
        "Which files hold which type of policy; the first that fits counts",
    ),
    key("checks", Shape::Named(block), "How single checks are set, by their ids or the ids of other tools"),
    key(
        "suppressions",
        Shape::List(&Shape::Object(SUPPRESSION)),
        "Findings that somebody decided to live with",
    ),
    key("rules", Shape::Object(RULES), "What this house demands of its policies"),
    key(
        "instructions",
        Shape::Text,
        "What an AI assistant that uses the MCP server is told beside our own words",
    ),
    key(
        "generate",
        Shape::Options("generate", held),
        "Defaults of `leastwise generate`, named like its options",
    ),
    key(
        "tighten",
        Shape::Options("tighten", held),
        "Defaults of `leastwise tighten`, named like its options",
    ),
    key("report", Shape::Options("report", held), "Defaults of `leastwise report`, named like its options"),
];

const SETTINGS: &[Key] = &[
    key("fail_on", Shape::Word(words::<FailOn>), "The lowest severity that fails a run, as `--fail-on`"),
    key("hide", Shape::Words(words::<Severity>), "Severities whose findings are not reported"),
    key(
        "scp_language",
        Shape::Word(words::<ScpLanguage>),
        "Which language service control policies are held to, as `--scp-language`",
    ),
];

const POLICY_TYPE: &[Key] = &[
    key("path", Shape::Texts, "Patterns for files: `*` stays within a folder, `**` reaches over folders"),
    key("type", Shape::Word(words::<PolicyType>), "What kind of policy they hold, as `--type`"),
    key(
        "resource_type",
        Shape::Text,
        "What the policies are attached to, as CloudFormation names it: `AWS::S3::Bucket`",
    ),
];

/// The block of a check.
pub(super) const CHECK: &[Key] = &[
    key("enabled", Shape::Bool, "Whether the check runs"),
    key("severity", Shape::Word(words::<Severity>), "The severity of all that it finds"),
    key(
        "ignore",
        Shape::List(&Shape::Object(IGNORE)),
        "What it finds there is not reported; all members of an entry must fit",
    ),
    key("options", Shape::Any, "What only this check has"),
];

const IGNORE: &[Key] = &[
    key("path", Shape::Text, "Pattern for the file"),
    key("sid", Shape::Text, "Pattern for the statement's `Sid`"),
    key("action", Shape::Text, "The action that the finding is about lies within this pattern"),
    key("resource", Shape::Text, "The resource that the finding is about lies within this pattern"),
];

const SUPPRESSION: &[Key] = &[
    key("check", Shape::Text, "Id of a check, ours or another tool's, or `*`"),
    key("path", Shape::Text, "Pattern for the file"),
    key("sid", Shape::Text, "Pattern for the statement's `Sid`"),
    key("action", Shape::Text, "The action that the finding is about lies within this pattern"),
    key("resource", Shape::Text, "The resource that the finding is about lies within this pattern"),
    key("reason", Shape::Text, "Why these findings are accepted"),
    key("expires", Shape::Text, "The last day on which it holds: `YYYY-MM-DD`"),
];

const RULES: &[Key] = &[
    key(
        "required_conditions",
        Shape::List(&Shape::Object(CONDITION_RULE)),
        "Actions that may be allowed only under conditions",
    ),
    key("forbidden_actions", Shape::List(&Shape::Object(ACTION_RULE)), "Actions that may not be allowed"),
    key(
        "principals",
        Shape::List(&Shape::Object(PRINCIPAL_RULE)),
        "Who may be let in, and under which conditions",
    ),
];

const NAME: Key = key("name", Shape::Text, "How the rule is called in messages");
const SEVERITY: Key = key("severity", Shape::Word(words::<Severity>), "The severity of what breaks it");
const MESSAGE: Key = key("message", Shape::Text, "What is wrong, in your words");
const HELP: Key = key("help", Shape::Text, "What to do about it, in your words");
const TYPES: Key = key("types", Shape::Words(words::<PolicyType>), "Types of policies it holds for");
const PATHS: Key = key("paths", Shape::Texts, "Files it holds for");
const EXCEPT_PATHS: Key = key("except_paths", Shape::Texts, "Files it does not hold for");
const RESOURCES: Key =
    key("resources", Shape::Texts, "It holds for statements that reach one of these resources");
const EXCEPT_RESOURCES: Key =
    key("except_resources", Shape::Texts, "It does not hold for resources within these patterns");
const ACTIONS: Key =
    key("actions", Shape::Texts, "The actions it is about; wildcards stand for all that they match");
const EXCEPT_ACTIONS: Key = key("except_actions", Shape::Texts, "Those of them that are not meant");
const TOGETHER: Key = key(
    "together",
    Shape::Bool,
    "Only a statement is meant that allows something of every entry of `actions`",
);
const CONDITIONS: Key = key(
    "conditions",
    Shape::List(&Shape::Object(DEMAND)),
    "What the conditions of a statement must say: each entry",
);

const CONDITION_RULE: &[Key] = &[
    NAME,
    SEVERITY,
    MESSAGE,
    HELP,
    ACTIONS,
    EXCEPT_ACTIONS,
    TOGETHER,
    CONDITIONS,
    TYPES,
    PATHS,
    EXCEPT_PATHS,
    RESOURCES,
    EXCEPT_RESOURCES,
];

const ACTION_RULE: &[Key] = &[
    NAME,
    SEVERITY,
    MESSAGE,
    HELP,
    ACTIONS,
    EXCEPT_ACTIONS,
    TOGETHER,
    TYPES,
    PATHS,
    EXCEPT_PATHS,
    RESOURCES,
    EXCEPT_RESOURCES,
];

const PRINCIPAL_RULE: &[Key] = &[
    NAME,
    SEVERITY,
    MESSAGE,
    HELP,
    key("principal_types", Shape::Words(principal_types), "The members of `Principal` it is about"),
    key("allowed", Shape::Texts, "Only principals within these patterns may be let in"),
    key("blocked", Shape::Texts, "Principals within these patterns may not be let in"),
    key("principals", Shape::Texts, "Principals that may be let in only under `conditions`"),
    key("except_principals", Shape::Texts, "Those of them that are not meant"),
    CONDITIONS,
    TYPES,
    PATHS,
    EXCEPT_PATHS,
    RESOURCES,
    EXCEPT_RESOURCES,
];

/// A demand: a condition key, or several of which all, any or none must be there.
const DEMAND: &[Key] = &[
    KEY,
    OPERATOR,
    VALUES,
    SEVERITY,
    MESSAGE,
    HELP,
    key("all", Shape::List(&Shape::Object(KEY_DEMAND)), "All of these"),
    key("any", Shape::List(&Shape::Object(KEY_DEMAND)), "At least one of these"),
    key("none", Shape::List(&Shape::Object(KEY_DEMAND)), "None of these"),
];

const KEY_DEMAND: &[Key] = &[KEY, OPERATOR, VALUES, SEVERITY, MESSAGE, HELP];
const KEY: Key = key("key", Shape::Text, "The condition key; `aws:PrincipalTag/` stands for every tag");
const OPERATOR: Key = key(
    "operator",
    Shape::Text,
    "The operator, such as `StringEquals`; any that holds the key to its values if left out",
);
const VALUES: Key =
    key("values", Shape::Values, "Each value of the condition must be one of these, or lie within one");

/// The options of checks that have some.
const OPTIONS: &[(&[&str], &[Key])] = &[
    (
        &["service-wildcard-action"],
        &[key("allowed_services", Shape::Texts, "Services of which every action may be allowed, by prefix")],
    ),
    (
        &["wildcard-resource", "resource-star-for-restrictable-action"],
        &[key("allowed_actions", Shape::Texts, "Actions that may be allowed on every resource")],
    ),
    (
        &[
            "external-principal",
            "trust-cross-account",
            "trust-cross-account-without-external-id",
            "trust-whole-account",
        ],
        &[key("trusted_accounts", Shape::Texts, "Ids of accounts that may be let in")],
    ),
];

/// The options of a check.
pub(super) fn options_of(id: &str) -> &'static [Key] {
    OPTIONS.iter().find(|(ids, _)| ids.contains(&id)).map_or(&[], |(_, keys)| keys)
}

/// The words of an enumeration, as they are written on the command line.
pub(super) fn words<T: ValueEnum>() -> Vec<String> {
    let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

fn principal_types() -> Vec<String> {
    ["AWS", "Service", "Federated", "CanonicalUser"].map(str::to_owned).to_vec()
}
