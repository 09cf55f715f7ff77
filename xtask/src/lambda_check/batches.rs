//! What happens to notifications and to the function that counts, and what must come of it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::aws::Aws;
use super::events::{batch, failed};
use super::function::{Function, Start};
use super::server::Said;

/// Objects with the usage of one run over them.
pub(super) struct Logs<'a> {
    /// Where they lie, under their keys.
    pub(super) folder: &'a Path,
    /// Those that are to be written, logs and others.
    pub(super) keys: &'a [String],
    pub(super) usage: &'a [u8],
}

pub(super) struct Stage<'s> {
    pub(super) aws: &'s mut Aws,
    pub(super) start: &'s Start,
    /// Prints the usage that the table has.
    pub(super) stored: &'s Path,
}

impl Stage<'_> {
    /// As it should be: every message once.
    pub(super) fn quiet(&mut self, logs: &Logs<'_>) -> Result<u64> {
        self.aws.make()?;
        self.aws.put(logs.folder, logs.keys)?;
        let mut function = self.start.function("analyzer")?;
        let messages = self.drain(&mut function)?;
        self.agrees(logs)?;
        Ok(messages)
    }

    /// Every notification several times, in another order, in every form, and several in one message.
    pub(super) fn muddled(&mut self, logs: &Logs<'_>) -> Result<u64> {
        let messages = self.written(logs)?;
        let mut muddled: Vec<Value> = Vec::new();
        for (number, message) in messages.iter().enumerate() {
            let body = message["body"].as_str().unwrap_or_default();
            let twice = [
                message.clone(),
                renamed(message, &format!("again-{number}"), &in_another_form(number, body)?),
            ];
            muddled.extend(twice);
        }
        for (number, few) in messages.chunks(7).enumerate() {
            let records = few.iter().filter_map(|message| {
                let body: Value = serde_json::from_str(message["body"].as_str()?).ok()?;
                body["Records"].as_array().cloned()
            });
            let body = json!({"Records": records.flatten().collect::<Vec<_>>()}).to_string();
            muddled.push(renamed(&few[0], &format!("many-{number}"), &body));
        }
        // Any order that is not the one they came in.
        muddled.sort_by_key(|message| mixed(message["messageId"].as_str().unwrap_or_default()));
        let mut function = self.start.function("analyzer")?;
        for messages in muddled.chunks(10) {
            let answer = function.invoke(&batch(messages))?;
            ensure!(failed(&answer).is_empty(), "messages failed: {answer}");
        }
        self.agrees(logs)?;
        Ok(muddled.len() as u64)
    }

    /// The process is killed again and again, each time a little later in its batch; what it had then comes again.
    pub(super) fn killed(&mut self, logs: &Logs<'_>) -> Result<u64> {
        let mut messages = self.written(logs)?;
        // First those that there is something to do for.
        messages.sort_by_key(|message| {
            !message["body"].as_str().is_some_and(|body| body.contains("CloudTrail%2F"))
        });
        let mut batches = messages.chunks(10);
        for calls in [1, 4, 9, 15, 22, 30] {
            let Some(messages) = batches.next() else { break };
            // The first event comes once the process is ready: what it calls before is not its work.
            let mut function = self.start.function("analyzer")?;
            function.invoke(&batch(&[]))?;
            let before = self.aws.count("analyzer")?;
            let aws = &mut *self.aws;
            function.kill_while(&batch(messages), &mut || Ok(aws.count("analyzer")? >= before + calls))?;
        }
        let mut function = self.start.function("analyzer")?;
        for messages in messages.chunks(10) {
            let answer = function.invoke(&batch(messages))?;
            ensure!(failed(&answer).is_empty(), "messages failed: {answer}");
        }
        self.agrees(logs)?;
        Ok(messages.len() as u64)
    }

    /// Messages that nobody can understand end as dead letters, and hold up nothing.
    pub(super) fn poisoned(&mut self, logs: &Logs<'_>) -> Result<u64> {
        self.aws.make()?;
        let unreachable = json!({"s3Bucket": "no-such-bucket-of-ours", "s3ObjectKey": ["AWSLogs/x.json.gz"]});
        let mut poison = vec![
            String::from("{"),
            "null".to_owned(),
            "\u{fffd}\u{202e}".to_owned(),
            json!({"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put"}]}).to_string(),
            json!({"Type": "SubscriptionConfirmation", "SubscribeURL": "https://example.com"}).to_string(),
            "[".repeat(50_000),
            unreachable.to_string(),
        ];
        self.aws.send(&poison)?;
        self.aws.put(logs.folder, logs.keys)?;
        let mut function = self.start.function("analyzer")?;
        for event in [json!({}), json!({"Records": [{}]}), json!("text")] {
            let said = function.try_invoke(&event)?;
            ensure!(matches!(said, Said::Error(_)), "what is no batch is answered: {said:?}");
        }
        let messages = self.drain(&mut function)?;
        self.agrees(logs)?;
        let mut dead = self.aws.dead()?;
        dead.sort();
        poison.sort();
        ensure!(dead == poison, "the dead letters are {dead:?}");
        Ok(messages)
    }

    /// An object that is written anew counts as it is now, also if the notification of what it was comes later.
    pub(super) fn rewritten(&mut self, before: &Logs<'_>, after: &Logs<'_>) -> Result<u64> {
        let mut messages = self.written(before)?;
        let mut function = self.start.function("analyzer")?;
        for messages in messages.chunks(10) {
            function.invoke(&batch(messages))?;
        }
        self.agrees(before)?;
        self.aws.put(after.folder, after.keys)?;
        let old = messages.len();
        messages.extend(self.taken()?);
        messages.rotate_left(old);
        for messages in messages.chunks(10) {
            function.invoke(&batch(messages))?;
        }
        self.agrees(after)?;
        Ok(messages.len() as u64)
    }

    /// All is written; the notifications are here, and no longer in the queue.
    fn written(&mut self, logs: &Logs<'_>) -> Result<Vec<Value>> {
        self.aws.make()?;
        self.aws.put(logs.folder, logs.keys)?;
        self.taken()
    }

    fn taken(&mut self) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        loop {
            let messages = self.aws.receive()?;
            if messages.is_empty() {
                return Ok(all);
            }
            self.aws.delete(&messages)?;
            all.extend(messages);
        }
    }

    /// As Lambda does it: takes batches, and deletes what did not fail. How many messages came.
    fn drain(&mut self, function: &mut Function) -> Result<u64> {
        let mut came = 0;
        loop {
            let mut messages = self.aws.receive()?;
            if messages.is_empty() {
                return Ok(came);
            }
            came += messages.len() as u64;
            let answer = function.invoke(&batch(&messages))?;
            let failed = failed(&answer);
            messages.retain(|message| !failed.contains(&message["messageId"].as_str().unwrap_or_default()));
            self.aws.delete(&messages)?;
        }
    }

    fn agrees(&self, logs: &Logs<'_>) -> Result<()> {
        let usage = self.usage()?;
        ensure!(usage == logs.usage, "the table has another usage than one run over the objects gives");
        Ok(())
    }

    fn usage(&self) -> Result<Vec<u8>> {
        let mut command = Command::new(self.stored);
        command
            .arg(&self.start.table)
            .env("AWS_ENDPOINT_URL", &self.start.url)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "check")
            .env("AWS_SECRET_ACCESS_KEY", "check");
        let output = command.output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(output.stdout)
    }
}

fn renamed(message: &Value, id: &str, body: &str) -> Value {
    json!({"messageId": id, "receiptHandle": message["receiptHandle"], "body": body})
}

/// The same news by way of SNS or `EventBridge`, or as `CloudTrail` tells it.
fn in_another_form(number: usize, body: &str) -> Result<String> {
    let news: Value = serde_json::from_str(body)?;
    let by_sns = json!({"Type": "Notification", "MessageId": "m", "Message": body}).to_string();
    let Some(s3) = news.pointer("/Records/0/s3") else { return Ok(by_sns) };
    let (bucket, key) = (&s3["bucket"]["name"], s3["object"]["key"].as_str().context("no key")?);
    // Of what the keys of the archive hold, this alone is written in another way.
    let key = key.replace("%2F", "/").replace("%3A", ":");
    Ok(match number % 3 {
        0 => by_sns,
        1 => json!({"version": "0", "source": "aws.s3", "detail-type": "Object Created",
            "detail": {"bucket": {"name": bucket}, "object": {"key": key}}})
        .to_string(),
        _ => json!({"s3Bucket": bucket, "s3ObjectKey": [key]}).to_string(),
    })
}

/// FNV-1a.
fn mixed(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |number, byte| (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
