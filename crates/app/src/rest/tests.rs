//! A store that cannot answer for the moment: others have it, or it is not open yet.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use ops::{Context, Files};
use store::FileStore;
use tokio_util::sync::CancellationToken;

use super::audit::Audit;
use super::router::guarded;
use super::service::Service;
use crate::http::guard::Guard;

#[tokio::test]
async fn a_store_that_is_in_use_is_a_reason_to_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret-name.store");
    let _others = FileStore::open(&path).unwrap();
    let audit = Audit::open(Some(&folder.path().join("audit")), None).unwrap();
    let cx = Context::new(Files::Denied, || 0);
    let service = Service::new(cx, Duration::from_mins(1), audit, Arc::new(FileStore::at(&path)));
    let guard = Guard::new([127, 0, 0, 1].into(), &[], &[], None);
    let router = TowerToHyperService::new(guarded(Arc::new(service), guard, CancellationToken::new()));
    let mut asked = vec![("PUT", "/api/v1/policies/a", r#"{"document": {}}"#)];
    asked.push(("POST", "/api/v1/show_usage", r#"{"inputs": ["store:"]}"#));
    asked.push(("POST", "/api/v1/generate", "{}"));
    asked.extend(
        [
            "/readyz",
            "/api/v1/stats",
            "/api/v1/principals",
            "/api/v1/principal?principal=a",
            "/api/v1/usage",
            "/api/v1/usage?principal=a",
            "/api/v1/runs",
            "/api/v1/runs/a",
            "/api/v1/policies",
            "/api/v1/policies/a",
        ]
        .map(|path| ("GET", path, "")),
    );
    for (method, path, body) in asked {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let answer = router.call(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = String::from_utf8(to_bytes(body, 10_000).await.unwrap().to_vec()).unwrap();
        assert_eq!(head.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {body}");
        assert_eq!(head.headers["content-type"], "application/problem+json", "{path}");
        assert!(head.headers["retry-after"].to_str().unwrap().parse::<u16>().unwrap() > 0, "{path}");
        assert!(body.contains("tooLarge") && !body.contains("secret-name"), "{path}: {body}");
    }
    for path in ["/healthz", "/api/v1/operations"] {
        let request = Request::builder().uri(path).header("host", "localhost").body(Body::empty()).unwrap();
        assert_eq!(router.call(request).await.unwrap().status(), StatusCode::OK, "{path} needs no store");
    }
}
