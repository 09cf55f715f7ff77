//! The server as one client sees it.

use std::sync::{Arc, OnceLock};

use ops::prompts::INSTRUCTIONS;
use ops::{Context, Session};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CustomRequest,
    CustomResult, ErrorCode, GetPromptRequestParams, GetPromptResponse, Implementation,
    InitializeRequestParams, InitializeResult, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, ServerHandler};
use serde_json::Value;

use super::shared::Shared;
use super::{completions, page, prompts, resources};

/// What answers one client, and knows what that client has set.
pub(super) struct Server {
    shared: Arc<Shared>,
    /// Empty as long as requests stand alone.
    session: OnceLock<Arc<Session>>,
}

impl Server {
    /// For the one client of a stream: whatever revision it speaks, its requests belong together.
    pub(super) fn of_stream(shared: Arc<Shared>) -> Self {
        Self { shared, session: OnceLock::from(Arc::default()) }
    }

    /// For a client over HTTP: its requests belong together from its handshake on, and stand alone without one.
    pub(super) fn of_requests(shared: Arc<Shared>) -> Self {
        Self { shared, session: OnceLock::new() }
    }

    /// What a request of this client may use.
    fn context(&self) -> Context {
        let cx = self.shared.context().clone();
        match self.session.get() {
            Some(session) => cx.with_session(session.clone()),
            None => cx,
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        // What is wrong with a configuration is told with every request that it would hold for.
        let own = self.context().instructions().unwrap_or_default();
        let instructions: Vec<_> =
            std::iter::once(INSTRUCTIONS).chain(own.as_deref().map(str::trim)).collect();
        ServerConfig::new(capabilities())
            .with_server_info(Implementation::new("leastwise", env!("CARGO_PKG_VERSION")))
            .with_instructions(instructions.join("\n\n"))
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        self.session.get_or_init(Arc::default);
        context.peer.set_peer_info(request.clone());
        self.negotiate_initialize(&request)
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        page::only(request.as_ref())?;
        Ok(ListToolsResult::with_all_items(self.shared.tools().to_vec()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let operation = self.shared.operation(&request.name)?;
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        self.shared.calls.run(operation, arguments, self.context(), context).await.map(Into::into)
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        page::only(request.as_ref()).map(|()| prompts::list())
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let cx = self.context();
        let made = self.shared.calls.workers.made(move || prompts::get(request, &cx)).await;
        made.map(Into::into).map_err(|error| page::refused(&error))
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        page::only(request.as_ref()).map(|()| resources::list())
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        page::only(request.as_ref()).map(|()| resources::templates())
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let (cx, uri) = (self.context(), request.uri.clone());
        let made = self.shared.calls.workers.made(move || resources::read(&request.uri, &cx)).await;
        made.map(Into::into).map_err(|error| page::unread(&uri, &error))
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let cx = self.context();
        let made = self.shared.calls.workers.made(move || completions::complete(&request, &cx)).await;
        made.map_err(|error| page::refused(&error))
    }

    /// What is no request of the protocol; the SDK takes one whose parameters it cannot read for such.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method = request.method.as_str();
        Err(match PARAMS.iter().find(|(known, _)| *known == method) {
            Some((_, params)) => ErrorData::invalid_params(*params, None),
            None => {
                ErrorData::new(ErrorCode::METHOD_NOT_FOUND, format!("there is no method `{method}`"), None)
            }
        })
    }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities::builder()
        .enable_completions()
        .enable_prompts()
        .enable_resources()
        .enable_tools()
        .build()
}

/// What methods with required parameters ask for.
const PARAMS: &[(&str, &str)] = &[
    ("tools/call", "`params` holds a `name`, and `arguments` that are an object"),
    ("prompts/get", "`params` holds a `name`, and `arguments` that are an object of texts"),
    ("resources/read", "`params` holds a `uri`"),
    (
        "completion/complete",
        "`params` holds a `ref` of type `ref/prompt` or `ref/resource`, and an `argument` with `name` and `value`",
    ),
];

#[cfg(test)]
mod tests {
    use ops::Files;

    use super::*;
    use crate::mcp::profile::Profile;

    #[test]
    fn every_client_has_a_state_of_its_own_and_requests_that_stand_alone_have_none() {
        let shared = Arc::new(Shared::new(
            Context::new(Files::Denied, || 0),
            Profile::Full.operations().collect(),
            None,
        ));
        let state = |server: &Server| server.session.get().map(Arc::as_ptr);
        let (one, two) = (Server::of_stream(shared.clone()), Server::of_stream(shared.clone()));
        assert!(state(&one).is_some() && state(&one) != state(&two));
        assert!(one.context().session().is_ok());
        let alone = Server::of_requests(shared);
        assert!(alone.context().session().is_err());
    }
}
