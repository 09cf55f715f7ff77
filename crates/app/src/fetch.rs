//! HTTP for `catalog update`, and for nothing else.

use std::io::Read;
use std::time::Duration;

use ops::{Fetch, FetchError, Fetched};
use ureq::Agent;

/// An answer must begin and end within these times.
const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_mins(1);

/// A client that is made when it is first used.
#[derive(Default)]
pub struct Http {
    agent: std::sync::OnceLock<Agent>,
}

impl Http {
    fn agent(&self) -> &Agent {
        self.agent.get_or_init(|| {
            Agent::config_builder()
                .max_redirects(0)
                .max_redirects_will_error(false)
                .http_status_as_error(false)
                .timeout_connect(Some(CONNECT))
                .timeout_global(Some(WHOLE))
                .user_agent(concat!("leastwise/", env!("CARGO_PKG_VERSION")))
                .build()
                .new_agent()
        })
    }
}

impl Fetch for Http {
    fn get(&self, url: &str, limit: u64) -> Result<Fetched, FetchError> {
        may_ask(url)?;
        let response = self.agent().get(url).call();
        let mut response = response.map_err(|error| FetchError::Network(format!("`{url}`: {error}")))?;
        match response.status().as_u16() {
            200 => {}
            status @ 300..=399 => return Err(FetchError::Redirect(status)),
            status => return Err(FetchError::Status(status)),
        }
        // The limit holds for what comes out of gzip, not for what went in.
        let mut bytes = Vec::new();
        let read = response.body_mut().as_reader().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| FetchError::Network(format!("`{url}`: {error}")))?;
        if bytes.len() as u64 > limit { Err(FetchError::TooLarge(limit)) } else { Ok(Fetched { bytes }) }
    }
}

/// Only https, or plain http to this machine.
fn may_ask(url: &str) -> Result<(), FetchError> {
    let refused = || FetchError::Refused(format!("`{url}`: only https, or http to this machine, is asked"));
    let uri: ureq::http::Uri =
        url.parse().map_err(|_| FetchError::Refused(format!("`{url}` is not a URL")))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) | (Some("http"), Some("localhost" | "127.0.0.1" | "[::1]")) => Ok(()),
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        let allowed =
            ["https://example.com/x", "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:1/"];
        for url in allowed {
            assert_eq!(may_ask(url), Ok(()), "{url}");
        }
        let refused = [
            "http://example.com/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "http://127.0.0.1.example.com/",
            "http://user@example.com@127.0.0.1.nip.io/",
            "example.com",
            "",
        ];
        for url in refused {
            assert!(matches!(may_ask(url), Err(FetchError::Refused(_))), "{url}");
        }
    }
}
