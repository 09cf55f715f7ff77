//! The server as one client sees it.

use ops::prompts::INSTRUCTIONS;
use ops::{Context, OPERATIONS};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CustomRequest,
    CustomResult, ErrorCode, GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, ServerHandler};
use serde_json::Value;

use super::{call, completions, page, prompts, resources, tools};

/// What answers one client.
pub(super) struct Server {
    cx: Context,
}

impl Server {
    pub(super) fn new(cx: Context) -> Self {
        Self { cx }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        // What is wrong with a configuration is told with every request that it would hold for.
        let own = self.cx.instructions().unwrap_or_default();
        let instructions: Vec<_> =
            std::iter::once(INSTRUCTIONS).chain(own.as_deref().map(str::trim)).collect();
        ServerConfig::new(capabilities())
            .with_server_info(Implementation::new("leastwise", env!("CARGO_PKG_VERSION")))
            .with_instructions(instructions.join("\n\n"))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        page::only(request.as_ref())?;
        Ok(ListToolsResult::with_all_items(tools::tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let operation = OPERATIONS.iter().find(|operation| operation.name == request.name);
        let unknown = || ErrorData::invalid_params(format!("there is no tool `{}`", request.name), None);
        let operation = operation.ok_or_else(unknown)?;
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        call::call(operation, arguments, self.cx.clone(), context).await.map(Into::into)
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
        let cx = self.cx.clone();
        let made = page::made(move || prompts::get(request, &cx)).await;
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
        let (cx, uri) = (self.cx.clone(), request.uri.clone());
        let made = page::made(move || resources::read(&request.uri, &cx)).await;
        made.map(Into::into).map_err(|error| page::unread(&uri, &error))
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let cx = self.cx.clone();
        let made = page::made(move || completions::complete(&request, &cx)).await;
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
