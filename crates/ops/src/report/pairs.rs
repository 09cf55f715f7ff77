//! Which policies belong together: those as they were, and those of the same name as they are to be.

use std::collections::BTreeMap;
use std::path::Path;

use eval::Prepared;
use policy::tree::{Policy, PolicyKind, Statement, lower};
use policy::{Document, Source};

use crate::compare::{agree, full_access};
use crate::operations::{named_policies, told_policy};
use crate::simulate::{Attached, whole};
use crate::{Context, OpError, wire};

/// Policies of one name, as they were and as they are to be.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) before: Vec<Named>,
    pub(crate) after: Vec<Named>,
    pub(crate) kind: PolicyKind,
}

/// A policy, and where it lies.
pub(crate) struct Named {
    pub(crate) path: String,
    pub(crate) document: Document,
    pub(crate) policy: Policy,
    /// What it is called below the folder that the request names.
    key: String,
    /// Whether nobody wrote it: AWS attaches it beside policies that only deny.
    pub(crate) is_supposed: bool,
}

/// Reads both sides and puts together what has one name; all of a side if they are to count together, or if each side is one policy.
pub(crate) fn pairs(
    (before, after): (&[wire::Document], &[wire::Document]),
    together: bool,
    kind: Option<PolicyKind>,
    cx: &Context,
) -> Result<Vec<Pair>, OpError> {
    let (before, after) = (read(before, "before", cx)?, read(after, "after", cx)?);
    if together || (before.len() == 1 && after.len() == 1) {
        let name = match (after.as_slice(), before.as_slice()) {
            ([one], _) | (_, [one]) => one.key.clone(),
            _ => "all policies together".to_owned(),
        };
        return Ok(vec![Pair::of(name, before, after, kind)?]);
    }
    let mut named: BTreeMap<String, (Vec<Named>, Vec<Named>)> = BTreeMap::new();
    for one in before {
        named.entry(one.key.clone()).or_default().0.push(one);
    }
    for one in after {
        named.entry(one.key.clone()).or_default().1.push(one);
    }
    named.into_iter().map(|(name, (before, after))| Pair::of(name, before, after, kind)).collect()
}

fn read(documents: &[wire::Document], side: &str, cx: &Context) -> Result<Vec<Named>, OpError> {
    let mut read = Vec::new();
    named_policies::each(documents, cx, |opened| {
        let mut document = opened.document;
        let is_text = opened.file.is_none() && document.source.name() != "-";
        let mut key = document.source.name().to_owned();
        if is_text {
            // Both sides would be called alike.
            let name = format!("{side}: {key}");
            document.source = Source::new(name, document.source.text().to_owned());
        } else {
            key = below(&key, documents);
        }
        if let Some(pointer) = opened.within.as_deref().filter(|pointer| !pointer.is_empty()) {
            key = format!("{key}#{pointer}");
        }
        whole(&document)?;
        let policy = lower(&document.root);
        told_policy::within_limits(&policy, document.source.name())?;
        read.push(Named::of(document, policy, key));
        Ok(())
    })?;
    Ok(read)
}

/// The path below the folder that the request names, or the name of a file that it names, without what says its format.
fn below(path: &str, documents: &[wire::Document]) -> String {
    let path = Path::new(path);
    let folders = documents.iter().filter_map(wire::Document::path);
    let rest = folders.filter_map(|folder| path.strip_prefix(folder).ok());
    // Of folders within folders that are named both, the outer one tells more.
    let rest = rest.filter(|rest| !rest.as_os_str().is_empty()).max_by_key(|rest| rest.components().count());
    let rest = rest.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
    rest.with_extension("").display().to_string().replace('\\', "/")
}

impl Pair {
    fn of(
        name: String,
        before: Vec<Named>,
        after: Vec<Named>,
        kind: Option<PolicyKind>,
    ) -> Result<Self, OpError> {
        let all = before.iter().chain(&after).map(|one| (one.path.as_str(), &one.policy));
        let kind = agree(kind, all)?;
        Ok(Self { name, before: with_full_access(before, kind), after: with_full_access(after, kind), kind })
    }

