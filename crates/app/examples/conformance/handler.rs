//! Which fixture answers which request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CancelTaskParams, CompleteRequestParams, CompleteResult,
    GetPromptRequestParams, GetPromptResponse, GetTaskParams, GetTaskResult, Implementation,
    ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities,
    ServerConfig, SetLevelRequestParams, SubscribeRequestParams, SubscriptionFilter, Tool,
    UnsubscribeRequestParams, UpdateTaskParams,
};
use rmcp::service::{RequestContext, RoleServer, SubscriptionContext};
use rmcp::task_manager::TaskManager;
use rmcp::{ErrorData, ServerHandler};
use serde_json::json;
use tokio::sync::broadcast::{Receiver, Sender, channel};

use crate::input_required::Seal;
use crate::{complete, input_required, prompts, resources, said, talking, tasks, tools};

/// What all connections have in common.
#[derive(Clone)]
pub(crate) struct Fixtures {
    changes: Sender<Change>,
    seal: Arc<Seal>,
    tasks: TaskManager,
}

impl Fixtures {
    pub(crate) fn new() -> Self {
        Self { changes: channel(8).0, seal: Arc::new(Seal::new()), tasks: TaskManager::new() }
    }

    pub(crate) fn connection(&self) -> Connection {
        Connection { shared: self.clone(), quiet: AtomicBool::new(false) }
    }
}

#[derive(Clone, Copy)]
enum Change {
    Tools,
    Prompts,
}

pub(crate) struct Connection {
    shared: Fixtures,
    /// Whether the client wants no lines of the level `info`, which are all there are.
    quiet: AtomicBool,
}

impl Connection {
    fn changed(&self, change: Change) -> Result<CallToolResponse, ErrorData> {
        // Nobody need be listening.
        let _ = self.shared.changes.send(change);
        said("told")
    }
}

impl ServerHandler for Connection {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_completions()
            .enable_logging()
            .enable_tasks()
            .build();
        ServerConfig::new(capabilities).with_server_info(Implementation::new("fixtures", "1.0.0"))
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        tools::list()
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::tool(name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let name = request.name.as_ref();
        if let Some(answer) = tools::call(name) {
            return answer.map(Into::into);
        }
        let client = context.client_capabilities();
        if let Some(answer) = input_required::call(&request, client.as_ref(), &self.shared.seal) {
            return answer;
        }
        if let Some(answer) = tasks::call(&request, client.as_ref(), &self.shared.tasks) {
            return answer;
        }
        let arguments = request.arguments.clone().unwrap_or_default();
        match name {
            "test_tool_with_logging" => talking::log(&context, !self.quiet.load(Ordering::Relaxed)).await,
            "test_logging_tool" => talking::log(&context, context.meta.log_level().is_some()).await,
            "test_tool_with_progress" => talking::progress(&context).await,
            "test_reconnection" => talking::reconnection().await,
            "test_sampling" => talking::sampling(&context, &arguments).await,
            "test_elicitation" | "test_elicitation_sep1034_defaults" | "test_elicitation_sep1330_enums" => {
                talking::elicitation_of(name, &context, &arguments).await
            }
            "test_missing_capability" => talking::missing_capability(&context),
            "test_streaming_elicitation" => talking::streaming_elicitation(),
            "test_trigger_tool_change" => self.changed(Change::Tools),
            "test_trigger_prompt_change" => self.changed(Change::Prompts),
            other => Err(ErrorData::invalid_params(format!("there is no tool `{other}`"), None)),
        }
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        resources::list()
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        resources::templates()
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        resources::read(&request.uri).map(Into::into)
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        prompts::list()
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(&request)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let values: Vec<_> = ["paris", "park", "testing"]
            .into_iter()
            .filter(|value| value.starts_with(&request.argument.value))
            .collect();
        complete(json!({ "completion": { "values": values, "total": values.len(), "hasMore": false } }))
    }

    async fn set_level(
        &self,
        request: SetLevelRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        let level = serde_json::to_value(request.level).unwrap_or_default();
        self.quiet.store(level != "info" && level != "debug", Ordering::Relaxed);
        Ok(())
    }

    async fn subscribe(
        &self,
        _request: SubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn get_task(
        &self,
        request: GetTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetTaskResult, ErrorData> {
        self.shared.tasks.get_task(&request.task_id).map(GetTaskResult::new)
    }

    async fn update_task(
        &self,
        request: UpdateTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.shared.tasks.update_task(&request.task_id, request.input_responses)
    }

    async fn cancel_task(
        &self,
        request: CancelTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.shared.tasks.cancel_task(&request.task_id)
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes: Receiver<Change> = self.shared.changes.subscribe();
        loop {
            let change = tokio::select! {
                change = changes.recv() => change,
                () = context.cancelled() => return Ok(()),
            };
            let Ok(change) = change else { return Ok(()) };
            let sink = context.sink();
            let accepted = context.accepted();
            let sent = match change {
                Change::Tools if accepted.tools_list_changed == Some(true) => {
                    sink.notify_tool_list_changed().await
                }
                Change::Prompts if accepted.prompts_list_changed == Some(true) => {
                    sink.notify_prompt_list_changed().await
                }
                Change::Tools | Change::Prompts => continue,
            };
            if sent.is_err() {
                return Ok(());
            }
        }
    }
}
