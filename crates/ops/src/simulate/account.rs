//! What `aws iam get-account-authorization-details` printed: the policies of a principal, gathered.

use std::path::Path;

use eval::{Caller, Layer};
use policy::tree::PolicyKind;
use policy::{Document, Format, Node, Value};

use super::attached::{Attached, Files, is_fault, is_text};
use super::held::Held;
use crate::reading::problem::{Problems, refusal};
use crate::reading::value::{several, text};
use crate::wire::Brought;
use crate::{Context, OpError};

/// The users, groups, roles and managed policies of an account.
pub(crate) struct Account<'a> {
    document: Document,
    cx: &'a Context,
}

const LISTS: [&str; 4] = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

impl<'a> Account<'a> {
    pub(crate) fn read(brought: &Brought, cx: &'a Context) -> Result<Self, OpError> {
        let (name, bytes) = brought.read("account details", cx)?;
        let limits = policy::Limits { bytes: usize::MAX, ..policy::Limits::default() };
        let document = Document::read(&name, &bytes, Some(Format::Json), &limits);
        let mut problems = Problems::default();
        for found in document.diagnostics.iter().filter(|found| is_fault(found)) {
            problems.report(found.span, found.message.clone()).help.clone_from(&found.help);
        }
        if problems.is_empty() && LISTS.iter().all(|list| document.root.get(list).is_none()) {
            problems
                .report(document.root.span, "there is no user, group, role or policy of an account")
                .help("give the output of `aws iam get-account-authorization-details`");
        }
        match refusal(problems.lines(&document, brought.has_lines())) {
            Some(refusal) => Err(refusal),
            None => Ok(Self { document, cx }),
        }
    }

    /// Adds the policies of a principal, and gives the condition keys that are known of it. Who can have no policies in an account,
    /// such as a service, has none here.
    pub(crate) fn gather(&self, principal: &str, held: &mut Held) -> Result<Vec<(String, String)>, OpError> {
        let (entry, inline) = match Caller::parse(principal) {
            Ok(Caller::User { arn, .. }) => {
                (self.entry("UserDetailList", |entry| has_arn(entry, &arn)), "UserPolicyList")
            }
            Ok(Caller::Role { arn, account, name, session }) => {
                let is_it = |entry: &Node| match session {
                    None => has_arn(entry, &arn),
                    // The ARN of a session does not have the path of its role.
                    Some(_) => is_role_of(entry, &account, &name),
                };
                (self.entry("RoleDetailList", is_it), "RolePolicyList")
            }
            Ok(Caller::FederatedUser { .. }) => {
                return Err(OpError::invalid(format!(
                    "`{principal}` is a federated session, of which the account details do not tell the user"
                ))
                .hint("give the user's policies by `--policy`"));
            }
            Ok(_) => return Ok(Vec::new()),
            Err(_) => (None, ""),
        };
        let entry = entry.ok_or_else(|| self.not_found(principal))?;
        self.add_policies(entry, inline, held);
        for group in several(entry.get("GroupList")).iter().filter_map(Node::as_str) {
            let named = |entry: &Node| text(entry.get("GroupName")).as_deref() == Some(group);
            match self.entry("GroupDetailList", named) {
                Some(entry) => self.add_policies(entry, "GroupPolicyList", held),
                None => held.add(Layer::Identity, self.missing(group, PolicyKind::Identity)),
            }
        }
        let boundary = entry.get("PermissionsBoundary").and_then(|it| text(it.get("PermissionsBoundaryArn")));
        if let Some(arn) = boundary {
            held.add(Layer::Boundary, self.managed(&arn, PolicyKind::Boundary));
        }
        Ok(known_of(entry))
    }

    /// The trust policy, if `resource` is a role of the account.
    pub(crate) fn trust_policy(&self, resource: &str) -> Option<Attached> {
        let role = self.entry("RoleDetailList", |entry| has_arn(entry, resource))?;
        let name = format!("the trust policy of {}", text(role.get("RoleName")).unwrap_or_default());
        Some(self.attached(&name, role.get("AssumeRolePolicyDocument")?, PolicyKind::Trust))
    }

