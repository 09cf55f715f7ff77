//! Input that is large, deep, cut off or nonsense: never a panic, a full stack or a long wait.

use policy::{Document, Format, Limits};

use crate::{
    invariants::{fixing_keeps_its_promises, reading_keeps_its_promises},
    texts::{Seed, broken},
};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Lesen\u00e9", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::é/*",
     "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}, "Bool": {"aws:SecureTransport": true}}}
  ]
}"#;

const YAML_POLICY: &str = "Version: 2012-10-17\nStatement:\n  - &s\n    Effect: Allow # é\n    Action: [s3:Get*, \"s3:List*\"]\n    Resource: !Sub \"${Bucket.Arn}/*\"\n  - <<: *s\n    Sid: |\n      Two\n";

fn ids(text: &str, format: Format) -> Vec<&'static str> {
    let document = Document::read("-", text.as_bytes(), Some(format), &Limits::default());
    document.diagnostics.iter().map(|each| each.id).collect()
}

#[test]
fn a_pattern_repeated_to_the_limit_is_answered() {
    let limit = Limits::default().bytes;
    for (pattern, first) in [
        ("[", "document-too-deep"),
        ("{\"a\":", "document-too-deep"),
        ("[{\"a\":", "document-too-deep"),
        ("]", "json-syntax-error"),
        (",", "json-syntax-error"),
        ("[1,", "document-too-deep"),
        ("\"", "json-syntax-error"),
        ("'", "json-syntax-error"),
        ("\\", "json-syntax-error"),
        ("/", "json-syntax-error"),
        ("/*", "json-syntax-error"),
        ("#\n", "json-syntax-error"),
        ("-", "json-syntax-error"),
        ("\u{A0}x", "json-syntax-error"),
        ("(", "json-syntax-error"),
    ] {
        let text = pattern.repeat(limit / pattern.len());
        let found = ids(&text, Format::Json);
        assert!(found.contains(&first), "{pattern}: {found:?}");
        assert!(found.len() <= 1001, "{pattern}: {} findings", found.len());
    }
}

#[test]
fn a_pattern_repeated_inside_of_a_document_is_answered() {
    for (open, pattern, close) in [
        ("[", "1 ", "]"),
        ("[", "1,", "1]"),
        ("[", "x,", "]"),
        ("[", "},", "]"),
        ("[", "[},", "]"),
        ("[", "{],", "]"),
        ("[\"", "\\ud800", "\"]"),
        ("[\"", "\t", "\"]"),
        ("[\"", "a\n", "\"]"),
        ("[", "\"a\n", "]"),
        ("[", "\"a\nb\",", "]"),
        ("{", "\"a\":1,", "\"a\":1}"),
        ("{", "\"a\",", "}"),
        ("{", "a ", "}"),
        ("{", "\"a\"", "}"),
        ("[", "'a' \"b ", "]"),
        ("[", "/**/", "]"),
        ("[", ", ,", "]"),
        ("[", "\u{A0}", "]"),
        ("[", "(\n", "]"),
        ("{\"a\":[", "1}", "]}"),
    ] {
        let text = format!("{open}{}{close}", pattern.repeat(500_000 / pattern.len()));
        let found = ids(&text, Format::Json);
        assert!(found.len() <= 1001, "{open}{pattern}: {} findings", found.len());
    }
}

#[test]
fn hostile_yaml_is_answered() {
    for pattern in [
        "[", "{", "- ", "? ", "&a ", "!a ", "\"", "'", "a: ", "a:\n ", "*a ", "%", "---\n", "|\n", "#\n",
        "[a,", "{a: ", "\t", "<<: ", ": ",
    ] {
        let text = pattern.repeat(200_000 / pattern.len());
        let found = ids(&text, Format::Yaml);
        assert!(found.len() <= 1001, "{pattern}: {} findings", found.len());
    }
}

#[test]
fn a_policy_cut_off_anywhere_is_answered() {
    for text in [POLICY, YAML_POLICY] {
        for end in 0..text.len() {
            reading_keeps_its_promises(&text.as_bytes()[..end]);
        }
    }
    // Cut off, a JSON policy is one finding: nothing after the cut is guessed at.
    for (end, _) in POLICY.char_indices().skip(1) {
        let found = ids(&POLICY[..end], Format::Json);
        assert_eq!(found.len(), 1, "{:?}: {found:?}", &POLICY[..end]);
    }
}

#[test]
fn a_policy_with_any_byte_changed_is_answered() {
    for text in [POLICY, YAML_POLICY] {
        for at in 0..text.len() {
            for byte in [b'"', b'{', b']', b',', b':', b'\n', b'\\', b'*', 0, 0xFF] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = byte;
                reading_keeps_its_promises(&bytes);
            }
        }
    }
}

#[test]
fn broken_policies_can_be_read_and_fixed() {
    for number in 0..3_000 {
        let mut seed = Seed(number);
        for text in [POLICY, YAML_POLICY] {
            let text = broken(&mut seed, text);
            reading_keeps_its_promises(text.as_bytes());
            fixing_keeps_its_promises(text.as_bytes());
        }
    }
}

#[test]
fn noise_is_answered() {
    for number in 0..2_000 {
        let mut seed = Seed(number);
        let bytes: Vec<u8> = (0..seed.below(60)).map(|_| seed.next().to_le_bytes()[0]).collect();
        reading_keeps_its_promises(&bytes);
        fixing_keeps_its_promises(&bytes);
    }
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the corpus lies beside the fuzz targets, outside of any context"
)]
fn the_corpus_of_the_fuzz_targets_is_answered() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let mut replayed = 0;
    for target in ["read_policy", "apply_fixes"] {
        for entry in std::fs::read_dir(corpus.join(target)).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            reading_keeps_its_promises(&bytes);
            fixing_keeps_its_promises(&bytes);
            replayed += 1;
        }
    }
    assert!(replayed >= 8, "only {replayed} files");
}
