//! What a failed request means.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use crate::{Error, ErrorKind};

/// A request that failed.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: Error,
    pub(super) next: Next,
}

/// What may be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// To try again may do.
    Again,
    /// The condition of a write did not hold.
    LookAgain,
    Nothing,
}

impl Fault {
    fn new(kind: ErrorKind, message: String, next: Next) -> Self {
        Self { error: Error::new(kind, message), next }
    }

    fn help(mut self, help: &str) -> Self {
        self.error = self.error.help(help);
        self
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self { error, next: Next::Nothing }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        fault.error
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn fault<E>(error: SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match &error {
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            let (code, message) = (service.err().code(), service.err().message());
            answered(status, code.unwrap_or_default(), message.unwrap_or_default())
        }
        SdkError::TimeoutError(_) => Fault::new(ErrorKind::Io, "no answer in time".to_owned(), Next::Again),
        SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout() => {
            Fault::new(ErrorKind::Io, format!("no connection: {}", innermost(&error)), Next::Again)
        }
        SdkError::ResponseError(_) => {
            Fault::new(ErrorKind::Io, format!("an answer that is none: {}", innermost(&error)), Next::Again)
        }
        _ if DisplayErrorContext(&error).to_string().contains("redential") => {
            let told = format!("no credentials for AWS: {}", innermost(&error));
            Fault::new(ErrorKind::Refused, told, Next::Nothing).help("sign in, or set `AWS_PROFILE`")
        }
        _ => Fault::new(ErrorKind::Io, innermost(&error), Next::Nothing),
    }
}

/// What an answer means that is no success
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>).
fn answered(status: u16, code: &str, message: &str) -> Fault {
    let code = code.rsplit('#').next().unwrap_or_default();
    let told = format!("the server answered with status {status}: {code} {message}").replace('\n', " ");
    match (status, code) {
        (_, "ConditionalCheckFailedException") => Fault::new(ErrorKind::Conflict, told, Next::LookAgain),
        (
            _,
            "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "LimitExceededException"
            | "TransactionInProgressException",
        )
        | (429 | 500..=599, _) => {
            Fault::new(ErrorKind::Throttled, told, Next::Again).help("wait, or give the table more capacity")
        }
        (_, "ResourceNotFoundException") => {
            Fault::new(ErrorKind::Missing, "there is no such table".to_owned(), Next::Nothing)
                .help("make a table with the keys `pk` and `sk`, both texts")
        }
        (_, "ValidationException") if message.contains("size") => {
            Fault::new(ErrorKind::TooLarge, told, Next::Nothing)
        }
        (401 | 403, _)
        | (
            _,
            "AccessDeniedException"
            | "UnrecognizedClientException"
            | "ExpiredTokenException"
            | "MissingAuthenticationTokenException"
            | "InvalidSignatureException",
        ) => Fault::new(ErrorKind::Refused, told, Next::Nothing),
        _ => Fault::new(ErrorKind::Io, told, Next::Nothing),
    }
}

/// The cause of all causes, in its own words.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        for (status, code, kind, next) in [
            (400, "ProvisionedThroughputExceededException", ErrorKind::Throttled, Next::Again),
            (400, "com.amazon.coral#ThrottlingException", ErrorKind::Throttled, Next::Again),
            (500, "InternalServerError", ErrorKind::Throttled, Next::Again),
            (503, "", ErrorKind::Throttled, Next::Again),
            (400, "com.amazonaws#ConditionalCheckFailedException", ErrorKind::Conflict, Next::LookAgain),
            (400, "ResourceNotFoundException", ErrorKind::Missing, Next::Nothing),
            (400, "AccessDeniedException", ErrorKind::Refused, Next::Nothing),
            (400, "UnrecognizedClientException", ErrorKind::Refused, Next::Nothing),
            (400, "ValidationException", ErrorKind::Io, Next::Nothing),
        ] {
            let fault = answered(status, code, "");
            assert_eq!((fault.error.kind, fault.next), (kind, next), "{status} {code}");
        }
        let message = "Item size has exceeded the maximum allowed size";
        assert_eq!(answered(400, "ValidationException", message).error.kind, ErrorKind::TooLarge);
    }
}
