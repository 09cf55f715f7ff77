//! The page for browsers: it holds what was found, and nothing of a policy becomes a part of the page.

use crate::run::{command, finish};

const HOSTILE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "</script><script>alert(1)</script>",
      "Effect": "Alow\"><img src=x onerror=alert(1)>",
      "Action": ["s3:</code></pre></article><svg/onload=alert(1)>", "s3:GetObjet"],
      "Resource": "arn:aws:s3:::`<b>`'onmouseover='x/* --><iframe src=//example.com>"
    }
  ]
}"#;

fn page(policy: &str) -> String {
    finish(command(&["validate", "-", "--format", "html"]), policy).out
}

/// The tags of the page, with their attributes; text of the page holds no `<` of its own.
fn tags(page: &str) -> Vec<&str> {
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let parts = [&page[..style.start], &page[style.end..]];
    parts.iter().flat_map(|part| part.split('<').skip(1)).map(|tag| tag.split('>').next().unwrap()).collect()
}

#[test]
fn nothing_of_a_policy_becomes_a_part_of_the_page() {
    let page = page(HOSTILE);
    let own = [
        "!DOCTYPE", "a", "article", "body", "code", "fieldset", "h1", "h2", "h3", "head", "header", "html",
        "input", "label", "legend", "li", "main", "mark", "meta", "nav", "p", "pre", "section", "span",
        "strong", "title", "ul",
    ];
    for tag in tags(&page) {
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap();
        assert!(own.contains(&name) || name == "style", "<{tag}>");
        // Outside of quotes stand names of attributes only, and none is a handler.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(names.split_whitespace().skip(1).all(|name| !name.starts_with("on")), "<{tag}>");
    }
    for text in ["&lt;/script&gt;&lt;script&gt;alert(1)", "&lt;img src=x onerror=alert(1)&gt;", "GetObjet"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    for page in [page(HOSTILE), page(r#"{"Version":"2012-10-17","Statement":[]}"#)] {
        assert!(page.contains("default-src 'none'"));
        let loads =
            ["<script", "<link", "<img", "<iframe", "@import", "url(", " src=\"", "http://", "https://"];
        for loading in loads {
            assert!(!page.contains(loading), "{loading}");
        }
    }
}

#[test]
fn the_page_shows_what_was_found_where() {
    let page = page(HOSTILE);
    let line = HOSTILE.lines().nth(6).unwrap();
    let column = line.find("\"s3:GetObjet\"").unwrap() + 1;
    let place =
        format!("<code>invalid-action</code>, line 7, column {column}, <code>/Statement/0/Action/1</code>");
    for part in [
        place.as_str(),
        "<strong>The run has failed.</strong>",
        "id=\"show-error\" checked",
        "<span class=\"severity\">error</span>",
        "<mark>&quot;s3:GetObjet&quot;</mark>",
        "^^^^^^^^^^^^^</span>",
        "did you mean <code>s3:GetObject</code>?",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let clean = finish(
        command(&["validate", "-", "--format", "html"]),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#,
    );
    assert!(clean.out.contains("No findings in 1 document."), "{}", clean.out);
    assert!(!clean.out.contains("<fieldset>"));
}
