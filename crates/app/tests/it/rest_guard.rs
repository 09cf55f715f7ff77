//! Who is let in to `leastwise serve`, what is not started, and what browsers are told.

use serde_json::json;

use crate::rest_client::Rest;
use crate::run::leastwise;

const TOKEN: &str = "0123456789abcdef";

#[test]
fn other_names_and_other_pages_are_refused() {
    let rest =
        Rest::start(&["--allowed-host", "iam.example.com", "--allowed-origin", "https://app.example.com"]);
    let own = rest.base.clone();
    let asked = |headers: &[(&str, &str)]| {
        let body = json!({"action": "s3:GetObject"}).to_string();
        rest.post("/api/v1/query_action_details", &body, headers).status
    };
    for (name, value, status) in [
        ("host", "evil.example", 403),
        ("host", "127.0.0.1.evil.example", 403),
        ("host", "localhost:1", 200),
        ("host", "iam.example.com", 200),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://localhost:5173", 403),
        ("origin", own.as_str(), 200),
        ("origin", "https://app.example.com", 200),
    ] {
        assert_eq!(asked(&[(name, value)]), status, "{name}: {value}");
    }
    assert_eq!(rest.get_with("/", &[("host", "evil.example")]).status, 403);
    let health = rest.get_with("/healthz", &[("host", "10.0.0.7:8080")]);
    assert_eq!(health.status, 200, "health is asked by machines that know no name");
}

/// Only pages of origins that were named may read answers.
#[test]
fn nothing_is_said_across_origins_unless_an_origin_is_named() {
    let preflight = |rest: &Rest, origin: &str| {
        rest.say(&format!(
            "OPTIONS /api/v1/validate_policy HTTP/1.1\r\nhost: localhost\r\norigin: {origin}\r\n\
             access-control-request-method: POST\r\nconnection: close\r\n\r\n"
        ))
    };
    let closed = Rest::start(&[]);
    for origin in ["https://app.example.com", &closed.base] {
        assert!(!preflight(&closed, origin).contains("access-control-allow-origin"), "{origin}");
    }
    let open = Rest::start(&["--allowed-origin", "https://app.example.com"]);
    let told = preflight(&open, "https://app.example.com");
    assert!(told.contains("access-control-allow-origin: https://app.example.com\r\n"), "{told}");
    assert!(!preflight(&open, "https://evil.example").contains("access-control-allow-origin"));
    let answered = open.get_with("/api/v1/operations", &[("origin", "https://app.example.com")]);
    assert_eq!(answered.headers["access-control-allow-origin"], "https://app.example.com");
}

#[test]
fn with_a_token_nobody_else_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let from_file = Rest::start(&["--token-file", file.to_str().unwrap()]);
    let from_environment = Rest::with(&["--listen", "0.0.0.0:0"], &[("LEASTWISE_SERVE_TOKEN", TOKEN)]);
    for rest in [from_file, from_environment] {
        let path = "/api/v1/operations";
        let none = rest.get(path);
        assert_eq!(
            (none.problem().0, &none.headers["www-authenticate"]),
            (401, &"Bearer realm=\"leastwise\"".parse().unwrap())
        );
        let wrong = rest.get_with(path, &[("authorization", "Bearer 0123456789abcdeX")]);
        assert!(wrong.headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
        assert_eq!(rest.get_with(path, &[("authorization", "Bearer 0123456789abcdef")]).status, 200);
        for open in ["/healthz", "/readyz"] {
            assert_eq!(rest.get(open).status, 200, "{open}");
        }
    }
}

#[test]
fn what_is_not_safe_or_makes_no_sense_is_not_started() {
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("token");
    std::fs::write(&short, "short").unwrap();
    let cases: [(&[&str], &str); 8] = [
        (&["--listen", "0.0.0.0:0"], "there is no token"),
        (&["--listen", "[::]:0"], "there is no token"),
        (&["--token-file", short.to_str().unwrap()], "16 or more"),
        (&["--allowed-host", "https://iam.example.com"], "not the name of a host"),
        (&["--allowed-origin", "app.example.com"], "not an origin"),
        (&["--listen", "8080"], "not an address with a port"),
        (&["--listen", "127.0.0.1:99999"], "not an address with a port"),
        (&["--config", "no-such.yaml"], "does not exist"),
    ];
    for (arguments, says) in cases {
        let ran = leastwise(&[&["serve"], arguments].concat());
        assert_eq!((ran.code, ran.err.lines().count()), (Some(2), 1), "{ran:?}");
        assert!(ran.err.contains(says) && ran.out.is_empty(), "{ran:?}");
    }
}

#[test]
fn browsers_are_told_to_trust_nothing_but_this_server() {
    let rest = Rest::start(&[]);
    for reply in [rest.get("/api/v1/operations"), rest.get("/nothing"), rest.get("/healthz")] {
        let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
    }
}
