//! Requests as API Gateway hands them over, and answers as it takes them: both of its payloads, REST (1.0) and HTTP (2.0).

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::http::Uri;
use axum::response::Response;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt, Service};

/// Asks the router what the gateway was asked.
pub(super) async fn answer(mut router: Router, request: Request) -> Result<Response, Infallible> {
    let uri = uri(&request);
    let (mut parts, body) = request.into_parts();
    parts.uri = uri;
    let body = match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    };
    router.call(axum::http::Request::from_parts(parts, body)).await
}

/// What was asked for, without the stage: that is where the gateway is, and nothing that the router knows.
fn uri(request: &Request) -> Uri {
    let raw = request.raw_http_path();
    // A REST API names its stage beside the path, an HTTP API before it.
    let stage = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.stage.as_deref(),
        _ => None,
    };
    let path = match stage.filter(|stage| *stage != "$default") {
        Some(stage) => raw.strip_prefix('/').and_then(|raw| raw.strip_prefix(stage)).unwrap_or(raw),
        None => raw,
    };
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    // A path that is none leads nowhere, as any other that the router does not know.
    format!("{path}{query}").parse().unwrap_or_else(|_| Uri::from_static("/"))
}

#[cfg(test)]
mod tests {
    use axum::routing::any;
    use lambda_http::request::from_str;
    use serde_json::{Value, json};

    use super::*;

    fn rest(stage: &str, path: &str) -> Value {
        json!({"resource": "/{proxy+}", "path": path, "httpMethod": "POST",
            "headers": {"Content-Type": "application/json", "Host": "x.execute-api.eu-west-1.amazonaws.com"},
            "multiValueHeaders": {"Content-Type": ["application/json"], "Host": ["x.execute-api.eu-west-1.amazonaws.com"]},
            "queryStringParameters": {"a": "b c"}, "multiValueQueryStringParameters": {"a": ["b c"]},
            "pathParameters": {"proxy": path}, "stageVariables": null, "body": "{}", "isBase64Encoded": false,
            "requestContext": {"accountId": "111122223333", "apiId": "x", "httpMethod": "POST", "path": format!("/{stage}{path}"),
                "protocol": "HTTP/1.1", "requestId": "r", "resourceId": "y", "resourcePath": "/{proxy+}", "stage": stage,
                "identity": {"sourceIp": "192.0.2.1"}}})
    }

    fn http(stage: &str, path: &str) -> Value {
        json!({"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "a=b%20c",
            "headers": {"content-type": "application/json", "host": "x.execute-api.eu-west-1.amazonaws.com"},
            "requestContext": {"accountId": "111122223333", "apiId": "x", "domainName": "x.execute-api.eu-west-1.amazonaws.com",
                "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "t"},
                "requestId": "r", "routeKey": "$default", "stage": stage, "time": "t", "timeEpoch": 1},
            "body": "e30=", "isBase64Encoded": true})
    }

    #[tokio::test]
    async fn the_router_is_asked_the_same_by_every_payload_and_stage() {
        let echo = |uri: Uri, body: String| async move { format!("{uri} {body}") };
        let router = Router::new().fallback(any(echo));
        for (event, told) in [
            (rest("prod", "/api/v1/stats"), "/api/v1/stats?a=b"),
            (rest("api", "/api/v1/stats"), "/api/v1/stats?a=b"),
            (http("$default", "/api/v1/stats"), "/api/v1/stats?a=b"),
            (http("prod", "/prod/api/v1/stats"), "/api/v1/stats?a=b"),
            (http("prod", "/prod"), "/?a=b"),
            (rest("prod", "/api/v1/policies/a%2Fb"), "/api/v1/policies/a%2Fb?a=b"),
        ] {
            let request = from_str(&event.to_string()).unwrap();
            let answer = answer(router.clone(), request).await.unwrap();
            let text = axum::body::to_bytes(answer.into_body(), 1000).await.unwrap();
            let text = std::str::from_utf8(&text).unwrap();
            assert!(text.starts_with(told) && text.ends_with(" {}"), "{text}");
        }
    }
}
