//! Who may ask over HTTP: a page in a browser may not come by way of another name for this machine, and a stranger
//! needs the token.

use std::net::IpAddr;

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::{Authority, Uri};
use axum::http::{HeaderMap, HeaderValue};
use subtle::ConstantTimeEq;

/// Names of this machine for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// What a request must show.
pub(crate) struct Guard {
    /// Lower case; with a port where only that one will do.
    hosts: Vec<String>,
    /// Lower case.
    origins: Vec<String>,
    pages: Pages,
    token: Option<String>,
    /// Whether a gateway has looked at host and pages already.
    is_behind: bool,
}

/// Which web pages may ask beside those of named origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pages {
    /// Any of this machine, whatever their port: developers' tools.
    Local,
    /// Those that this server gave out itself.
    Own,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// 403, with what to do.
    Forbidden(String),
    /// 401: no token, or a wrong one.
    NoToken,
    WrongToken,
}

impl Refused {
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Forbidden(what) => what,
            Self::NoToken => "this server wants a token: `Authorization: Bearer TOKEN`",
            Self::WrongToken => "this is not the server's token",
        }
    }

    /// What `WWW-Authenticate` says; none where no token would help.
    pub(crate) fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::Forbidden(_) => None,
            Self::NoToken => Some("Bearer realm=\"leastwise\""),
            Self::WrongToken => Some("Bearer realm=\"leastwise\", error=\"invalid_token\""),
        }
    }
}

impl Guard {
    /// `bound` is the address listened on.
    pub(crate) fn new(bound: IpAddr, hosts: &[String], origins: &[String], token: Option<String>) -> Self {
        let named = LOOPBACK.iter().map(|host| (*host).to_owned());
        let bound = (!bound.is_unspecified()).then(|| bound.to_string());
        let hosts = named.chain(bound).chain(hosts.iter().map(|host| bare(host))).collect();
        let origins = origins.iter().map(|origin| origin.trim_end_matches('/').to_lowercase()).collect();
        Self { hosts, origins, pages: Pages::Local, token, is_behind: false }
    }

    /// For where all requests come by way of a gateway. Pages of others may ask: what lets them in they have to know, as no browser
    /// adds a token or a signature by itself.
    #[cfg(feature = "lambda")]
    pub(crate) fn behind_gateway(token: Option<String>) -> Self {
        Self { hosts: Vec::new(), origins: Vec::new(), pages: Pages::Own, token, is_behind: true }
    }

    #[must_use]
    pub(crate) fn with_pages(self, pages: Pages) -> Self {
        Self { pages, ..self }
    }

    pub(crate) fn admit(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        self.admit_anyone(uri, headers)?;
        self.token(headers)
    }

    /// The same for what is no secret: whoever asks needs no token.
    pub(crate) fn admit_anyone(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        if self.is_behind {
            return Ok(());
        }
        self.host(uri, headers)?;
        let is_welcome = |origin: &HeaderValue| {
            self.knows(origin) || (self.pages == Pages::Own && is_own_page(origin, headers))
        };
        if let Some(origin) = headers.get_all(ORIGIN).iter().find(|origin| !is_welcome(origin)) {
            let origin = origin.to_str().unwrap_or("?");
            return Err(Refused::Forbidden(format!(
                "pages of `{origin}` may not ask; `--allowed-origin` adds an origin"
            )));
        }
        Ok(())
    }

    /// Whether pages of an origin other than ours may ask.
    pub(crate) fn knows(&self, origin: &HeaderValue) -> bool {
        let Ok(origin) = origin.to_str().map(str::to_lowercase) else { return false };
        let is_local = || {
            let host = authority(&origin).and_then(|authority| authority.parse::<Authority>().ok());
            host.is_some_and(|host| LOOPBACK.contains(&unbracketed(host.host())))
        };
        (self.pages == Pages::Local && is_local()) || self.origins.contains(&origin)
    }

    /// Whether any origin was named.
    pub(crate) fn knows_others(&self) -> bool {
        !self.origins.is_empty()
    }

    /// Every name that the request gives to this server must be one of its own: a proxy before it may have looked at another.
    fn host(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        let mut named = Vec::new();
        for host in headers.get_all(HOST) {
            let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
            named.push(host.ok_or_else(|| Refused::Forbidden("the request's `Host` is no host".to_owned()))?);
        }
        named.extend(uri.authority().cloned());
        if named.is_empty() {
            return Err(Refused::Forbidden("the request names no host".to_owned()));
        }
        match named.iter().find(|host| !self.is_own(host)) {
            None => Ok(()),
            Some(other) => Err(Refused::Forbidden(format!(
                "this server does not answer to the name `{}`; `--allowed-host` adds a name",
                unbracketed(other.host())
            ))),
        }
    }

