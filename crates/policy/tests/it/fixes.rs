//! Every fix of the readers: what it makes of the text, and that the finding is gone.

use policy::{Document, Fix, Format, Limits, Safety, Source, fix};

use crate::invariants::{errors, fixing_keeps_its_promises};

fn read(text: &str) -> Document {
    Document::read("-", text.as_bytes(), Some(Format::Json), &Limits::default())
}

#[test]
fn a_safe_fix_alone_leaves_sound_json() {
    for (broken, sound) in [
        ("\u{FEFF}[1]", "[1]"),
        ("[1, 2,]", "[1, 2]"),
        ("[1,\n  2,\n]", "[1,\n  2\n]"),
        ("{\"a\": 1,}", "{\"a\": 1}"),
        ("[1,,2]", "[1,2]"),
        ("[1, 2,,]", "[1, 2]"),
        ("[,1]", "[1]"),
        ("[1 2]", "[1, 2]"),
        ("{\"a\": 1\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}"),
        ("[1] // why", "[1]"),
        ("[1, // why\n 2]", "[1,\n 2]"),
        ("[1, # why\r\n 2]", "[1,\r\n 2]"),
        ("[1, /* why */ 2]", "[1,  2]"),
        ("['it']", "[\"it\"]"),
        ("['say \"é\" it\\'s']", "[\"say \\\"é\\\" it's\"]"),
        ("[“é”]", "[\"é\"]"),
        ("{a: 1}", "{\"a\": 1}"),
        ("[Allow]", "[\"Allow\"]"),
        ("[True]", "[true]"),
        ("[None]", "[null]"),
        ("[+5]", "[5]"),
        ("[-.5]", "[-0.5]"),
        ("[\"a\nb\tc\"]", "[\"a\\nb\\tc\"]"),
        ("[\"it\\'s\"]", "[\"it's\"]"),
        ("{\"a\" 1}", "{\"a\": 1}"),
        ("{\"a\" => 1}", "{\"a\" : 1}"),
        ("{}}", "{}"),
        ("{};\n", "{}\n"),
        ("[\u{A0}1,\u{A0}2]", "[ 1, 2]"),
    ] {
        let found = read(broken).diagnostics;
        let [finding] = found.as_slice() else { panic!("{broken:?}: {found:?}") };
        let fix = finding.fix.as_ref().unwrap_or_else(|| panic!("{broken:?} has no fix"));
        assert_eq!(fix.safety, Safety::Safe, "{broken:?}");
        let text = fix::apply(read(broken).source.text(), &[fix]).text;
        assert_eq!(text, sound, "{broken:?}");
        assert!(read(&text).diagnostics.is_empty(), "{text:?}");
        // What the reader made of the broken text is what the mended one says.
        assert_eq!(read(&text).root.without_spans(), read(broken).root.without_spans(), "{broken:?}");
    }
}

#[test]
fn an_unsafe_fix_is_sound_json_too_but_asks_first() {
    for (broken, sound) in [
        ("[012345678901]", "[\"012345678901\"]"),
        ("[\"a\\d\"]", "[\"a\\\\d\"]"),
        ("{\"a\": \"x,\n \"b\": 1}", "{\"a\": \"x\",\n \"b\": 1}"),
    ] {
        let document = read(broken);
        let fixes: Vec<&Fix> = document.diagnostics.iter().filter_map(|each| each.fix.as_ref()).collect();
        assert!(fixes.iter().all(|fix| fix.safety == Safety::Unsafe), "{broken:?}");
        assert_eq!(fix::apply(broken, &fixes).text, sound);
        let untouched = fix::mend(&document.source, |source| read(source.text()).diagnostics);
        assert_eq!(untouched.text, broken, "nothing is mended without asking");
    }
}

#[test]
fn a_policy_with_many_faults_is_mended_at_once() {
    let broken = "// For the upload role.\n{\n  Version: '2012-10-17',\n  \"Statement\": [{\n    \"Effect\": Allow,\n    \"Action\": [\"s3:PutObject\", \"s3:GetObject\",]\n    \"Resource\": \"*\" # all of it\n  },],\n}\n";
    let sound = "\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\n    \"Effect\": \"Allow\",\n    \"Action\": [\"s3:PutObject\", \"s3:GetObject\"],\n    \"Resource\": \"*\"\n  }]\n}\n";
    let found = read(broken).diagnostics;
    assert_eq!(found.len(), 9, "{found:#?}");
    let mended = fix::mend(&Source::new("-", broken), |source| read(source.text()).diagnostics);
    assert_eq!(mended.text, sound);
    assert_eq!(mended.applied.len(), 9);
    assert_eq!(errors(&read(sound).diagnostics), 0);
    fixing_keeps_its_promises(broken.as_bytes());
}
