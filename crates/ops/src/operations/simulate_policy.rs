//! What does it decide? Requests and policies in, decisions with their reasons out.

use eval::{Layer, Switches};
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::operation::Format;
use crate::simulate::{
    Account, Answers, Asked, Attached, Case, Cases, Expected, Held, Principal, Settings, World, decide,
    merged, policies_of,
};
use crate::wire::{Brought, Disputed, Document, Expectation, KeyValues, Leveled, Simulated, key_values};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Decides requests as AWS would, with the reason
///
/// To test what a policy must allow and must not. Give actions, resources and condition keys; or `cases`, each with `action`,
/// `resource`, `context`, `principal` and `expect`. Wildcards are answered with all, some or none, and an example of each.
///
/// Cases may bring their policies (`request`, `identityPolicies`, `resourcePolicy`, `scps`, `rcps`, `permissionBoundaries`,
/// `sessionPolicy`, `endpointPolicies`, `expected`); those that bring none are held against the policies of the flags.
///
/// Exits with 1 if an expectation does not hold, and with 0 whatever the decision if there is none.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatePolicy {
    /// Cases in JSON or YAML: a list, or an object with the list `cases` (can be repeated)
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    cases: Vec<Brought>,

    /// Identity policies of the caller, those of its groups included
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    policy: Vec<Document>,

    /// The policy of the resource: of a bucket, a key, or a role that is to be assumed
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    resource_policy: Option<Document>,

    /// Service control policies. Those of one level count together, and every level must allow
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    scp: Vec<Leveled>,

    /// Resource control policies, likewise
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    rcp: Vec<Leveled>,

    /// The permissions boundary of the caller
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    boundary: Vec<Document>,

    /// The policy that the caller's session began with
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    session: Vec<Document>,

    /// The policy of the VPC endpoint that the request comes through
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    endpoint: Vec<Document>,

    /// What `aws iam get-account-authorization-details` printed: the principal's policies are gathered from it
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    account_details: Option<Brought>,

    /// Who asks: an ARN, an account (its root user), a service, or `anonymous`; else some unknown role of the resource's account
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    principal: Option<String>,

    /// Actions, perhaps with wildcards (can be repeated)
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    #[serde(default)]
    action: Vec<String>,

    /// ARNs, perhaps with wildcards (can be repeated); any if left out
    #[arg(long, value_name = "ARN", num_args = 1..)]
    #[serde(default)]
    resource: Vec<String>,

    /// The account that owns the resource; else the one in its ARN, or the caller's
    #[arg(long, value_name = "ACCOUNT")]
    #[serde(default)]
    resource_account: Option<String>,

    /// Condition keys of the request; a key given several times has several values
    #[arg(long, value_name = "KEY=VALUE", num_args = 1..)]
    #[serde(default, deserialize_with = "key_values::from_object")]
    #[schemars(schema_with = "key_values::object_schema")]
    context: Vec<KeyValues>,

    /// Condition keys that the request may have or not
    #[arg(long, value_name = "KEY", num_args = 1..)]
    #[serde(default)]
    unknown: Vec<String>,

    /// The decision that is expected of each request of the flags: `Allowed`, `Denied`, `ExplicitlyDenied`, `ImplicitlyDenied`
    #[arg(long, value_name = "DECISION")]
    #[serde(default)]
    #[schemars(description = "The decision that is expected of each request of `action` and `resource`")]
    expect: Option<Expectation>,

    /// Points on which AWS's documentation is open, to be read the other way
    #[arg(long = "switch", value_name = "NAME", num_args = 1..)]
    #[serde(default)]
    switches: Vec<Disputed>,

    /// S3 Block Public Access keeps a public bucket policy from counting for strangers
    #[arg(long)]
    #[serde(default)]
    restrict_public_buckets: bool,

    /// The caller's account manages its organization: service control policies do not bind it
    #[arg(long)]
    #[serde(default)]
    management_account: bool,

    /// Tell of every layer and statement why it applies or not
    #[arg(long)]
    #[serde(default)]
    explain: bool,

    /// List at most this many cases; all are decided and counted
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

impl Operation for SimulatePolicy {
    const NAME: &'static str = "simulate_policy";
    const COMMAND: &'static [&'static str] = &["simulate"];
    const EFFECT: Effect = Effect::Read;
    type Response = Simulated;

    fn run(self, cx: &Context) -> Result<Simulated, OpError> {
        self.fits_together()?;
        let base = self.policies(cx)?;
        let has_policies = !base.is_empty() || self.account_details.is_some();
        let account = self.account_details.as_ref().map(|brought| Account::read(brought, cx)).transpose()?;
        let mut world = World::new(base, account);
        let catalog = cx.catalog();
        let switches = self.switches.iter().fold(Switches::default(), |on, disputed| on.with(disputed.0));
        let settings = Settings {
            cx,
            catalog: &catalog,
            switches,
            explain: self.explain,
            is_strict: self.cases.is_empty(),
        };
        let mut answers = Answers::new(self.limit, self.offset, cx);
        for case in self.requests() {
            let mut case = case;
            let held = world.meet(&mut case.asked)?;
            answers.add(decide(&case, &held, None, &settings)?);
        }
        let default = self.asked();
        for brought in &self.cases {
            let cases = Cases { brought, default: &default, has_policies };
            cases.decide(&mut world, &settings, &mut answers)?;
        }
        Ok(answers.finish())
    }
}

