//! Completions: what the tables of `ops` know about an argument, in the words of the protocol.

use std::collections::BTreeMap;

use ops::completion::{self, Owner};
use ops::{Context, OpError};
use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};

pub(super) fn complete(request: &CompleteRequestParams, cx: &Context) -> Result<CompleteResult, OpError> {
    let owner = match &request.r#ref {
        Reference::Prompt(prompt) => Owner::Prompt(&prompt.name),
        Reference::Resource(resource) => Owner::Resource(&resource.uri),
        _ => return Err(OpError::invalid("only arguments of prompts and resources are completed")),
    };
    let given: BTreeMap<_, _> = request
        .context
        .as_ref()
        .and_then(|context| context.arguments.clone())
        .into_iter()
        .flatten()
        .collect();
    let argument = &request.argument;
    let found = completion::complete(owner, &argument.name, &argument.value, &given, cx)?;
    let has_more = found.has_more();
    let info = CompletionInfo::with_pagination(found.values, u32::try_from(found.total).ok(), has_more);
    Ok(CompleteResult::new(info.map_err(OpError::internal)?))
}
