//! Refreshing the catalogue, against a server of our own.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::run::{Ran, command, finish};
use crate::server::{Reply, Server};

const INDEX: &str = "/v1/service-list.json";
const A4B: &str = "/v1/zz-first/zz-first.json";
const B: &str = "/v1/zz-second/zz-second.json";

/// A server with two services AWS does not have, and a data folder.
struct World {
    server: Server,
    data: TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { server: Server::start(), data: tempfile::tempdir().unwrap() };
        world.index(&[("zz-first", 1), ("zz-second", 1)]);
        world.server.set(A4B, Reply::Body(service("zz-first", &["GetOne", "PutOne"])));
        world.server.set(B, Reply::Body(service("zz-second", &["GetTwo"])));
        world
    }

    fn index(&self, services: &[(&str, u64)]) {
        let entry = |(name, modified): &(&str, u64)| {
            // The address is that of another host: it must not be followed.
            json!({"service": name, "url": format!("https://evil.example.com/v1/{name}/{name}.json"), "modified": modified})
        };
        let index: Value = services.iter().map(entry).collect();
        self.server.set(INDEX, Reply::Body(index.to_string().into_bytes()));
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = command(arguments);
        command.env("LEASTWISE_DATA", self.data.path());
        finish(command, "")
    }

    fn update(&self) -> Ran {
        self.run(&["catalog", "update", "--from", &self.server.url, "--format", "json"])
    }

    fn knows(&self, action: &str) -> bool {
        self.run(&["query", "action", action]).code == Some(0)
    }

    /// The update is refused in one line, and what is in use stays as it was.
    fn refused(&self, says: &str) {
        let before = fs::read(self.data.path().join("catalog.bin")).ok();
        let ran = self.update();
        assert_eq!((ran.code, ran.err.lines().count()), (Some(2), 1), "{says}: {ran:?}");
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
        assert_eq!(fs::read(self.data.path().join("catalog.bin")).ok(), before, "{says}");
    }
}

/// A file as the Service Reference has it.
fn service(name: &str, actions: &[&str]) -> Vec<u8> {
    let properties =
        json!({"IsList": false, "IsPermissionManagement": false, "IsTaggingOnly": false, "IsWrite": false});
    let action = |action: &&str| json!({"Name": action, "Annotations": {"Properties": properties}});
    let actions: Value = actions.iter().map(action).collect();
    json!({"Name": name, "Version": "v1.4", "Actions": actions}).to_string().into_bytes()
}

#[test]
fn every_command_uses_what_was_fetched_and_unchanged_services_are_not_fetched_again() {
    let world = World::new();
    assert!(!world.knows("zz-first:GetOne"));
    let first = world.update();
    assert_eq!(first.code, Some(0), "{first:?}");
    assert_eq!(first.json()["changes"]["services"]["added"], json!(["zz-first", "zz-second"]));
    assert_eq!(world.server.asked(), [INDEX, A4B, B]);
    assert!(world.knows("zz-first:GetOne") && world.knows("s3:GetObject"));
    assert_eq!(world.run(&["catalog", "status", "--format", "json"]).json()["source"], "refreshed");

    let again = world.update().json();
    assert_eq!((&again["updated"], &again["servicesUnchanged"]), (&json!(false), &json!(2)));
    assert_eq!(world.server.asked(), [INDEX]);

    world.index(&[("zz-first", 1), ("zz-second", 2)]);
    world.server.set(B, Reply::Body(service("zz-second", &["GetTwo", "GetThree"])));
    let third = world.update().json();
    assert_eq!(world.server.asked(), [INDEX, B]);
    assert_eq!(third["changes"]["actions"]["added"], json!(["zz-second:GetThree"]));
    assert_eq!((&third["servicesRead"], &third["servicesUnchanged"]), (&json!(1), &json!(1)));
    let diff = world.run(&["catalog", "diff", "--previous", "--format", "json"]).json();
    assert_eq!(diff["changes"]["actions"]["added"], json!(["zz-second:GetThree"]));
    assert!(world.run(&["catalog", "diff"]).out.contains("+ service zz-first\n"));

    world.index(&[("zz-first", 1), ("zz-second", 2), ("zz-third", 1)]);
    world.server.set("/v1/zz-third/zz-third.json", Reply::Body(service("zz-third", &["GetFour"])));
    let fourth = world.update().json();
    assert_eq!((&fourth["servicesRead"], &fourth["servicesUnchanged"]), (&json!(1), &json!(2)));
}

