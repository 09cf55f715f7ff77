//! What the function that answers says, by both payloads of API Gateway, from the table that the other one filled.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::events::Asked;
use super::function::{Function, Start};
use super::server::Said;

/// What the table holds, and who can tell what is to be said of it.
pub(super) struct Known<'k> {
    pub(super) binary: &'k Path,
    /// The usage file of one run over the same objects.
    pub(super) usage: &'k Path,
}

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const PLAIN: Asked<'_> = Asked { method: "GET", path: "/", query: &[], token: None, body: None };

/// Asks for all kinds of things; how many requests were answered.
pub(super) fn agree(start: &Start, known: &Known<'_>) -> Result<u64> {
    let mut api = Api { function: start.function("api")?, asked: 0 };
    api.operations()?;
    api.usage(known)?;
    api.policies()?;
    api.refusals()?;
    let mut closed = Api { function: start.with_token(TOKEN).function("api")?, asked: 0 };
    for (token, status) in [(None, 401), (Some("another-token-of-32-characters--"), 401), (Some(TOKEN), 200)]
    {
        closed.ask(&Asked { path: "/api/v1/stats", token, ..PLAIN }, status)?;
    }
    Ok(api.asked + closed.asked)
}

struct Api {
    function: Function,
    asked: u64,
}

impl Api {
    fn operations(&mut self) -> Result<()> {
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObjekt", "iam:PassRole"], "Resource": "*"}]});
        let asked = Asked {
            method: "POST",
            path: "/api/v1/validate_policy",
            body: Some(json!({"policy": policy})),
            ..PLAIN
        };
        let answer = self.ask(&asked, 200)?;
        ensure!(answer["is_valid"] == false, "a policy with an unknown action is valid: {answer}");
        ensure!(answer["findings"].as_array().is_some_and(|findings| findings.len() >= 2), "{answer}");
        Ok(())
    }

    fn usage(&mut self, known: &Known<'_>) -> Result<()> {
        let usage: Value = serde_json::from_slice(&std::fs::read(known.usage)?)?;
        let principals = usage["principals"].as_array().map_or_else(
            || usage["principals"].as_object().map(serde_json::Map::len),
            |principals| Some(principals.len()),
        );
        let principals = principals.context("the usage has no principals")?;
        let answer =
            self.ask(&Asked { path: "/api/v1/principals", query: &[("limit", "5")], ..PLAIN }, 200)?;
        ensure!(answer["total"] == principals, "{} principals, not {principals}", answer["total"]);
        ensure!(answer["result"].as_array().is_some_and(|rows| rows.len() == principals.min(5)), "{answer}");
        let name = answer.pointer("/result/0/principal").and_then(Value::as_str).context("no principal")?;
        let one =
            self.ask(&Asked { path: "/api/v1/principal", query: &[("principal", name)], ..PLAIN }, 200)?;
        ensure!(one["principal"] == name, "{one}");

        let shown = Command::new(known.binary)
            .args(["usage", "show", "--by", "event", "--format", "json"])
            .arg(known.usage)
            .output()?;
        ensure!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
        let shown: Value = serde_json::from_slice(&shown.stdout)?;
        let told = self.ask(&Asked { path: "/api/v1/usage", query: &[("by", "event")], ..PLAIN }, 200)?;
        ensure!(told["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "there are no rows: {told}");
        ensure!(told == shown, "the API tells of other usage than the command line");
        for path in ["/api/v1/stats", "/api/v1/runs", "/healthz", "/readyz", "/openapi.json"] {
            self.ask(&Asked { path, ..PLAIN }, 200)?;
        }
        self.ask(&Asked { method: "POST", path: "/api/v1/generate", body: Some(json!({})), ..PLAIN }, 200)?;
        Ok(())
    }

    fn policies(&mut self) -> Result<()> {
        let document = json!({"Version": "2012-10-17", "Statement": []});
        let saved = Asked {
            method: "PUT",
            path: "/api/v1/policies/readers",
            body: Some(json!({"document": document, "principal": "arn:aws:iam::123456789012:role/readers"})),
            ..PLAIN
        };
        // Each of both payloads saves a version.
        let answers = [saved.by_http(), saved.by_rest()].map(|event| self.function.invoke(&event));
        for answer in answers {
            let answer = answer?;
            ensure!(answer["statusCode"] == 200, "a policy is not saved: {answer}");
        }
        let answer = self.ask(&Asked { path: "/api/v1/policies/readers", ..PLAIN }, 200)?;
        ensure!(answer["versions"].as_array().is_some_and(|versions| versions.len() == 2), "{answer}");
        let all = self.ask(&Asked { path: "/api/v1/policies", ..PLAIN }, 200)?;
        ensure!(all.to_string().contains("readers"), "{all}");
        Ok(())
    }

    fn refusals(&mut self) -> Result<()> {
        let body = Some(json!({"policy": 7}));
        let invalid = Asked { method: "POST", path: "/api/v1/validate_policy", body, ..PLAIN };
        for (asked, status) in [
            (Asked { path: "/api/v1/nothing", ..PLAIN }, 404),
            (Asked { path: "/../../etc/passwd", ..PLAIN }, 404),
            (Asked { method: "DELETE", path: "/api/v1/stats", ..PLAIN }, 405),
            (
                Asked {
                    method: "POST",
                    path: "/api/v1/uploads",
                    query: &[("name", "x")],
                    body: Some(json!({})),
                    ..PLAIN
                },
                403,
            ),
            (invalid, 400),
        ] {
            let problem = self.ask(&asked, status)?;
            ensure!(problem["status"] == status && problem["kind"].is_string(), "{problem}");
        }
        // What is no request is an error, and the function lives on.
        for event in
            [json!({}), json!([]), json!({"httpMethod": "\u{0}", "path": "\u{0}"}), json!({"Records": []})]
        {
            let said = self.function.try_invoke(&event)?;
            ensure!(matches!(said, Said::Error(_)), "what is no request is answered: {said:?}");
        }
        self.ask(&Asked { path: "/healthz", ..PLAIN }, 200).map(drop)
    }

    /// The body of the answer, which must be the same whichever payload asks; null if it is no JSON.
    fn ask(&mut self, asked: &Asked<'_>, status: u16) -> Result<Value> {
        let mut bodies = Vec::new();
        for event in [asked.by_http(), asked.by_rest()] {
            let answer = self.function.invoke(&event)?;
            self.asked += 1;
            ensure!(answer["statusCode"] == status, "{} {}: {answer}", asked.method, asked.path);
            ensure!(answer["isBase64Encoded"] != true, "{} is answered in base64", asked.path);
            bodies.push(answer["body"].as_str().unwrap_or_default().to_owned());
        }
        ensure!(bodies.first() == bodies.last(), "the payloads of {} have other answers", asked.path);
        Ok(serde_json::from_str(&bodies[0]).unwrap_or_default())
    }
}