impl Response for Simulated {
    const FORMATS: &'static [Format<Self>] = &[
        Format { name: "junit", write: render::simulated_junit },
        Format { name: "policy-simulator", write: render::policy_simulator },
    ];

    fn text(&self, style: Style) -> String {
        render::simulated_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        if self.summary.failed > 0 { Outcome::Findings } else { Outcome::Clean }
    }
}

impl SimulatePolicy {
    fn fits_together(&self) -> Result<(), OpError> {
        let refuse = |message: &str, hint: &str| Err(OpError::invalid(message).hint(hint));
        if self.cases.is_empty() && self.action.is_empty() {
            return refuse("neither an action nor cases are given", "use `--action` or `--cases`");
        }
        let is_single = !self.action.is_empty() || !self.resource.is_empty() || self.expect.is_some();
        if !self.cases.is_empty() && is_single {
            return refuse(
                "cases name their actions, resources and expectations themselves",
                "leave out `--action`, `--resource` and `--expect`, or `--cases`",
            );
        }
        if self.account_details.is_some() && self.principal.is_none() && self.cases.is_empty() {
            return refuse(
                "account details are of many principals",
                "say by `--principal` which of them asks",
            );
        }
        Ok(())
    }

    /// The policies of the flags.
    fn policies(&self, cx: &Context) -> Result<Held, OpError> {
        let mut held = Held::default();
        held.in_management_account = self.management_account;
        held.restrict_public_buckets = self.restrict_public_buckets;
        for (documents, layer, kind) in [
            (&self.policy, Layer::Identity, PolicyKind::Identity),
            (&self.boundary, Layer::Boundary, PolicyKind::Boundary),
            (&self.session, Layer::Session, PolicyKind::Session),
            (&self.endpoint, Layer::Endpoint, PolicyKind::Endpoint),
        ] {
            for (index, document) in documents.iter().enumerate() {
                let number = (documents.len() > 1).then_some(index + 1);
                for attached in attached(document, kind, number, cx)? {
                    held.add(layer, attached);
                }
            }
        }
        if let Some(document) = &self.resource_policy {
            let mut policies = attached(document, PolicyKind::Resource, None, cx)?.into_iter();
            if let Some(first) = policies.next() {
                held.add(Layer::Resource, first);
            }
            if policies.next().is_some() {
                return Err(OpError::invalid(
                    "the resource policy's file holds several, and a resource has one",
                ));
            }
        }
        for (leveled, layer, kind) in
            [(&self.scp, Layer::Scp, PolicyKind::Scp), (&self.rcp, Layer::Rcp, PolicyKind::Rcp)]
        {
            let mut levels: Vec<(&str, Vec<Attached>)> = Vec::new();
            for (index, each) in leveled.iter().enumerate() {
                let policies = attached(&each.document, kind, (leveled.len() > 1).then_some(index + 1), cx)?;
                match levels.iter_mut().find(|(level, _)| *level == each.level) {
                    Some((_, others)) => others.extend(policies),
                    None => levels.push((&each.level, policies)),
                }
            }
            for (level, policies) in levels {
                held.add_level(layer, level, policies);
            }
        }
        Ok(held)
    }

    /// A request but for its action and resource.
    fn asked(&self) -> Asked {
        let principal = match self.principal.as_deref() {
            None => Principal::Anyone,
            Some("anonymous" | "*") => Principal::Anonymous,
            Some(name) => Principal::Named(name.to_owned()),
        };
        Asked {
            principal,
            action: String::new(),
            resource: String::new(),
            account: self.resource_account.clone(),
            context: merged(&self.context),
            unknown: self.unknown.clone(),
            known: Vec::new(),
            is_whole: false,
        }
    }

    /// Every action on every resource.
    fn requests(&self) -> impl Iterator<Item = Case> {
        let any = ["*".to_owned()];
        let resources = if self.resource.is_empty() { any.to_vec() } else { self.resource.clone() };
        let expected =
            self.expect.map(|decision| Expected { decision: Some(decision), ..Expected::default() });
        self.action.iter().flat_map(move |action| {
            let case = |resource: &String| Case {
                name: None,
                asked: Asked { action: action.clone(), resource: resource.clone(), ..self.asked() },
                expected: expected.clone(),
            };
            resources.iter().map(case).collect::<Vec<_>>()
        })
    }
}

/// The policies of a document of the request. One that is broken is refused: it was named.
fn attached(
    document: &Document,
    kind: PolicyKind,
    number: Option<usize>,
    cx: &Context,
) -> Result<Vec<Attached>, OpError> {
    let input = document.read(cx)?;
    let name = match (document.path(), number) {
        (Some(_), _) => input.name,
        (None, Some(number)) => format!("{} policy {number}", kind.name()),
        (None, None) => format!("the {} policy", kind.name()),
    };
    let documents = policies_of(&name, &input.bytes, cx)?;
    let attached = documents
        .iter()
        .map(|document| Attached::new(document.source.name(), &document.root, &document.source, kind));
    Ok(attached.collect())
}
