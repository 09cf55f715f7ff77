//! One test file, read and run.

use std::path::Path;

use policy::{Document, Limits};

use super::check::check;
use super::never::{keys_of, rules};
use super::policies::policies;
use crate::context::Found;
use crate::reading::problem::refusal;
use crate::reading::value::{items, several, text, texts, values};
use crate::simulate::{
    Asked, Held, Principal, Settings, World, context, decide, place, plain_case, undecided,
};
use crate::wire::SuiteResult;
use crate::{Context, OpError};

/// A file of tests with the policies that it is about.
pub(crate) struct Suite {
    document: Document,
    held: Held,
    policy: Option<String>,
}

const ENDINGS: [&str; 3] = [".iamtest.yaml", ".iamtest.yml", ".iamtest.json"];

/// Whether a file of that name holds tests.
pub(crate) fn is_suite(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// `deploy` of `deploy.iamtest.yaml`.
pub(super) fn without_extension(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let length = ENDINGS.iter().find(|ending| name.to_ascii_lowercase().ends_with(*ending))?.len();
    name.get(..name.len() - length).filter(|stem| !stem.is_empty()).map(str::to_owned)
}

impl Suite {
    /// Reads a file, or tells all that is wrong with it.
    pub(crate) fn open(found: &Found, cx: &Context) -> Result<Self, OpError> {
        let bytes = cx.read_found(found)?;
        let limits = Limits { bytes: usize::MAX, ..Limits::default() };
        let document = Document::read(&found.name, &bytes, None, &limits);
        if !is_suite(&found.name) && document.root.get("Statement").is_some() {
            return Err(OpError::invalid(format!("`{}` is a policy, and no test of one", found.name))
                .hint("a test of `deploy.json` is `deploy.iamtest.yaml` beside it"));
        }
        if let Some(refused) = refusal(check(&document).lines(&document, true)) {
            return Err(refused);
        }
        // As it was named: paths that stand in it start from there, and are checked against the roots.
        let (held, policy) = policies(&document, Path::new(&found.name), cx)?;
        Ok(Self { document, held, policy })
    }

    /// Decides every case and rule, in the order of the file.
    pub(crate) fn run(self, settings: &Settings<'_>) -> Result<SuiteResult, OpError> {
        let root = &self.document.root;
        let default = self.default();
        let mut world = World::new(self.held, None);
        let mut result = SuiteResult::new(self.document.source.name(), self.policy);
        for node in items(root.get("cases")) {
            settings.cx.check_cancelled()?;
            let at = Some(place(&self.document.source, node.span.range().start));
            let mut case = plain_case(node, &default);
            result.add(match world.meet(&mut case.asked) {
                Ok(held) => decide(&case, &held, at, settings)?,
                Err(error) => undecided(&case, at, error.message),
            });
        }
        let said = keys_of(root.get("context"));
        for node in several(root.get("never")) {
            for rule in rules(node, &default, &said) {
                settings.cx.check_cancelled()?;
                let at = place(&self.document.source, node.span.range().start);
                result.add(rule.decide(&mut world, at, settings)?);
            }
        }
        Ok(result)
    }

    /// What the file says of all requests.
    fn default(&self) -> Asked {
        let root = &self.document.root;
        Asked {
            principal: text(root.get("principal")).map_or(Principal::Anyone, Principal::Named),
            action: String::new(),
            resource: String::new(),
            account: values(root.get("resourceAccount")).pop(),
            context: context(root.get("context")),
            unknown: texts(root.get("unknown")),
            known: Vec::new(),
            is_whole: false,
        }
    }
}
