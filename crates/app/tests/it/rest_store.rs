//! Principals and policies of the store: what was used beside what may be done, and versions that are saved.

use serde_json::{Value, json};

use crate::rest_client::{Reply, Rest};
use crate::rest_jobs::{LOGS, log, sent};

const ROLE: &str = "arn:aws:iam::111122223333:role/service/orders-api";

fn filled() -> Rest {
    let rest = Rest::start(&[]);
    for name in LOGS {
        sent(&rest, "name=log", &log(name));
    }
    rest
}

fn put(rest: &Rest, name: &str, body: &Value) -> Reply {
    rest.send("PUT", &format!("/api/v1/policies/{name}"), body.to_string().as_bytes(), &[])
}

fn one(rest: &Rest, name: &str) -> Value {
    let name = name.replace(':', "%3A").replace('/', "%2F");
    rest.get(&format!("/api/v1/principal?principal={name}")).json()
}

#[test]
fn principals_are_listed_with_what_they_used_and_may_do() {
    let rest = filled();
    let listed = rest.get("/api/v1/principals").json();
    let rows = listed["result"].as_array().unwrap();
    assert_eq!((listed["total"].as_u64(), &listed["truncated"]), (Some(rows.len() as u64), &json!(false)));
    let row = |rows: &[Value]| rows.iter().find(|row| row["principal"] == ROLE).unwrap().clone();
    let orders = row(rows);
    assert_eq!((&orders["kind"], &orders["account"]), (&json!("role"), &json!("111122223333")), "{orders}");
    for unknown in ["grantedActions", "unusedActions", "sensitiveUnused"] {
        assert_eq!(orders[unknown], Value::Null, "no policy of it is known: {orders}");
    }
    let shown =
        rest.get(&format!("/api/v1/usage?by=principal&principal={}", ROLE.replace('/', "%2F"))).json();
    let calls: u64 = shown["rows"].as_array().unwrap().iter().map(|row| row["count"].as_u64().unwrap()).sum();
    assert_eq!(orders["calls"], calls);

    // Whatever it may do on three actions, of which two are sensitive and were not used.
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Action": ["iam:CreateAccessKey", "iam:PutUserPolicy", "sns:Publish"], "Resource": "*"}]});
    assert_eq!(put(&rest, "orders", &json!({"document": policy, "principal": ROLE})).status, 200);
    let orders = row(rest.get("/api/v1/principals").json()["result"].as_array().unwrap());
    assert_eq!(orders["grantedActions"], 3, "{orders}");
    assert!(orders["unusedActions"].as_u64().unwrap() >= 2, "{orders}");
    assert_eq!(orders["sensitiveUnused"], 2, "{orders}");

    let by_calls = rest.get("/api/v1/principals?sort=calls").json();
    let calls: Vec<_> =
        by_calls["result"].as_array().unwrap().iter().map(|row| row["calls"].as_u64().unwrap()).collect();
    assert!(calls.is_sorted_by(|one, other| one >= other), "{calls:?}");
    let page = rest.get("/api/v1/principals?limit=1&offset=1").json();
    assert_eq!((page["result"].as_array().unwrap().len(), &page["total"]), (1, &listed["total"]), "{page}");
    let later = rest.get("/api/v1/principals?start=2030-01-01").json();
    assert_eq!(later["total"], 0, "{later}");
    let s3 = rest.get("/api/v1/principals?service=s3").json();
    assert!(s3["total"].as_u64().unwrap() < listed["total"].as_u64().unwrap(), "{s3}");
    for wrong in
        ["sort=age", "limit=-1", "limit=x", "start=soon", "colour=red", "start=2026-02-01&end=2026-01-01"]
    {
        assert_eq!(rest.get(&format!("/api/v1/principals?{wrong}")).problem().0, 400, "{wrong}");
    }
}

