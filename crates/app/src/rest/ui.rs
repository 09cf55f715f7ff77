//! The web front end at `/`: what is served is looked up in a table, so that no path reaches the file system.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::pages::{PAGES, Page};
use super::service::Service;

/// A route for each file.
pub(super) fn routes() -> Router<Arc<Service>> {
    PAGES.iter().fold(Router::new(), |router, page| {
        router.route(page.path, get(move |headers: HeaderMap| async move { served(page, &headers) }))
    })
}

fn served(page: &'static Page, asked: &HeaderMap) -> Response {
    let keeping = if page.keeps { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    say(CACHE_CONTROL, keeping);
    say(ETAG, page.tag);
    say(VARY, "accept-encoding");
    if is_known(page, asked) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    say(CONTENT_TYPE, page.media);
    match page.gzip.filter(|_| takes_gzip(asked)) {
        Some(gzip) => {
            say(CONTENT_ENCODING, "gzip");
            (headers, gzip).into_response()
        }
        None => (headers, page.plain).into_response(),
    }
}

/// Whether the client has it as it is.
fn is_known(page: &Page, asked: &HeaderMap) -> bool {
    let tags = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.flat_map(|tags| tags.split(',')).any(|tag| tag.trim() == "*" || bare(tag) == bare(page.tag))
}

/// Whether the client says that it takes gzip, and not that it does not.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let codings = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    codings.flat_map(|codings| codings.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().trim_start_matches("q=").parse::<f32>();
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page = Page {
        path: "/assets/a.js",
        media: "text/javascript; charset=utf-8",
        tag: "W/\"1\"",
        keeps: true,
        plain: b"plain",
        gzip: Some(b"gzip"),
    };
    static ASSET: Page = PAGE;

    fn answer(asked: &[(HeaderName, &'static str)]) -> (StatusCode, Option<String>) {
        let headers =
            asked.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        let response = served(&ASSET, &headers);
        let coding = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
        (response.status(), coding)
    }

    #[test]
    fn compressed_for_those_who_take_it() {
        for (asked, gzip) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
            ("gzip;q=x", false),
            ("", false),
        ] {
            assert_eq!(answer(&[(ACCEPT_ENCODING, asked)]).1.is_some(), gzip, "{asked}");
        }
        assert_eq!(answer(&[]), (StatusCode::OK, None));
    }

    #[test]
    fn what_a_client_has_is_not_sent_again() {
        for (asked, there) in [
            ("W/\"1\"", true),
            ("\"1\"", true),
            ("\"0\", W/\"1\"", true),
            ("*", true),
            ("\"2\"", false),
            ("", false),
        ] {
            let status = if there { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
            assert_eq!(answer(&[(IF_NONE_MATCH, asked)]).0, status, "{asked}");
        }
    }

    #[test]
    fn there_is_a_first_page() {
        let first = PAGES.iter().find(|page| page.path == "/").unwrap();
        assert!(first.plain.starts_with(b"<!doctype html>") && !first.keeps);
        let texts = PAGES.iter().filter_map(|page| std::str::from_utf8(page.plain).ok());
        assert!(texts.count() == PAGES.len(), "all that is embedded is text");
    }
}
