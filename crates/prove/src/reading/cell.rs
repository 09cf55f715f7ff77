//! Kinds of callers: within one kind, what is asked of the caller is a question about its ARN.

use catalog::Catalog;
use policy::tree::PolicyKind;

use super::Mentions;
use super::pieces::of_shape;
use crate::atom::Variable;
use crate::formula::FormulaId;
use crate::space::{Space, Worlds};
use crate::theory::ANONYMOUS;

/// The requests of one kind of caller, and what holds of all of them.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) kind: Kind,
    /// Whether the caller has a permissions boundary, on which a Deny with `NotPrincipal` hangs.
    pub(crate) has_boundary: bool,
    /// What is taken of the values of policy variables; those not listed are open.
    pub(crate) assigned: Vec<(Box<str>, Assigned)>,
    /// What holds of every request of the cell.
    pub(crate) start: Vec<FormulaId>,
    pub(crate) owner: Owner,
}

/// Whose resource is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owner {
    pub(crate) is_own: bool,
    /// The account that owns resources whose ARN names none; none where it does not matter.
    pub(crate) account: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whoever the policy is attached to; nothing asks who.
    Bearer,
    Anonymous,
    Root,
    User,
    /// A role in whichever of its sessions, but for those that a policy names.
    Role,
    /// This session of a role.
    Session(String),
    FederatedUser,
    Service(String),
    Provider(String),
}

/// What is taken of a policy variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Assigned {
    /// Anything.
    Open,
    /// One value, whichever, so that no default counts.
    Present,
    Absent,
    /// Several values, of which a variable takes none.
    Many,
    Value(String),
}

/// Keys that hang on who calls.
const CALLER_KEYS: [&str; 8] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:userid",
    "aws:username",
];

impl Kind {
    /// Whether [`Variable::Principal`] is the caller's ARN.
    pub(crate) fn has_arn(&self) -> bool {
        matches!(self, Self::Root | Self::User | Self::Role | Self::FederatedUser)
    }

    pub(crate) fn has_account(&self) -> bool {
        self.has_arn() || matches!(self, Self::Session(_) | Self::Bearer)
    }

    pub(crate) fn has_user_name(&self) -> bool {
        *self == Self::User
    }

    /// The ARNs of such callers, behind the partition.
    fn shape(&self) -> Option<&'static str> {
        match self {
            Self::Root => Some("iam::@:root"),
            Self::User => Some("iam::@:user/^"),
            Self::Role => Some("iam::@:role/^"),
            Self::FederatedUser => Some("sts::@:federated-user/+"),
            _ => None,
        }
    }

    /// What `aws:PrincipalType` is, as the evaluator fills it in.
    fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::Anonymous => Some("Anonymous"),
            Self::Root => Some("Account"),
            Self::User => Some("User"),
            Self::Role | Self::Session(_) => Some("AssumedRole"),
            Self::FederatedUser => Some("FederatedUser"),
            Self::Service(_) => Some("Service"),
            Self::Bearer | Self::Provider(_) => None,
        }
    }
}

impl Cell {
    pub(crate) fn assigned(&self, key: &str) -> &Assigned {
        let known = self.assigned.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        known.map_or(&Assigned::Open, |(_, assigned)| assigned)
    }
}

