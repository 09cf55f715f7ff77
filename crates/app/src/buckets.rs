//! A client for S3, for logs in buckets and nothing else.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::ResponseChecksumValidation;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use ops::context::{Ask, Buckets, Listed, Page, Part, Store, StoreError, Stored};
use tokio::runtime::Runtime;

use crate::environment;

const CONNECT: Duration = Duration::from_secs(5);
/// Until the answer begins; one that stalls later is cut by the client itself.
const ATTEMPT: Duration = Duration::from_secs(30);
/// The region of requests where nothing names one: S3 answers there for buckets of all regions, if only to tell theirs.
const REGION: &str = "us-east-1";

/// Makes clients that find region, profile, credentials and endpoint as all tools for AWS do.
pub struct Aws;

impl Buckets for Aws {
    fn connect(&self, endpoint: Option<&str>) -> Result<Box<dyn Store>, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| format!("no thread for the network can be had: {error}"))?;
        let config = runtime.block_on(configuration(endpoint));
        // Servers of one's own seldom have a host name for each bucket.
        let is_own = config.endpoint_url().is_some() || environment::has_own_endpoint();
        let region = config.region().cloned().unwrap_or_else(|| Region::from_static(REGION));
        let s3 = aws_sdk_s3::config::Builder::from(&config)
            .region(region)
            .force_path_style(is_own)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Ok(Box::new(S3 { client: Client::from_conf(s3), runtime: Arc::new(runtime) }))
    }
}

async fn configuration(endpoint: Option<&str>) -> SdkConfig {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let timeouts =
        TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT).build();
    // Whoever asks tries again, and counts how often.
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts)
        .retry_config(RetryConfig::disabled());
    match endpoint {
        Some(endpoint) => loader.endpoint_url(endpoint).load().await,
        None => loader.load().await,
    }
}

struct S3 {
    client: Client,
    runtime: Arc<Runtime>,
}

impl Store for S3 {
    fn list(&self, ask: &Ask<'_>) -> Result<Page, StoreError> {
        let request = self
            .client
            .list_objects_v2()
            .bucket(ask.bucket)
            .prefix(ask.prefix)
            .set_delimiter(ask.by_folder.then(|| "/".to_owned()))
            .set_start_after(ask.after.map(ToOwned::to_owned))
            .set_continuation_token(ask.token.map(ToOwned::to_owned));
        let answer = self.runtime.block_on(request.send());
        let mut answer = answer.map_err(|error| match failure(&error) {
            StoreError::Gone => StoreError::Refused("there is no such bucket".to_owned()),
            other => other,
        })?;
        let objects = answer.contents.take().unwrap_or_default().into_iter().filter_map(|object| {
            let size = object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
            Some(Listed { key: object.key?, mark: object.e_tag.unwrap_or_default(), size })
        });
        let folders = answer.common_prefixes.take().unwrap_or_default();
        Ok(Page {
            objects: objects.collect(),
            folders: folders.into_iter().filter_map(|folder| folder.prefix).collect(),
            next: answer.next_continuation_token.filter(|_| answer.is_truncated == Some(true)),
        })
    }

    fn get(&self, bucket: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError> {
        let range = part.map(|part| format!("bytes={}-{}", part.from, part.from + part.bytes.max(1) - 1));
        let request = self
            .client
            .get_object()
            .bucket(bucket)
            .key(key)
            .set_range(range)
            .set_if_match(part.and_then(|part| part.mark.clone()));
        self.runtime.block_on(async {
            let answer = request.send().await.map_err(|error| failure(&error))?;
            let mark = answer.e_tag.unwrap_or_default();
            // `bytes 0-99/1234`
            let size = answer.content_range.and_then(|range| range.rsplit('/').next()?.parse().ok());
            let bytes = answer.body.collect().await;
            let bytes =
                bytes.map_err(|error| StoreError::Busy(format!("the answer was cut short: {error}")))?;
            let bytes = bytes.to_vec();
            Ok(Stored { size: size.unwrap_or(bytes.len() as u64), bytes, mark })
        })
    }
}

/// What a failed request means for whoever asked.
fn failure<E>(error: &SdkError<E, HttpResponse>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let shown = || DisplayErrorContext(error).to_string();
    match error {
        SdkError::TimeoutError(_) => StoreError::Busy("no answer in time".to_owned()),
        SdkError::DispatchFailure(fault) if fault.is_io() || fault.is_timeout() => {
            StoreError::Busy(format!("no connection: {}", innermost(error)))
        }
        SdkError::ResponseError(_) => {
            StoreError::Busy(format!("an answer that is none: {}", innermost(error)))
        }
        SdkError::ServiceError(fault) => {
            let status = fault.raw().status().as_u16();
            let region = fault.raw().headers().get("x-amz-bucket-region");
            answered(status, fault.err().code(), fault.err().message(), region)
        }
        _ if shown().contains("redential") => StoreError::Refused(format!(
            "no credentials for AWS: {}; sign in, or set `AWS_PROFILE`",
            innermost(error)
        )),
        _ => StoreError::Refused(innermost(error)),
    }
}

/// What an answer that is no success means
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList>).
fn answered(status: u16, code: Option<&str>, message: Option<&str>, region: Option<&str>) -> StoreError {
    let mut told = format!("the server answered with status {status}");
    for part in [code, message].into_iter().flatten().filter(|part| !part.is_empty()) {
        // Writing to a string cannot fail.
        let _ = write!(told, ", {part}");
    }
    let is_elsewhere = matches!(status, 301 | 307 | 400)
        && !matches!(code, Some("RequestTimeout" | "ExpiredToken" | "InvalidToken"));
    match (status, code) {
        (_, Some("NoSuchBucket")) => StoreError::Refused("there is no such bucket".to_owned()),
        (404 | 410, _) => StoreError::Gone,
        (412 | 416, _) => StoreError::Changed,
        (429 | 500 | 502..=504, _)
        | (_, Some("SlowDown" | "RequestTimeout" | "Throttling" | "ThrottlingException")) => {
            StoreError::Busy(told)
        }
        _ => match region.filter(|_| is_elsewhere) {
            Some(region) => {
                StoreError::Refused(format!("the bucket is in `{region}`: set `AWS_REGION={region}`"))
            }
            None => StoreError::Refused(told),
        },
    }
}

/// The cause of all causes, in its own words.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let kind = |status, code| answered(status, Some(code), None, Some("eu-west-1"));
        for (status, code) in [
            (503, "SlowDown"),
            (500, "InternalError"),
            (400, "RequestTimeout"),
            (429, "TooManyRequests"),
            (503, ""),
        ] {
            assert!(matches!(kind(status, code), StoreError::Busy(_)), "{status} {code}");
        }
        for (status, code) in
            [(403, "AccessDenied"), (404, "NoSuchBucket"), (400, "ExpiredToken"), (301, "PermanentRedirect")]
        {
            assert!(matches!(kind(status, code), StoreError::Refused(_)), "{status} {code}");
        }
        assert_eq!(kind(404, "NoSuchKey"), StoreError::Gone);
        assert_eq!(kind(412, "PreconditionFailed"), StoreError::Changed);
        assert!(kind(301, "PermanentRedirect").to_string().contains("`AWS_REGION=eu-west-1`"));
    }
}
