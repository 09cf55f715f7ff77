//! Messages as lines. Unlike the SDK's own transport this one answers what it cannot read, and gives the memory of a large
//! line back.

use std::io;
use std::time::Duration;

use rmcp::ErrorData;
use rmcp::model::{ClientJsonRpcMessage, ErrorCode, RequestId, ServerJsonRpcMessage};
use rmcp::service::RoleServer;
use rmcp::transport::Transport;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

/// What is answered to JSON that is no message.
pub(super) const NO_MESSAGE: &str =
    "this is not one message of the protocol: an object with `jsonrpc`, `method` and, for requests, `id`";

/// Far above what the limits of operations let through, so that it is they who say what is too large.
const LARGEST_LINE: usize = 256 << 20;

/// The memory of a longer line is given back at once.
const USUAL_LINE: usize = 64 << 10;

/// Answers that wait for a slow reader.
const WAITING: usize = 16;

/// At the end, a reader has so long to take the last answers.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// One client, at the other end of two pipes.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    /// As far as it has come.
    line: Vec<u8>,
    is_too_long: bool,
    /// What is to be said of a line that could not be read.
    refusal: Option<Vec<u8>>,
    output: Option<Sender<Vec<u8>>>,
    writer: Option<JoinHandle<()>>,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// To be called inside of a runtime, which does the writing.
    pub(super) fn new(input: R, output: impl AsyncWrite + Unpin + Send + 'static) -> Self {
        let (sender, answers) = channel(WAITING);
        Self {
            input: BufReader::new(input),
            line: Vec::new(),
            is_too_long: false,
            refusal: None,
            output: Some(sender),
            writer: Some(tokio::spawn(write(answers, output))),
        }
    }

    /// Reads on to the end of a line; `None` at the end of all. May be dropped half way: what came is kept.
    async fn read_line(&mut self) -> Option<()> {
        loop {
            let block = self.input.fill_buf().await.ok().filter(|block| !block.is_empty())?;
            let end = block.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(block.len(), |end| end + 1);
            if self.line.len() + taken > LARGEST_LINE {
                self.line = Vec::new();
                self.is_too_long = true;
            }
            if !self.is_too_long {
                self.line.extend(block.iter().take(taken));
            }
            self.input.consume(taken);
            if end.is_some() {
                return Some(());
            }
        }
    }
}

impl<R: AsyncRead + Unpin + Send> Transport<RoleServer> for Lines<R> {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        async move {
            let output = output.ok_or(io::ErrorKind::NotConnected)?;
            output.send(line_of(&message)?).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
        }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        let output = self.output.clone()?;
        loop {
            if self.refusal.is_some() {
                let place = output.reserve().await.ok()?;
                if let Some(refusal) = self.refusal.take() {
                    place.send(refusal);
                }
            }
            tokio::select! {
                line = self.read_line() => line?,
                // Nobody would hear an answer.
                () = output.closed() => return None,
            }
            let is_too_long = std::mem::take(&mut self.is_too_long);
            let read = if is_too_long { Err(too_long()) } else { message(&self.line) };
            self.line.clear();
            self.line.shrink_to(USUAL_LINE);
            match read {
                Ok(Some(message)) => return Some(message),
                Ok(None) => {}
                Err(refusal) => self.refusal = line_of(&refusal).ok(),
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.output = None;
        if let Some(writer) = self.writer.take() {
            // A reader that stopped reading must not keep the process alive.
            let _ = tokio::time::timeout(LAST_WORDS, writer).await;
        }
        Ok(())
    }
}

/// Writes until there is nothing more to say, or nobody reads any more.
async fn write(mut answers: Receiver<Vec<u8>>, mut output: impl AsyncWrite + Unpin) {
    while let Some(line) = answers.recv().await {
        if output.write_all(&line).await.is_err() || output.flush().await.is_err() {
            return;
        }
    }
}

fn line_of(message: &ServerJsonRpcMessage) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    Ok(line)
}

/// What is left of a message that cannot be read: enough to say whose answer the refusal is.
#[derive(Deserialize)]
struct Head {
    #[serde(default, deserialize_with = "given")]
    id: Option<Value>,
    method: Option<IgnoredAny>,
    result: Option<IgnoredAny>,
    error: Option<IgnoredAny>,
}

/// What is answered to a line that cannot be read.
type Refusal = Box<ServerJsonRpcMessage>;

/// An `id` of null is one that was given.
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// The message of a line; none in what wants no answer, and a refusal of what cannot be read.
fn message(line: &[u8]) -> Result<Option<ClientJsonRpcMessage>, Refusal> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let fault = match serde_json::from_slice(line) {
        Ok(message) => return Ok(Some(message)),
        Err(fault) => fault,
    };
    let head = line.starts_with(b"{").then(|| serde_json::from_slice::<Head>(line).ok()).flatten();
    let mut id = None;
    if let Some(head) = head {
        let is_answer = head.result.is_some() || head.error.is_some();
        let is_notification = head.method.is_some() && head.id.is_none();
        // An answer to an answer would be answered again.
        if is_answer || is_notification {
            return Ok(None);
        }
        id = head.id.and_then(|id| serde_json::from_value::<RequestId>(id).ok());
    }
    let error = if fault.is_data() {
        ErrorData::invalid_request(NO_MESSAGE, None)
    } else {
        ErrorData::new(
            ErrorCode::PARSE_ERROR,
            format!("the line is not JSON that can be read: {fault}"),
            None,
        )
    };
    Err(Box::new(ServerJsonRpcMessage::error(error, id)))
}

fn too_long() -> Refusal {
    let what = format!("the line is over the limit of {LARGEST_LINE} bytes");
    Box::new(ServerJsonRpcMessage::error(ErrorData::invalid_request(what, None), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &[u8]) -> (i32, Option<RequestId>) {
        match message(line) {
            Err(refusal) => match *refusal {
                ServerJsonRpcMessage::Error(error) => (error.error.code.0, error.id),
                other => panic!("{other:?}"),
            },
            Ok(read) => panic!("{read:?}"),
        }
    }

    #[test]
    fn a_refusal_names_the_request_wherever_it_can() {
        let deep = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":{}{}}}"#,
            "[".repeat(9_999),
            "]".repeat(9_999)
        );
        let one = Some(RequestId::Number(1));
        for (line, code, id) in [
            (deep.as_bytes(), -32700, &one),
            (br#"{"jsonrpc":"2.0","id":1,"method":"x","params":{"limit":1e999}}"#, -32700, &one),
            (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\xff\"}", -32700, &one),
            (br#"{"id":1,"method":"ping"}"#, -32600, &one),
            (br#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, &None),
            (b"hello", -32700, &None),
            (br#"{"jsonrpc":"2.0","id":1,"#, -32700, &None),
            (b"[]", -32600, &None),
            (br#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600, &None),
        ] {
            assert_eq!(refused(line), (code, id.clone()), "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn what_wants_no_answer_gets_none() {
        for line in [
            "\r\n",
            r#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"x"}}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":5}"#,
        ] {
            assert!(message(line.as_bytes()).is_ok(), "{line}");
        }
    }
}