    /// Whether the policies say what principals may do, rather than what may be done to a resource.
    pub(crate) fn is_of_principals(&self) -> bool {
        use PolicyKind::{Boundary, Identity, Scp, Session};
        matches!(self.kind, Identity | Boundary | Session | Scp)
    }

    /// Whether the policies are those of a principal, by the name of the file or of a folder above it; where a folder is called like an
    /// account, only of one of that account.
    pub(crate) fn is_of(&self, principal: &str) -> bool {
        let name = principal.rsplit(['/', ':']).next().unwrap_or_default();
        let account = principal.split(':').nth(4).unwrap_or_default();
        let is_account = |part: &str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
        let key = self.name.split('#').next().unwrap_or_default();
        !name.is_empty()
            && key.split('/').any(|part| part == name)
            && key.split('/').all(|part| !is_account(part) || part == account)
    }
}

/// What would pass nothing by itself passes what it does not deny, as everywhere in an organization.
fn with_full_access(mut own: Vec<Named>, kind: PolicyKind) -> Vec<Named> {
    let is_of_organization = matches!(kind, PolicyKind::Scp | PolicyKind::Rcp);
    let mut statements = own.iter().flat_map(|named| &named.policy.statements);
    if is_of_organization && !own.is_empty() && !statements.any(Statement::allows) {
        let document = full_access(kind);
        let (policy, key) = (lower(&document.root), document.source.name().to_owned());
        own.push(Named { is_supposed: true, ..Named::of(document, policy, key) });
    }
    own
}

impl Named {
    fn of(document: Document, policy: Policy, key: String) -> Self {
        Self { path: document.source.name().to_owned(), document, policy, key, is_supposed: false }
    }

    pub(crate) fn attached(&self, kind: PolicyKind) -> Attached {
        Attached::new(&self.path, &self.document.root, &self.document.source, kind)
    }

    /// The policy without its statements that deny; one that cannot be read may say anything.
    pub(crate) fn without_denials(&self, kind: PolicyKind) -> (Policy, Attached) {
        let mut policy = self.policy.clone();
        policy.statements.retain(|statement| !statement.denies());
        let mut attached = self.attached(kind);
        if attached.about.fault.is_none() {
            attached.prepared = Prepared::new(&*self.path, &policy, kind);
        }
        (policy, attached)
    }

    pub(crate) fn place(&self, statement: &Statement) -> wire::StatementPlace {
        let position = self.document.source.position(statement.span.range().start);
        wire::StatementPlace {
            path: self.path.clone(),
            statement: statement.label(),
            line: position.line,
            column: position.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(name: &str) -> Pair {
        Pair { name: name.to_owned(), before: Vec::new(), after: Vec::new(), kind: PolicyKind::Identity }
    }

    #[test]
    fn policies_bear_the_name_of_a_principal_or_lie_below_it() {
        let role = "arn:aws:iam::111122223333:role/service/api";
        for (name, is) in [
            ("api", true),
            ("prod/api", true),
            ("api/inline", true),
            ("api#/PolicyVersion/Document", true),
            ("111122223333/api", true),
            ("444455556666/api", false),
            ("api-2", false),
            ("service", false),
            ("", false),
        ] {
            assert_eq!(called(name).is_of(role), is, "{name}");
        }
        assert!(!called("api").is_of(""));
    }

    #[test]
    fn what_lies_below_a_folder_is_called_by_its_way_from_there() {
        let documents = ["old", "old/team", "x.json"].map(|path| wire::Document::Path(path.into()));
        for (path, name) in
            [("old/a.json", "a"), ("old/team/b.yaml", "team/b"), ("x.json", "x"), ("old/v1.2.json", "v1.2")]
        {
            assert_eq!(below(path, &documents), name, "{path}");
        }
    }
}