#[test]
fn a_principal_is_shown_with_its_actions_days_and_draft() {
    let rest = filled();
    let page = one(&rest, ROLE);
    assert_eq!((&page["principal"], &page["current"]), (&json!(ROLE), &Value::Null), "{page}");
    let actions: Vec<&Value> = page["services"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|service| service["actions"].as_array().unwrap())
        .collect();
    let used = actions.iter().filter(|action| action["state"] == "used").count();
    assert_eq!(page["usedActions"], used, "{page}");
    assert!(actions.iter().all(|action| action["granted"].is_null()), "{page}");
    let days = page["days"].as_array().unwrap();
    let dated: u64 = days.iter().map(|day| day["calls"].as_u64().unwrap()).sum();
    assert_eq!(dated + page["undated"].as_u64().unwrap(), page["calls"].as_u64().unwrap(), "{page}");
    let generated = rest.post("/api/v1/generate", &json!({"principal": ROLE}).to_string(), &[]).json();
    assert_eq!(page["draft"], generated["principals"][0]);

    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}});
    put(&rest, "orders", &json!({"document": policy, "principal": ROLE}));
    let page = one(&rest, ROLE);
    assert_eq!(page["current"], policy);
    let sns =
        page["services"].as_array().unwrap().iter().find(|service| service["service"] == "sns").unwrap();
    assert_eq!(sns["actions"][0]["granted"], true, "{sns}");
    // A text that is no policy grants what nobody knows.
    put(&rest, "orders", &json!({"document": "Version: [", "principal": ROLE}));
    let page = one(&rest, ROLE);
    assert_eq!(page["grantedActions"], Value::Null);
    assert!(page["currentProblem"].is_string(), "{page}");
    assert_eq!(rest.get("/api/v1/principal?principal=nobody").problem().0, 404);
    assert_eq!(rest.get("/api/v1/principal").problem().0, 400);
}

/// `*` grants more than is listed. What is listed is of services in use first, and the rest is counted where it belongs.
#[test]
fn every_action_of_an_administrator_is_listed_or_counted() {
    let rest = filled();
    let policy =
        json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    put(&rest, "all", &json!({"document": policy, "principal": ROLE}));
    let page = one(&rest, ROLE);
    let left_out = |service: &Value| service["leftOut"].as_u64().unwrap_or_default();
    let (mut granted, mut listed) = (0, 0);
    for service in page["services"].as_array().unwrap() {
        let actions = service["actions"].as_array().unwrap();
        let is_used = actions.iter().any(|action| action["count"] != 0 || action["denied"] != 0);
        assert!(!is_used || left_out(service) == 0, "{}: {}", service["service"], left_out(service));
        listed += actions.len() as u64;
        granted +=
            actions.iter().filter(|action| action["granted"] == true).count() as u64 + left_out(service);
    }
    assert_eq!(page["grantedActions"], granted);
    assert!(page["truncated"] == true && listed < granted, "{listed} of {granted}");
}

#[test]
fn a_page_counts_as_unused_what_its_row_does() {
    let rest = Rest::start(&[]);
    let record = |role: &str, event: &str| {
        json!({"eventVersion": "1.08", "eventType": "AwsApiCall", "eventTime": "2026-11-02T10:00:00Z",
            "eventSource": "s3.amazonaws.com", "eventName": event, "awsRegion": "eu-west-1", "eventID": format!("{role}-{event}"),
            "recipientAccountId": "111122223333", "requestParameters": {"bucketName": "acme"},
            "userIdentity": {"type": "AssumedRole", "accountId": "111122223333",
                "arn": format!("arn:aws:sts::111122223333:assumed-role/{role}/s"),
                "sessionContext": {"sessionIssuer": {"type": "Role", "arn": format!("arn:aws:iam::111122223333:role/{role}")}}}})
    };
    // The writer itself reads nothing; that reads are logged at all shows in what the reader did.
    let log = json!({"Records": [record("writer", "CreateBucket"), record("reader", "ListBuckets")]});
    sent(&rest, "name=log", log.to_string().as_bytes());
    let writer = "arn:aws:iam::111122223333:role/writer";
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Action": ["s3:CreateBucket", "s3:DeleteBucket", "s3:ListAllMyBuckets"], "Resource": "*"}]});
    put(&rest, "writer", &json!({"document": policy, "principal": writer}));
    let listed = rest.get("/api/v1/principals").json();
    let row = listed["result"].as_array().unwrap().iter().find(|row| row["principal"] == writer).unwrap();
    let page = one(&rest, writer);
    assert_eq!((&row["unusedActions"], &page["unusedActions"]), (&json!(2), &json!(2)), "{row} {page}");
}