impl Space<'_> {
    /// The kinds of callers that policies of a kind are about, as far as the policies tell them apart.
    pub(crate) fn cells(
        &mut self,
        policies: PolicyKind,
        mentions: &Mentions,
        has_boundary: bool,
    ) -> Vec<Cell> {
        kinds(policies, mentions, self.worlds, self.catalog)
            .into_iter()
            .map(|kind| self.cell(kind, mentions, has_boundary))
            .collect()
    }

    pub(crate) fn cell(&mut self, kind: Kind, mentions: &Mentions, has_boundary: bool) -> Cell {
        let mut cell =
            Cell { kind, has_boundary, assigned: Vec::new(), start: Vec::new(), owner: Owner::default() };
        if self.worlds == Worlds::Aws && cell.kind == Kind::Anonymous {
            cell.assigned.push(("aws:principalaccount".into(), Assigned::Value(ANONYMOUS.to_owned())));
        }
        let mut start = vec![self.some_resource()];
        if let Some(shape) = cell.kind.shape() {
            let shapes: Vec<_> = self.partitions().iter().map(|id| format!("arn:{id}:{shape}")).collect();
            start.push(self.caller(&shapes));
        }
        if self.worlds == Worlds::Aws {
            if cell.kind.has_arn() {
                start.extend(self.same_partition());
            }
            if cell.kind == Kind::Role {
                start.extend(self.named_roles(mentions));
            }
            start.extend(self.keys_of_caller(&cell, mentions));
        } else {
            start.extend(self.asked_as());
        }
        cell.start = start;
        cell
    }

    /// A resource is `*` or an ARN.
    fn some_resource(&mut self) -> FormulaId {
        let shapes: Vec<_> = self.partitions().iter().map(|id| format!("arn:{id}:~:~:~:*")).collect();
        let mut any_of = vec![self.literal_text("*")];
        any_of.extend(shapes.iter().map(|shape| self.shape(shape)));
        self.text(Variable::Resource, any_of, true)
    }

    /// The partitions that there are, as shapes.
    fn partitions(&self) -> Vec<&str> {
        match self.worlds {
            Worlds::Aws => self.catalog.partitions().map(catalog::Partition::id).collect(),
            Worlds::Any => vec!["~"],
        }
    }

    /// A caller of a partition asks for resources of that partition. Policies rarely speak of more than the first.
    fn same_partition(&mut self) -> [FormulaId; 2] {
        // A fact of the world, which no description of a region is to show.
        let first = self.alternative(of_shape("arn:aws:*"), "");
        let caller = self.text(Variable::Principal, vec![first.clone()], true);
        let own = vec![first.clone(), self.literal_text("*")];
        let own = self.text(Variable::Resource, own, true);
        let others = vec![first];
        let others = self.text(Variable::Resource, others, false);
        let stranger = self.formulas.not(caller);
        [self.formulas.any([own, stranger]), self.formulas.any([caller, others])]
    }

    /// What the keys about the caller are for such a caller.
    fn keys_of_caller(&mut self, cell: &Cell, mentions: &Mentions) -> Vec<FormulaId> {
        let mut pins: Vec<(&str, Option<String>)> = Vec::new();
        let mut pin = |name, value: Option<&str>| pins.push((name, value.map(str::to_owned)));
        match &cell.kind {
            Kind::Bearer => {}
            Kind::Session(arn) => {
                let mut parts = arn.splitn(6, ':');
                let partition = parts.nth(1).unwrap_or_default();
                let account = parts.nth(2).unwrap_or_default();
                let role = parts.next().and_then(|name| name.split('/').nth(1)).unwrap_or_default();
                pin("aws:principalarn", Some(&format!("arn:{partition}:iam::{account}:role/{role}")));
                pin("aws:principalaccount", Some(account));
                pin("aws:principalisawsservice", Some("false"));
            }
            Kind::Root | Kind::User | Kind::Role | Kind::FederatedUser => {
                pin("aws:principalisawsservice", Some("false"));
            }
            Kind::Service(name) => {
                pin("aws:principalisawsservice", Some("true"));
                pin("aws:principalservicename", Some(name));
                pin("aws:principalarn", None);
            }
            Kind::Anonymous => {
                pin("aws:principalarn", None);
                pin("aws:principalaccount", Some(ANONYMOUS));
            }
            Kind::Provider(_) => pin("aws:principalarn", None),
        }
        if !matches!(cell.kind, Kind::Service(_) | Kind::Bearer) {
            pin("aws:principalservicename", None);
            pin("aws:principalservicenameslist", None);
        }
        if !matches!(cell.kind, Kind::User | Kind::Bearer) {
            pin("aws:username", None);
        }
        if !cell.kind.has_account() {
            // Who is of no account is of no organization and has no tags.
            pin("aws:principalorgid", None);
            pin("aws:principalorgpaths", None);
            let tags = mentions.keys.keys().chain(&mentions.variables);
            tags.filter(|key| key.starts_with("aws:principaltag/")).for_each(|tag| pin(tag, None));
        }
        if let Some(name) = cell.kind.type_name() {
            pin("aws:principaltype", Some(name));
        }
        let spoken_of = pins.into_iter().filter(|(name, _)| mentions.speaks_of(&[*name]));
        spoken_of
            .map(|(name, value)| match value {
                Some(value) => self.pin(name, &value, cell),
                None => self.presence(name, false, cell),
            })
            .collect()
    }

    /// Actions that are asked for with an ARN are not asked for with `*`.
    fn asked_as(&mut self) -> Vec<FormulaId> {
        let mut rules = Vec::new();
        for (action, _) in eval::ASKED_AS {
            let other_action = self.action_list([action], false);
            let any_of = vec![self.literal_text("*")];
            let other_resource = self.text(Variable::Resource, any_of, false);
            rules.push(self.formulas.any([other_action, other_resource]));
        }
        rules
    }
}

fn kinds(policies: PolicyKind, mentions: &Mentions, worlds: Worlds, catalog: &Catalog) -> Vec<Kind> {
    let any_caller = match policies {
        PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp => false,
        PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Rcp | PolicyKind::Endpoint => true,
    };
    if !any_caller {
        if worlds == Worlds::Any || !mentions.speaks_of(&CALLER_KEYS) {
            return vec![Kind::Bearer];
        }
        let mut kinds = vec![Kind::Role, Kind::User];
        // A user's federated sessions act by the user's policies. But for these keys they look like roles.
        if mentions.speaks_of(&["aws:principalarn", "aws:principaltype"]) {
            kinds.push(Kind::FederatedUser);
        }
        if policies == PolicyKind::Scp {
            kinds.push(Kind::Root);
        }
        return kinds;
    }
    let mut kinds = vec![Kind::Role, Kind::User, Kind::Anonymous, Kind::Root];
    kinds.extend(mentions.sessions.iter().cloned().map(Kind::Session));
    kinds.push(Kind::FederatedUser);
    let stranger = |named: &std::collections::BTreeSet<String>,
                    mut known: Box<dyn Iterator<Item = String> + '_>| {
        known.find(|name| !named.contains(name))
    };
    kinds.extend(mentions.services.iter().cloned().map(Kind::Service));
    let services = Box::new(catalog.service_principals().map(str::to_owned));
    kinds.extend(stranger(&mentions.services, services).map(Kind::Service));
    kinds.extend(mentions.providers.iter().cloned().map(Kind::Provider));
    let providers = (1..).map(|at| format!("arn:aws:iam::123456789012:saml-provider/Other{at}"));
    kinds.extend(stranger(&mentions.providers, Box::new(providers)).map(Kind::Provider));
    kinds
}