    fn is_own(&self, host: &Authority) -> bool {
        let name = unbracketed(host.host()).to_lowercase();
        let with_port = host.port_u16().map(|port| format!("{name}:{port}"));
        self.hosts.iter().any(|known| *known == name || Some(known) == with_port.as_ref())
    }

    fn token(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let Some(token) = &self.token else { return Ok(()) };
        let given = headers.get(AUTHORIZATION).ok_or(Refused::NoToken)?;
        let (scheme, given) =
            given.to_str().ok().and_then(|given| given.split_once(' ')).ok_or(Refused::WrongToken)?;
        let is_right = bool::from(given.trim().as_bytes().ct_eq(token.as_bytes()));
        if scheme.eq_ignore_ascii_case("bearer") && is_right { Ok(()) } else { Err(Refused::WrongToken) }
    }
}

/// Whether a page came from where its request goes. The host is known to be one of ours by then.
fn is_own_page(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let origin = origin.to_str().map(str::to_lowercase).unwrap_or_default();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_lowercase);
    host.is_some() && authority(&origin) == host.as_deref()
}

/// The host of an origin, with its port.
fn authority(origin: &str) -> Option<&str> {
    ["http://", "https://"].iter().find_map(|scheme| origin.strip_prefix(scheme))
}

/// `[::1]:8000` becomes `::1:8000`, which is how hosts are compared.
fn bare(host: &str) -> String {
    host.to_lowercase().replace(['[', ']'], "")
}