#[test]
fn answers_that_are_not_what_they_should_be_are_refused() {
    let world = World::new();
    let elsewhere = Server::start();
    elsewhere.set(INDEX, Reply::Body(b"[]".to_vec()));
    let good = Reply::Body(service("zz-second", &["GetTwo"]));
    let cases = [
        (Reply::Redirect(format!("{}{INDEX}", elsewhere.url)), "redirect"),
        (Reply::Status(500), "status 500"),
        (Reply::Endless(40 << 20), "is over"),
        (Reply::Body(br#"{"Name": "zz-second", "Actions": [{"Na"#.to_vec()), "refused"),
        (Reply::Body(b"\xff\xfe\x00".to_vec()), "refused"),
        (Reply::Cut(b"{".to_vec()), B),
    ];
    for (reply, says) in cases {
        world.server.set(B, reply);
        world.refused(says);
    }
    world.server.set(B, good);
    let index = [
        (Reply::Redirect(format!("{}{INDEX}", elsewhere.url)), "redirect"),
        (Reply::Endless(8 << 20), "is over"),
        (Reply::Body(b"{}".to_vec()), "not a list"),
        (Reply::Body(br#"[{"service": "../../etc", "url": "x"}]"#.to_vec()), "../../etc"),
    ];
    for (reply, says) in index {
        world.server.set(INDEX, reply);
        world.refused(says);
    }
    assert_eq!(elsewhere.asked(), Vec::<String>::new(), "redirects are not followed");
}

/// A source that suddenly lacks most of a large service is broken, not right.
#[test]
fn a_refresh_that_loses_too_much_is_refused() {
    let world = World::new();
    world.index(&[("s3", 1)]);
    world.server.set("/v1/s3/s3.json", Reply::Body(service("s3", &["GetObject"])));
    world.refused("refused");
    assert!(world.knows("s3:PutObject"));
}

#[test]
fn a_write_that_fails_leaves_the_old_catalogue() {
    let world = World::new();
    assert_eq!(world.update().code, Some(0));
    // Nothing can be written to a name that a folder has.
    fs::create_dir(world.data.path().join("catalog.previous.bin")).unwrap();
    world.index(&[("zz-first", 9), ("zz-second", 9)]);
    world.refused("is a folder");
    assert!(world.knows("zz-first:GetOne"));
    let left: Vec<_> =
        fs::read_dir(world.data.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "no temporary file is left: {left:?}");
}

#[test]
fn a_broken_catalogue_is_reported_and_the_embedded_one_answers() {
    let world = World::new();
    fs::write(world.data.path().join("catalog.bin"), "nonsense").unwrap();
    let ran = world.run(&["query", "action", "s3:GetObject"]);
    assert_eq!((ran.code, ran.err.lines().count()), (Some(0), 1), "{ran:?}");
    assert!(
        ran.err.starts_with("warning: ") && ran.err.contains("the embedded catalogue is used"),
        "{}",
        ran.err
    );
    assert_eq!(world.update().code, Some(0), "an update mends it");
    assert!(world.knows("zz-first:GetOne"));
}

#[test]
fn a_data_folder_that_is_a_file_is_refused() {
    let world = World::new();
    let file = world.data.path().join("file");
    fs::write(&file, "").unwrap();
    let mut command = command(&["catalog", "update", "--from", &world.server.url]);
    command.env("LEASTWISE_DATA", &file);
    let ran = finish(command, "");
    assert_eq!(
        (ran.code, ran.err),
        (Some(2), format!("error: `{}` is a file, and no folder\n", file.display()))
    );
}

#[test]
fn a_folder_does_as_well_as_a_server() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("v1/zz-third")).unwrap();
    fs::write(folder.path().join("v1/zz-third/zz-third.json"), service("zz-third", &["GetFour"])).unwrap();
    let ran = world.run(&["catalog", "update", "--from", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(world.knows("zz-third:GetFour"));
    assert_eq!(world.server.asked(), Vec::<String>::new());
}
