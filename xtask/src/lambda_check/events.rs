//! Events as Lambda hands them out: messages of a queue, and requests by both payloads of API Gateway.

use serde_json::{Value, json};

/// A batch of messages, as `receive` gives them.
pub(super) fn batch(messages: &[Value]) -> Value {
    let record = |message: &Value| {
        json!({
            "messageId": message["messageId"], "receiptHandle": message["receiptHandle"], "body": message["body"],
            "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {}, "md5OfBody": "",
            "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:leastwise-notifications",
            "awsRegion": "us-east-1",
        })
    };
    json!({"Records": messages.iter().map(record).collect::<Vec<_>>()})
}

/// The ids that an answer to a batch names as failed.
pub(super) fn failed(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().into_iter().flatten();
    failures.filter_map(|failure| failure["itemIdentifier"].as_str()).collect()
}

/// A request to the API.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// As `a=b`.
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) token: Option<&'a str>,
    pub(super) body: Option<Value>,
}

impl Asked<'_> {
    /// The payload of HTTP APIs, 2.0.
    pub(super) fn by_http(&self) -> Value {
        let query: Vec<_> =
            self.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        json!({
            "version": "2.0", "routeKey": "$default", "rawPath": self.path, "rawQueryString": query.join("&"),
            "headers": self.headers(),
            "requestContext": {
                "accountId": "123456789012", "apiId": "api", "domainName": "api.execute-api.us-east-1.amazonaws.com",
                "domainPrefix": "api", "requestId": "id", "routeKey": "$default", "stage": "$default",
                "time": "22/Nov/2026:12:00:00 +0000", "timeEpoch": 1_795_348_800_000_u64,
                "http": {
                    "method": self.method, "path": self.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "check",
                },
            },
            "body": self.body.as_ref().map(Value::to_string), "isBase64Encoded": false,
        })
    }

    /// The payload of REST APIs, 1.0.
    pub(super) fn by_rest(&self) -> Value {
        let query: Value =
            self.query.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let all: Value =
            self.query.iter().map(|(name, value)| ((*name).to_owned(), json!([value]))).collect();
        let headers = self.headers();
        let lists: Value = headers
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), json!([value])))
            .collect();
        json!({
            "resource": "/{proxy+}", "path": self.path, "httpMethod": self.method,
            "headers": headers, "multiValueHeaders": lists,
            "queryStringParameters": query, "multiValueQueryStringParameters": all,
            "pathParameters": {"proxy": self.path.trim_start_matches('/')}, "stageVariables": null,
            "requestContext": {
                "accountId": "123456789012", "apiId": "api", "httpMethod": self.method, "path": format!("/prod{}", self.path),
                "protocol": "HTTP/1.1", "requestId": "id", "resourceId": "r", "resourcePath": "/{proxy+}", "stage": "prod",
                "domainName": "api.execute-api.us-east-1.amazonaws.com", "requestTimeEpoch": 1_795_348_800_000_u64,
                "identity": {"sourceIp": "192.0.2.1", "userAgent": "check"},
            },
            "body": self.body.as_ref().map(Value::to_string), "isBase64Encoded": false,
        })
    }

    fn headers(&self) -> Value {
        let mut headers = json!({"host": "api.execute-api.us-east-1.amazonaws.com", "accept": "*/*"});
        if self.body.is_some() {
            headers["content-type"] = json!("application/json");
        }
        if let Some(token) = self.token {
            headers["authorization"] = json!(format!("Bearer {token}"));
        }
        headers
    }
}

fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
