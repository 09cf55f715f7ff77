//! The server as one client sees it.

use ops::{Context, OPERATIONS};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CustomRequest, CustomResult, ErrorCode, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, ServerHandler};
use serde_json::Value;

use super::{call, tools};

const INSTRUCTIONS: &str = "Facts about AWS permissions and checks of IAM policies, offline and without an AWS account. \
    Look actions up before writing them into a policy, and validate every policy you write.";

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
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("leastwise", env!("CARGO_PKG_VERSION")))
            .with_instructions(instructions.join("\n\n"))
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
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

    /// What is no request of the protocol; the SDK takes one whose parameters it cannot read for such.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(match request.method.as_str() {
            "tools/call" => {
                ErrorData::invalid_params("`params` holds a `name`, and `arguments` that are an object", None)
            }
            other => {
                ErrorData::new(ErrorCode::METHOD_NOT_FOUND, format!("there is no method `{other}`"), None)
            }
        })
    }
}
