//! Objects larger than what is held at once, and runs on several threads: the same comes out.

use std::num::NonZeroUsize;

use serde_json::{Value, json};
use trail::Options;

use crate::logs::{delivered, event, gzip, problems, run, run_with};

/// Text that hardly packs, of so many bytes.
fn noise(bytes: usize) -> String {
    let mut state = 1_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"[(state % 64) as usize])
    };
    std::iter::repeat_with(next).take(bytes).collect()
}

fn events(count: usize, filler: &str) -> Vec<Value> {
    let part = filler.len() / count;
    let event = |number: usize| {
        let filler = &filler[number * part..(number + 1) * part];
        event(&format!("{number:06}"), json!({ "responseElements": { "é": filler } }))
    };
    (0..count).map(event).collect()
}

#[test]
fn a_huge_object_is_read_as_a_stream_and_gives_the_same() {
    let noisy = events(3_000, &noise(12 << 20));
    let text = delivered(&noisy);
    let lines: Vec<String> = noisy.iter().map(ToString::to_string).collect();
    for (what, bytes) in [
        ("plain", text.clone()),
        ("packed", gzip(&text)),
        ("packed very well", gzip(&delivered(&events(3_000, &"x".repeat(12 << 20))))),
        ("two members", [gzip(&text[..5 << 20]), gzip(&text[5 << 20..])].concat()),
        ("with zeros behind", [gzip(&text), vec![0; 3 << 20]].concat()),
        ("lines", lines.join("\n").into_bytes()),
    ] {
        let analysis = run(&[("log", bytes)]);
        assert_eq!(analysis.usage.used(), 3_000, "{what}");
        assert_eq!(problems(&analysis), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn a_huge_object_that_is_cut_keeps_its_whole_records() {
    let text = delivered(&events(3_000, &noise(12 << 20)));
    let packed = gzip(&text);
    for (what, bytes) in [("plain", &text[..text.len() / 2]), ("packed", &packed[..packed.len() / 2])] {
        let analysis = run(&[("log", bytes.to_vec())]);
        let used = analysis.usage.used();
        assert!((1_400..1_600).contains(&used), "{what}: {used}");
        assert_eq!(problems(&analysis).len(), 1, "{what}");
    }
    let behind = run(&[("log", [packed, b"and more".to_vec()].concat())]);
    assert_eq!(behind.usage.used(), 3_000);
    assert!(problems(&behind)[0].contains("bytes after the end of the gzip data"), "{:?}", problems(&behind));
}

#[test]
fn the_number_of_threads_and_the_order_of_objects_change_no_byte() {
    let object = |file: usize| {
        let events = (0..20).map(|number| {
            let role = format!("arn:aws:iam::111122223333:role/{}", (file * number) % 7);
            // Every third event comes twice.
            let id = if number % 3 == 0 { number.to_string() } else { format!("{file}-{number}") };
            let identity =
                json!({ "type": "AssumedRole", "sessionContext": { "sessionIssuer": { "arn": role } } });
            let code = ["", "AccessDenied", "Throttling"][number % 3];
            event(&id, json!({ "userIdentity": identity, "errorCode": code }))
        });
        (format!("{file}.json"), delivered(&events.collect::<Vec<_>>()))
    };
    let mut objects: Vec<(String, Vec<u8>)> = (0..40).map(object).collect();
    let mut files = Vec::new();
    for threads in [None, Some(1), Some(2), Some(3), Some(64)] {
        objects.rotate_left(7);
        objects.swap(3, 30);
        let options = Options { threads: threads.and_then(NonZeroUsize::new), ..Options::default() };
        let named: Vec<(&str, Vec<u8>)> =
            objects.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        files.push(run_with(&named, &options).usage.to_json());
    }
    assert!(files.iter().all(|file| *file == files[0]));
}
