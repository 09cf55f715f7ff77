//! A function: its process, started as Lambda starts it, and the server that it asks for events.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use super::server::{Said, Server};

/// What functions are started with.
#[derive(Clone)]
pub(super) struct Start {
    /// The program under the name that Lambda gives it.
    pub(super) bootstrap: PathBuf,
    pub(super) folder: PathBuf,
    /// The services.
    pub(super) url: String,
    pub(super) table: String,
    /// What requests must show.
    token: Option<String>,
}

pub(super) struct Function {
    child: Child,
    server: Server,
    log: PathBuf,
}

impl Start {
    /// Links the program under the name that Lambda gives it.
    pub(super) fn new(binary: &Path, folder: &Path, url: &str, table: &str) -> Result<Self> {
        let bootstrap = folder.join("bootstrap");
        if bootstrap.exists() {
            fs::remove_file(&bootstrap)?;
        }
        fs::copy(binary, &bootstrap)?;
        Ok(Self {
            bootstrap,
            folder: folder.to_owned(),
            url: url.to_owned(),
            table: table.to_owned(),
            token: None,
        })
    }

    pub(super) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(super) fn function(&self, handler: &str) -> Result<Function> {
        let server = Server::start()?;
        let log = self.folder.join(format!("{handler}.log"));
        let file = File::options().append(true).create(true).open(&log)?;
        let child = Command::new(&self.bootstrap)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("_HANDLER", handler)
            .env("AWS_LAMBDA_RUNTIME_API", server.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", handler)
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "check")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "check")
            .env("LEASTWISE_TABLE", &self.table)
            .env("AWS_ENDPOINT_URL", &self.url)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", handler)
            .env("AWS_SECRET_ACCESS_KEY", "check")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(self.token.iter().map(|token| ("LEASTWISE_SERVE_TOKEN", token)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()?;
        Ok(Function { child, server, log })
    }
}

impl Function {
    /// What the function answers; what it reports as an error is one.
    pub(super) fn invoke(&mut self, event: &Value) -> Result<Value> {
        match self.try_invoke(event)? {
            Said::Answer(answer) => Ok(answer),
            Said::Error(error) => bail!("the function reports {error}"),
        }
    }

    pub(super) fn try_invoke(&mut self, event: &Value) -> Result<Said> {
        self.server.begin(event)?;
        let said = self.server.answer();
        said.map_err(|error| error.context(format!("see {}", self.log.display())))
    }

    /// Begins with an event, and is killed as soon as `is_time`.
    pub(super) fn kill_while(
        mut self,
        event: &Value,
        is_time: &mut dyn FnMut() -> Result<bool>,
    ) -> Result<()> {
        self.server.begin(event)?;
        while !is_time()? {
            ensure!(self.child.try_wait()?.is_none(), "the function ended by itself");
            ensure!(!self.server.has_answered(), "the function was done before it could be killed");
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