#[test]
fn policies_are_saved_as_versions() {
    let rest = Rest::start(&[]);
    let policy = |action: &str| json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}});
    assert_eq!(rest.get("/api/v1/policies").json(), json!({"result": [], "total": 0, "truncated": false}));
    assert_eq!(rest.get("/api/v1/policies/a").problem().0, 404);
    let first = put(&rest, "a", &json!({"document": policy("s3:GetObject")})).json();
    assert_eq!((&first["name"], &first["versions"][0]["version"]), (&json!("a"), &json!(1)), "{first}");
    let text = "Version: '2012-10-17'\nStatement: []\n";
    let second = put(&rest, "a", &json!({"document": text, "principal": ROLE, "after": 1})).json();
    assert_eq!(
        (&second["principal"], &second["versions"][0]["version"]),
        (&json!(ROLE), &json!(2)),
        "{second}"
    );
    let both = rest.get("/api/v1/policies/a").json();
    assert_eq!(both["versions"][0]["document"], policy("s3:GetObject"));
    assert_eq!(both["versions"][1]["document"], text);
    let listed = rest.get("/api/v1/policies").json();
    assert_eq!(
        (&listed["total"], &listed["result"][0]["versions"][0]["version"]),
        (&json!(1), &json!(2)),
        "{listed}"
    );

    let late = put(&rest, "a", &json!({"document": policy("s3:*"), "after": 1}));
    assert_eq!(late.problem().0, 409, "{late:?}");
    for (name, body) in [
        ("a", json!({})),
        ("a", json!({"document": 5})),
        ("a", json!({"document": {}, "versoin": 1})),
        ("a%00b", json!({"document": {}})),
        (&"x".repeat(300), json!({"document": {}})),
    ] {
        assert_eq!(put(&rest, name, &body).problem().0, 400, "{name}: {body}");
    }
    let large = put(&rest, "a", &json!({"document": " ".repeat(1_100_000)}));
    assert_eq!(large.problem().0, 413);
    assert_eq!(rest.get("/api/v1/policies/a").json(), both, "nothing of these was saved");
}

#[test]
fn writes_are_logged_with_who_and_what_came_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, token) = (folder.path().join("audit.jsonl"), folder.path().join("token"));
    std::fs::write(&token, "0123456789abcdef").unwrap();
    let bearer = [("authorization", "Bearer 0123456789abcdef")];
    let rest = Rest::start(&["--audit", file.to_str().unwrap(), "--token-file", token.to_str().unwrap()]);
    let body = json!({"document": {"Statement": [{"Sid": "TopSecret"}]}}).to_string();
    assert_eq!(rest.send("PUT", "/api/v1/policies/a", body.as_bytes(), &bearer).status, 200);
    assert_eq!(rest.send("PUT", "/api/v1/policies/a", b"{}", &bearer).status, 400);
    let plain = [("content-type", "text/plain"), bearer[0]];
    assert_eq!(rest.send("PUT", "/api/v1/policies/a", body.as_bytes(), &plain).status, 415);
    assert_eq!(rest.post("/api/v1/set_config", "{\"config\": {}}", &bearer).status, 400);
    assert_eq!(rest.post("/api/v1/query_services", "{}", &bearer).status, 200);
    assert_eq!(rest.send("PUT", "/api/v1/policies/a", body.as_bytes(), &[]).status, 401);
    let written = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line["operation"].as_str().unwrap(), line["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("save_policy", "done"),
            ("save_policy", "refused"),
            ("save_policy", "refused"),
            ("set_config", "refused")
        ]
    );
    for line in &lines {
        assert_eq!(line["token"], token.to_str().unwrap(), "{line}");
        assert!(line["from"].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
        assert!(line["at"].as_str().unwrap().ends_with('Z'), "{line}");
    }
    assert!(!written.contains("0123456789abcdef") && !written.contains("TopSecret"), "{written}");

    let rest = Rest::start(&[]);
    put(&rest, "a", &json!({"document": {}}));
    let (_, said) = rest.end();
    assert!(said.contains("\"operation\":\"save_policy\"") && said.lines().count() == 1, "{said}");
}

#[test]
fn requests_and_jobs_are_counted() {
    let rest = filled();
    rest.lives();
    rest.post("/api/v1/validate_policy", "{}", &[]);
    rest.get("/nothing");
    let told = rest.get("/metrics");
    assert!(told.headers["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
    for line in [
        "leastwise_http_requests_total{operation=\"query_action_details\",status=\"200\"} 1",
        "leastwise_http_requests_total{operation=\"validate_policy\",status=\"400\"} 1",
        "leastwise_http_requests_total{operation=\"none\",status=\"404\"} 1",
        "leastwise_http_request_duration_seconds_count{operation=\"query_action_details\"} 1",
        "leastwise_http_requests_in_flight 1",
        "leastwise_jobs_total{outcome=\"done\"} 2",
        "leastwise_jobs_running 0",
        "# EOF",
    ] {
        assert!(told.text.lines().any(|told| told == line), "{line}\n{}", told.text);
    }
}
