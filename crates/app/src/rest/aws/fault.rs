//! Refusals in AWS's words.
//!
//! Sources: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/CommonErrors.html> and
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>

use ops::{ErrorKind, OpError};
use serde_json::{Value, json};

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The name by which clients tell faults apart.
    pub(super) code: &'static str,
    pub(super) status: u16,
    pub(super) message: String,
    /// Of a `ValidationException`, what kind it is.
    pub(super) reason: Option<&'static str>,
    /// The members that are wrong, each with what is wrong with it.
    pub(super) fields: Vec<(String, String)>,
    /// What does not exist, with its type.
    resource: Option<Box<(String, &'static str)>>,
}

impl Fault {
    fn new(code: &'static str, status: u16, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), reason: None, fields: Vec::new(), resource: None }
    }

    /// Access Analyzer: a member of the request is wrong.
    pub(super) fn field(name: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let fields = vec![(name.to_owned(), message.clone())];
        let fault = Self::new("ValidationException", 400, format!("{name}: {message}"));
        Self { reason: Some("fieldValidationFailed"), fields, ..fault }
    }

    pub(super) fn unparsable(message: impl Into<String>) -> Self {
        Self { reason: Some("cannotParse"), ..Self::new("ValidationException", 400, message) }
    }

    pub(super) fn unknown_operation() -> Self {
        let message = "there is no call of this method here";
        Self { reason: Some("unknownOperation"), ..Self::new("ValidationException", 400, message) }
    }

    pub(super) fn not_supported(message: impl Into<String>) -> Self {
        Self { reason: Some("notSupported"), ..Self::new("ValidationException", 400, message) }
    }

    /// Access Analyzer: the policies cannot be read, or not be compared.
    pub(super) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new("UnprocessableEntityException", 422, message)
    }

    pub(super) fn not_found(id: &str, kind: &'static str) -> Self {
        let message = format!("there is no {kind} {id}");
        let resource = Some(Box::new((id.to_owned(), kind)));
        Self { resource, ..Self::new("ResourceNotFoundException", 404, message) }
    }

    pub(super) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", 400, message)
    }

    /// IAM: a parameter is wrong.
    pub(super) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new("InvalidInput", 400, message)
    }

    /// IAM: the policies are sound, and yet what they decide is not known. AWS sends 500, which clients ask again for; here nothing
    /// would change.
    pub(super) fn undecided(message: impl Into<String>) -> Self {
        Self::new("PolicyEvaluation", 400, message)
    }

    pub(super) fn invalid_action(message: impl Into<String>) -> Self {
        Self::new("InvalidAction", 400, message)
    }

    pub(super) fn access_denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", 403, message)
    }

    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new("RequestEntityTooLargeException", 413, message)
    }

    /// Later there may be an answer.
    pub(super) fn busy(message: impl Into<String>) -> Self {
        Self::new("ThrottlingException", 429, message)
    }

    pub(super) fn internal() -> Self {
        let message = "something went wrong here; the server's log has more";
        Self::new("InternalServerException", 500, message)
    }

    /// What an operation refuses, unless it is our fault, as `wrong` says it.
    pub(super) fn of(error: &OpError, wrong: fn(String) -> Self) -> Self {
        match error.kind {
            ErrorKind::Internal => {
                crate::terminal::complain_of(error);
                Self::internal()
            }
            _ => wrong(in_words(error)),
        }
    }

    /// The same of an item of a list.
    pub(super) fn within(self, list: &str, index: usize) -> Self {
        self.of_member(&format!("{list}.{}", index + 1))
    }

    pub(super) fn of_member(self, name: &str) -> Self {
        Self { message: format!("{name}: {}", self.message), ..self }
    }

    /// The body of REST-JSON.
    pub(super) fn json(&self) -> Value {
        let fields = self.fields.iter().map(|(name, message)| json!({ "name": name, "message": message }));
        let fields: Vec<Value> = fields.collect();
        let members = [
            ("message", Some(self.message.as_str().into())),
            ("reason", self.reason.map(Value::from)),
            ("resourceId", self.resource.as_ref().map(|resource| resource.0.as_str().into())),
            ("resourceType", self.resource.as_ref().map(|resource| resource.1.into())),
            ("fieldList", (!fields.is_empty()).then(|| fields.into())),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// Who has to do something about it, in the words of the query protocol.
    pub(super) fn whose(&self) -> &'static str {
        if self.status < 500 { "Sender" } else { "Receiver" }
    }
}

/// All that an operation says against a request. Hints speak of our own flags and members, which these clients do not have.
fn in_words(error: &OpError) -> String {
    let all = std::iter::once(&error.message).chain(&error.also);
    all.map(String::as_str).collect::<Vec<_>>().join("; ")
}
