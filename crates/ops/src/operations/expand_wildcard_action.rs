//! Which actions does a pattern stand for?

use policy::ActionPattern;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::operation::part;
use crate::render::table;
use crate::wire::Paging;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the actions that a pattern such as `s3:Get*` stands for
///
/// To see what a wildcard really grants.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpandWildcardAction {
    /// An action as a policy writes it, with `*` and `?`
    pub(super) pattern: String,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    pub(super) paging: Paging,
}

/// Actions, by service and name
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Expansion {
    /// Full names such as `s3:GetObject`
    pub(super) result: Vec<String>,
    /// How many there are in all
    pub(super) total: usize,
    /// Whether more follow
    pub(super) truncated: bool,
}

impl Operation for ExpandWildcardAction {
    const NAME: &'static str = "expand_wildcard_action";
    const COMMAND: &'static [&'static str] = &["query", "expand"];
    const EFFECT: Effect = Effect::Read;
    type Response = Expansion;

    fn run(self, cx: &Context) -> Result<Expansion, OpError> {
        let catalog = cx.catalog();
        let pattern = ActionPattern::parse(&self.pattern);
        if pattern.fault().is_some_and(|fault| !fault.leaves_a_pattern()) {
            return Err(OpError::invalid(format!("`{}` is not an action pattern", self.pattern))
                .hint("write `service:Name`, with `*` and `?` in the name, or `*` alone"));
        }
        if let Some(service) = pattern.service().and_then(policy::Glob::as_literal) {
            known::service(&catalog, &service)?;
        }
        let set = catalog.expand(&pattern);
        let page = self.paging.of(set.actions(&catalog).collect(), cx);
        let result = page.items.iter().map(|action| action.full_name()).collect();
        Ok(Expansion { result, total: page.total, truncated: page.truncated })
    }
}

impl Response for Expansion {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "the pattern stands for no action\n".to_owned();
        }
        let rows: Vec<_> = self.result.iter().map(|action| [action.clone()]).collect();
        table::rows(&rows) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