    fn add_policies(&self, entry: &Node, inline: &str, held: &mut Held) {
        for policy in several(entry.get(inline)) {
            let name = text(policy.get("PolicyName")).unwrap_or_default();
            let attached = match policy.get("PolicyDocument") {
                Some(document) => self.attached(&name, document, PolicyKind::Identity),
                None => self.missing(&name, PolicyKind::Identity),
            };
            held.add(Layer::Identity, attached);
        }
        for policy in several(entry.get("AttachedManagedPolicies")) {
            let arn = text(policy.get("PolicyArn")).unwrap_or_default();
            held.add(Layer::Identity, self.managed(&arn, PolicyKind::Identity));
        }
    }

    fn managed(&self, arn: &str, kind: PolicyKind) -> Attached {
        let Some(policy) = self.entry("Policies", |entry| has_arn(entry, arn)) else {
            return self.missing(arn, kind);
        };
        let default = text(policy.get("DefaultVersionId"));
        let mut versions = several(policy.get("PolicyVersionList")).iter();
        let is_default = |version: &&Node| match &default {
            Some(id) => version.get("VersionId").and_then(Node::as_str) == Some(id),
            None => version.get("IsDefaultVersion").is_some_and(|it| it.value == Value::Bool(true)),
        };
        match versions.find(is_default).and_then(|version| version.get("Document")) {
            Some(document) => {
                self.attached(&text(policy.get("PolicyName")).unwrap_or_default(), document, kind)
            }
            None => self.missing(arn, kind),
        }
    }

    fn attached(&self, name: &str, node: &Node, kind: PolicyKind) -> Attached {
        // A text is a policy here, never a path.
        let is_path = node.as_str().is_some_and(|text| !is_text(text));
        if is_path {
            return Attached::unreadable(name, &self.document.source, kind, "it is a text that is no policy");
        }
        Attached::read(name, node, &self.document, kind, Path::new(""), &mut Files::new(self.cx))
    }

    fn missing(&self, name: &str, kind: PolicyKind) -> Attached {
        let source = &self.document.source;
        Attached::unreadable(
            &format!("`{name}`"),
            source,
            kind,
            &format!("{} does not hold it", source.name()),
        )
    }

    fn entry(&self, list: &str, is_it: impl Fn(&Node) -> bool) -> Option<&Node> {
        several(self.document.root.get(list)).iter().find(|entry| is_it(entry))
    }

    fn not_found(&self, principal: &str) -> OpError {
        let entries = ["UserDetailList", "RoleDetailList"].into_iter();
        let arns: Vec<_> = entries
            .flat_map(|list| several(self.document.root.get(list)))
            .filter_map(|entry| entry.get("Arn")?.as_str())
            .collect();
        let last = |arn: &str| arn.rsplit(['/', ':']).next().unwrap_or_default().to_owned();
        let names: Vec<_> = arns.iter().map(|arn| last(arn)).collect();
        let near = catalog::nearest_words(&last(principal), names.iter().map(String::as_str));
        let near: Vec<_> = arns.iter().filter(|arn| near.contains(&last(arn).as_str())).take(3).collect();
        let near: Vec<_> = near.iter().map(|arn| format!("`{arn}`")).collect();
        let error = OpError::not_found(format!("`{principal}` is not in {}", self.document.source.name()));
        match near.as_slice() {
            [] => error.hint(format!("it has {} users and roles", arns.len())),
            near => error.hint(format!("did you mean {}?", near.join(" or "))),
        }
    }
}

fn has_arn(entry: &Node, arn: &str) -> bool {
    entry.get("Arn").and_then(Node::as_str) == Some(arn)
}

fn is_role_of(entry: &Node, account: &str, name: &str) -> bool {
    let own = entry.get("Arn").and_then(Node::as_str).and_then(|arn| arn.split(':').nth(4));
    own == Some(account)
        && entry.get("RoleName").and_then(Node::as_str).is_some_and(|role| role.eq_ignore_ascii_case(name))
}

/// The keys that follow from an entry: its tags, and of a user the id, of a role the ARN with its path.
fn known_of(entry: &Node) -> Vec<(String, String)> {
    let tags = several(entry.get("Tags")).iter().filter_map(|tag| {
        Some((format!("aws:PrincipalTag/{}", text(tag.get("Key"))?), text(tag.get("Value"))?))
    });
    let user = text(entry.get("UserId")).map(|id| ("aws:userid".to_owned(), id));
    let arn = text(entry.get("Arn")).map(|arn| ("aws:PrincipalArn".to_owned(), arn));
    tags.chain(user).chain(arn).collect()
}
