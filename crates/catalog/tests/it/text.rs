//! The text form: what is wrong is told with its place, and facts that contradict each other are not packed.

use catalog::facts::Facts;
use catalog::text::{parse_client, parse_service, parse_sources, parse_table};
use catalog::{Problem, pack};

const SERVICE: &str = "service\tfoo\tAmazon Foo\t-\n";

fn message<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_broken_line_is_told_with_its_place() {
    for (lines, expected) in [
        ("x\n", "f.tsv:2: a line that begins with `x` does not belong here"),
        (
            "# a comment\n\n\tarn\ta\n",
            "f.tsv:4: a line that begins with `arn` does not belong here below the fact above",
        ),
        ("action\tA\tsometimes\n", "f.tsv:2: `sometimes` is no access level"),
        ("action\tA\tread\tshiny\n", "f.tsv:2: `shiny` is no flag"),
        ("action\t\tread\n", "f.tsv:2: the action is missing"),
        ("action\tA\tread\n\ton\tr\tperhaps\n", "f.tsv:3: `perhaps` is neither `required` nor `optional`"),
        ("key\tfoo:K\tColour\n", "f.tsv:2: `Colour` is no type of condition keys"),
        (
            "resource\tr\n\ton\tr\trequired\n",
            "f.tsv:3: a line that begins with `on` does not belong here below the fact above",
        ),
    ] {
        assert_eq!(message(parse_service("f.tsv", &format!("{SERVICE}{lines}"))), expected);
    }
    assert_eq!(message(parse_service("f.tsv", "# nothing\n")), "f.tsv: no `service` line");
    assert_eq!(
        message(parse_client("c.tsv", "client\tc\t-\te\noperation\tO\t=\tsame-name\n")),
        "c.tsv:2: `=` needs a client with a prefix"
    );
    assert_eq!(
        message(parse_client("c.tsv", "client\tc\tfoo\te\noperation\tO\t-\n")),
        "c.tsv:2: the ground or reason is missing"
    );
    assert_eq!(message(parse_client("c.tsv", "")), "c.tsv: no `client` line");
    assert!(parse_table("t.tsv", "t", "a\tb\nc\n").is_err());
}

#[test]
fn sources_are_read_from_the_comments() {
    let text = "# Written by a tool.\n# Sources: a 1.0 (MIT, 2026-01); b/c 2 (Apache-2.0, 2026-02-03)\nservice\n# Sources: d 1 (MIT, 2026)\n";
    assert_eq!(
        parse_sources(text),
        [["a 1.0", "MIT", "2026-01"], ["b/c 2", "Apache-2.0", "2026-02-03"]]
            .map(|row| row.map(str::to_owned))
    );
}

#[test]
fn contradictions_are_not_packed() {
    for (lines, expected) in [
        ("action\tGet\tread\naction\tget\tlist\n", "foo: `get` occurs twice"),
        ("action\tGet\tread\n\ton\tbar\trequired\n", "foo:Get: `bar` is not a resource type of this service"),
        ("action\tGet\tread\n\tkey\tfoo:K\n", "foo:Get: no service lists the key `foo:K`"),
        ("action\tGet\tread\n\tneeds\tfoo:Put\n", "foo:Get: `foo:Put` is not an action of these facts"),
        ("resource\tr\nresource\tr\n", "foo: `r` occurs twice"),
    ] {
        let service = parse_service("f.tsv", &format!("{SERVICE}{lines}")).unwrap();
        let facts = Facts { services: vec![service], ..Facts::default() };
        assert_eq!(
            pack::pack(facts).map(|_| ()).map_err(|problem| problem.to_string()),
            Err(expected.to_owned())
        );
    }
    let client = parse_client("c.tsv", "client\tc\tnowhere\te\n").unwrap();
    let facts = Facts { clients: vec![client], ..Facts::default() };
    assert!(pack::pack(facts).is_err());
}

#[test]
fn the_order_of_facts_does_not_change_the_bytes() {
    let services =
        ["service\ta\tA\t-\naction\tX\tread\n", "service\tb\tB\t-\naction\tZ\tread\naction\ty\tread\n"];
    let parse = |text: &&str| parse_service("f.tsv", text).unwrap();
    let packed = |services: Vec<_>| pack::pack(Facts { services, ..Facts::default() }).unwrap().into_bytes();
    let turned: Vec<_> = services.iter().rev().map(parse).collect();
    assert_eq!(packed(services.iter().map(parse).collect()), packed(turned));
}
