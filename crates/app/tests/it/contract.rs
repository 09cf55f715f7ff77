//! What is promised to the outside lies in `docs/`, equal to what the code says. `UPDATE=1` rewrites it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::run::workspace;

fn holds(path: &str, said: &str) {
    let file = workspace().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, said).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    let differs = written.lines().zip(said.lines()).position(|(written, said)| written != said);
    assert!(written == said, "{path} differs from the code at line {differs:?}: run the tests with UPDATE=1");
}

#[test]
fn the_tools_are_as_promised() {
    let tools = serde_json::to_string_pretty(&app::mcp::tools()).unwrap() + "\n";
    holds("docs/mcp-tools.json", &tools);
}

#[test]
fn the_rest_api_is_as_promised() {
    holds("docs/openapi.json", &ops::schema::pretty(&app::rest::openapi()).unwrap());
}

#[test]
fn the_command_line_is_as_promised() {
    holds("docs/cli.md", &app::cli::reference());
}

#[test]
fn prompts_and_resources_have_their_pages() {
    let cx = ops::Context::new(ops::Files::Denied, || 0);
    let (_, page) = ops::resources::read("iam://workflow-examples", &cx).unwrap();
    holds("docs/mcp-workflows.md", &page);
    holds("docs/mcp-offers.md", &ops::offers_page());
}

#[test]
fn configurations_are_as_promised() {
    let schema = ops::schema::pretty(&ops::config::schema().into()).unwrap();
    holds("docs/leastwise.schema.json", &schema);
}

#[test]
fn every_check_has_its_page() {
    let pages = ops::check_pages();
    for (id, page) in &pages {
        holds(&format!("docs/checks/{id}.md"), page);
    }
    holds_no_others("docs/checks", &pages);
}

#[test]
fn every_template_has_its_page() {
    let pages = ops::template_pages();
    for (id, page) in &pages {
        holds(&format!("docs/templates/{id}.md"), page);
    }
    holds_no_others("docs/templates", &pages);
}

fn holds_no_others(folder: &str, pages: &[(&str, String)]) {
    let names = fs::read_dir(workspace().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let written: BTreeSet<String> = names.map(|path| stem(&path)).collect();
    let known: BTreeSet<String> = pages.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(written, known, "a page of something that is gone is to be removed");
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
