//! Broken files: what is sound counts, what is not is said, nothing stops the run.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::logs::{books, delivered, event, gzip, problems, run_one};

fn three() -> Vec<Value> {
    let named = |id: &str, name: &str| event(id, json!({ "eventName": name }));
    vec![named("1", "SendMessage"), named("2", "ReceiveMessage"), named("3", "DeleteMessage")]
}

#[test]
fn a_file_cut_anywhere_keeps_the_records_before_the_cut() {
    let events = three();
    let text = delivered(&events);
    let mut ends = vec![];
    let mut at = br#"{"Records":["#.len();
    for event in &events {
        at += event.to_string().len();
        ends.push(at);
        at += 1;
    }
    for cut in 1..text.len() {
        let analysis = run_one(&text[..cut]);
        let whole = ends.iter().filter(|end| **end <= cut).count() as u64;
        assert_eq!(analysis.usage.used(), whole, "cut at {cut}");
        assert_eq!(problems(&analysis).len(), 1, "cut at {cut}");
    }
}

#[test]
fn gzip_cut_anywhere_is_one_problem_and_no_record_too_many() {
    let packed = gzip(&delivered(&three()));
    let mut most = 0;
    for cut in 1..packed.len() {
        let analysis = run_one(&packed[..cut]);
        assert!(analysis.usage.used() >= most, "less data, fewer records");
        most = analysis.usage.used();
        assert_eq!(problems(&analysis).len(), 1, "cut at {cut}");
    }
    assert_eq!(most, 3, "only the trailer was missing");
    let analysis = run_one(&packed[..packed.len() - 1]);
    let end = packed.len() - 1;
    assert_eq!(problems(&analysis), [format!("`log.json`, byte {end}: the gzip data ends too early")]);
}

#[test]
fn bytes_after_the_gzip_data_are_said_and_the_data_counts() {
    let analysis = run_one([gzip(&delivered(&three())), b"garbage".to_vec()].concat());
    assert_eq!(analysis.usage.used(), 3);
    assert!(
        problems(&analysis)[0].contains("bytes after the end of the gzip data"),
        "{:?}",
        problems(&analysis)
    );
}

#[test]
fn a_wrong_size_or_checksum_is_said() {
    let mut packed = gzip(&delivered(&three()));
    for from_end in [1, 5] {
        let at = packed.len() - from_end;
        packed[at] ^= 1;
        let analysis = run_one(packed.clone());
        assert_eq!(analysis.usage.used(), 3);
        assert_eq!(problems(&analysis).len(), 1);
        packed[at] ^= 1;
    }
}

#[test]
fn a_broken_record_costs_itself_only() {
    let events = three();
    let texts: Vec<String> = events.iter().map(ToString::to_string).collect();
    for (what, broken) in [
        ("bad escape", texts[1].replace("ReceiveMessage", r"Receive\qMessage")),
        ("literal that is none", texts[1].replace("\"AwsApiCall\"", "nope")),
        ("comma too many", texts[1].replace("\"AwsApiCall\",", "\"AwsApiCall\",,")),
        ("missing brace", texts[1].trim_end_matches('}').to_owned()),
        ("missing quote", texts[1].replace("\"awsRegion\"", "\"awsRegion")),
        ("control character", texts[1].replace("ReceiveMessage", "Receive\u{1}Message")),
    ] {
        let text = format!(r#"{{"Records":[{},{broken},{}]}}"#, texts[0], texts[2]);
        let analysis = run_one(text);
        assert_eq!(books(&analysis), (3, 2, vec![("unreadable", 1)]), "{what}: {:?}", problems(&analysis));
        assert_eq!(problems(&analysis).len(), 1, "{what}");
    }
}

#[test]
fn a_record_that_is_not_utf_8_costs_itself_only() {
    let mut text = delivered(&three());
    let at = String::from_utf8(text.clone()).unwrap().find("ReceiveMessage").unwrap();
    text[at] = 0xFF;
    assert_eq!(books(&run_one(text)), (3, 2, vec![("unreadable", 1)]));
}

#[test]
fn an_api_call_without_a_name_is_unreadable() {
    let events = [event("1", json!({ "eventName": null })), event("2", json!({ "eventSource": " " }))];
    assert_eq!(books(&run_one(delivered(&events))), (2, 0, vec![("unreadable", 2)]));
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let with = event("1", json!({})).to_string().replacen('{', &format!("{{\"extra\":{deep},"), 1);
    run_one(deep);
    let analysis = run_one(format!(r#"{{"Records":[{with},{}]}}"#, event("2", json!({}))));
    assert!(analysis.usage.used() >= 1);
    let mut envelope = event("1", json!({})).to_string();
    for _ in 0..12 {
        envelope = json!({ "message": envelope }).to_string();
    }
    assert_eq!(books(&run_one(envelope)), (1, 0, vec![("not-cloudtrail", 1)]));
}

#[test]
fn many_broken_records_end_in_time() {
    let text = r#"{"eventVersion""#.repeat(200_000);
    assert_eq!(problems(&run_one(format!("[{text}"))).len(), 1);
}

proptest! {
    #[test]
    fn flipped_bytes_never_stop_a_run(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut text = delivered(&three());
        for (at, byte) in &flips {
            let at = at.index(text.len());
            text[at] = *byte;
        }
        run_one(text.clone());
        let mut packed = gzip(&delivered(&three()));
        for (at, byte) in &flips {
            let at = at.index(packed.len());
            packed[at] = *byte;
        }
        run_one(packed);
    }

    #[test]
    fn any_bytes_never_stop_a_run(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        run_one(bytes);
    }

    #[test]
    fn any_json_like_text_never_stops_a_run(text in "[\\[\\]{}:,\"a1 \\\\\n]{0,80}") {
        run_one(text);
    }
}

/// A line of 17 MB is over the limit wherever in it the length lies, and the lines around it count.
#[test]
fn a_record_that_is_too_long_costs_itself_only_and_is_said_with_its_beginning() {
    let events = three();
    let texts: Vec<String> = events.iter().map(ToString::to_string).collect();
    let members = texts[1].strip_prefix('{').unwrap();
    for run in ["\"a\":\"X\",", "\"X\":1,", "\"a\":[1,X1],", "X"] {
        let filler = if run.contains('"') { "1" } else { " " }.repeat(17 << 20);
        let long = format!("{{{}{members}", run.replace('X', &filler));
        let lines = format!("{}\n{long}\n{}\n", texts[0], texts[2]);
        let list = format!(r#"{{"Records":[{},{long},{}]}}"#, texts[0], texts[2]);
        let text = if run == "X" { list } else { lines };
        let start = text.find(&long[..100]).unwrap();
        let analysis = run_one(text);
        assert_eq!(books(&analysis), (3, 2, vec![("unreadable", 1)]), "{run}: {:?}", problems(&analysis));
        let told = format!("`log.json`, byte {start} of the text: a record longer than the limit");
        assert_eq!(problems(&analysis), [told], "{run}");
    }
}

#[test]
fn a_row_of_endless_cells_is_given_up() {
    let header = "eventversion,useridentity,eventtime,eventsource,eventname,eventtype\n";
    for (text, why) in [
        (format!("{header}{}\n", ",".repeat(3 << 20)), "a row longer than the limit, the rest was not read"),
        (format!("a{}\nb", ",".repeat(3 << 20)), "neither JSON nor a CSV export of CloudTrail events"),
    ] {
        let told = problems(&run_one(text));
        assert!(told.len() == 1 && told[0].ends_with(why), "{told:?}");
    }
}