fn unbracketed(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// Whether a client could send this as the host it asks.
pub(crate) fn is_host(text: &str) -> bool {
    let parsed = text.parse::<Authority>();
    // An IPv6 address is as good without its brackets.
    parsed.is_ok_and(|host| !host.host().is_empty() && !text.contains(['@', '*']))
        || text.parse::<IpAddr>().is_ok()
}

/// Whether a browser could send this as an origin.
pub(crate) fn is_origin(text: &str) -> bool {
    let text = text.trim_end_matches('/');
    let parsed = text.parse::<Uri>();
    text == "null"
        || parsed.is_ok_and(|uri| uri.scheme().is_some() && uri.authority().is_some() && uri.path() == "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn guard() -> Guard {
        let hosts = ["mcp.example.com".to_owned(), "Other.example.com:9000".to_owned()];
        Guard::new("192.0.2.7".parse().unwrap(), &hosts, &["https://App.example.com/".to_owned()], None)
    }

    fn admits(guard: &Guard, pairs: &[(&'static str, &str)]) -> Result<(), Refused> {
        guard.admit(&Uri::from_static("/mcp"), &headers(pairs))
    }

    #[test]
    fn only_names_of_this_server_are_answered_to() {
        let guard = guard();
        for host in [
            "localhost",
            "LocalHost:8000",
            "127.0.0.1:1",
            "[::1]:8000",
            "192.0.2.7:8000",
            "mcp.example.com",
            "MCP.example.com:443",
            "other.example.com:9000",
        ] {
            assert_eq!(admits(&guard, &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8000",
            "other.example.com",
            "other.example.com:9001",
            "192.0.2.8",
            "0.0.0.0",
            "",
            "a b",
            "user@evil.example",
        ] {
            assert!(matches!(admits(&guard, &[("host", host)]), Err(Refused::Forbidden(_))), "{host}");
        }
        assert!(matches!(admits(&guard, &[]), Err(Refused::Forbidden(_))));
    }

    #[test]
    fn of_several_hosts_each_must_be_this_server() {
        let guard = guard();
        let asked = |uri: &'static str, hosts: &[&str]| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(HOST, host.parse().unwrap());
            }
            guard.admit(&Uri::from_static(uri), &headers).is_ok()
        };
        assert!(asked("/mcp", &["localhost", "localhost"]));
        assert!(asked("http://localhost/mcp", &["localhost"]));
        assert!(asked("http://localhost/mcp", &[]));
        assert!(!asked("/mcp", &["localhost", "evil.example"]));
        assert!(!asked("/mcp", &["evil.example", "localhost"]));
        assert!(!asked("http://evil.example/mcp", &["localhost"]));
        assert!(!asked("http://localhost/mcp", &["evil.example"]));
        assert!(!asked("http://localhost/mcp", &["a b"]));
    }

    #[test]
    fn of_several_origins_each_must_be_known() {
        let guard = guard();
        let mut given = headers(&[("host", "localhost"), ("origin", "http://localhost")]);
        given.append(ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert!(guard.admit(&Uri::from_static("/mcp"), &given).is_err());
    }

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for host in ["mcp.example.com", "mcp.example.com:443", "192.0.2.7", "[2001:db8::1]:80", "2001:db8::1"]
        {
            assert!(is_host(host), "{host}");
        }
        for other in [
            "https://mcp.example.com",
            "mcp.example.com/mcp",
            "*",
            "*.example.com",
            "a b",
            "ana@example.com",
            "",
        ] {
            assert!(!is_host(other), "{other}");
        }
    }

    #[test]
    fn only_pages_of_this_machine_and_of_named_origins_may_ask() {
        let guard = guard();
        for origin in [
            "http://localhost",
            "http://localhost:6274",
            "https://127.0.0.1:3000",
            "http://[::1]:3000",
            "https://app.example.com",
        ] {
            assert_eq!(admits(&guard, &[("host", "localhost"), ("origin", origin)]), Ok(()), "{origin}");
        }
        for origin in [
            "null",
            "https://evil.example",
            "http://app.example.com",
            "https://app.example.com:444",
            "http://localhost.evil.example",
            "http://evil.example/localhost",
            "http://localhost@evil.example",
            "file://",
            "localhost",
            "",
        ] {
            let refused = admits(&guard, &[("host", "localhost"), ("origin", origin)]);
            assert!(matches!(refused, Err(Refused::Forbidden(_))), "{origin}");
        }
    }

    #[test]
    fn pages_of_this_machine_may_not_ask_where_only_own_ones_may() {
        let guard = guard().with_pages(Pages::Own);
        let asks = |host: &str, origin: &str| admits(&guard, &[("host", host), ("origin", origin)]).is_ok();
        assert!(asks("localhost:8080", "http://localhost:8080"));
        assert!(asks("MCP.example.com", "https://mcp.example.com"), "behind a proxy that speaks TLS");
        assert!(asks("localhost:8080", "https://app.example.com"), "a named one");
        for other in
            ["http://localhost:3000", "http://localhost", "http://127.0.0.1:8080", "localhost:8080", "null"]
        {
            assert!(!asks("localhost:8080", other), "{other}");
        }
    }

    #[test]
    fn with_a_token_every_request_needs_it() {
        let token = "0123456789abcdef";
        let guard = Guard::new("127.0.0.1".parse().unwrap(), &[], &[], Some(token.to_owned()));
        let with = |value: &str| admits(&guard, &[("host", "localhost"), ("authorization", value)]);
        assert_eq!(admits(&guard, &[("host", "localhost")]), Err(Refused::NoToken));
        for right in ["Bearer 0123456789abcdef", "bearer  0123456789abcdef "] {
            assert_eq!(with(right), Ok(()), "{right}");
        }
        for wrong in [
            "Bearer 0123456789abcdeg",
            "Bearer 0123456789abcde",
            "Bearer 0123456789abcdef0",
            "Bearer",
            "Bearer ",
            "0123456789abcdef",
            "Basic 0123456789abcdef",
        ] {
            assert_eq!(with(wrong), Err(Refused::WrongToken), "{wrong}");
        }
    }

    #[cfg(feature = "lambda")]
    #[test]
    fn behind_a_gateway_the_token_alone_counts() {
        let given = [("host", "any.example"), ("origin", "https://other.example")];
        assert_eq!(admits(&Guard::behind_gateway(None), &given), Ok(()));
        let guard = Guard::behind_gateway(Some("0123456789abcdef".to_owned()));
        assert_eq!(admits(&guard, &given), Err(Refused::NoToken));
        assert_eq!(admits(&guard, &[("authorization", "Bearer 0123456789abcdef")]), Ok(()));
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for origin in ["https://app.example.com", "http://localhost:3000/", "null"] {
            assert!(is_origin(origin), "{origin}");
        }
        for other in ["app.example.com", "https://app.example.com/path", "https://", "*", ""] {
            assert!(!is_origin(other), "{other}");
        }
    }
}
