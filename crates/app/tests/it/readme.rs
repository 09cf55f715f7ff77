//! The README shows what is printed.

use std::fs;

use crate::run::{leastwise, workspace};

/// The commands of the `console` blocks, each with what stands below it.
fn transcripts(readme: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for step in block.split("$ leastwise ").skip(1) {
            let (command, printed) = step.split_once('\n').unwrap();
            found.push((command.to_owned(), printed.to_owned()));
        }
    }
    found
}

#[test]
fn every_transcript_is_what_is_printed() {
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let transcripts = transcripts(&readme);
    assert!(transcripts.len() >= 3, "the README shows the program at work");
    for (command, printed) in transcripts {
        let arguments: Vec<_> = command.split(' ').map(|word| word.trim_matches('\'')).collect();
        assert_eq!(leastwise(&arguments).out, printed, "$ leastwise {command}");
    }
}

#[test]
fn the_two_commands_stand_in_it() {
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    assert!(readme.contains("cargo run --release -- generate --trail examples/cloudtrail\n"));
    assert!(readme.contains("cargo test --workspace\n"));
}
