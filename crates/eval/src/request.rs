//! A request: who wants to do what on what, and under which circumstances.

use std::fmt;

use policy::{RequestResource, ResourcePattern, ShortArn};

use crate::{Caller, Context};

/// One request for one action on one resource.
///
/// An API call may ask for several at once (`ec2:RunInstances`: instance, volume, image …); each is a request of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    caller: Caller,
    action: String,
    /// An ARN, or `*` where the action names no resource.
    resource: String,
    /// Set if the request is about all resources that match.
    pattern: Option<ResourcePattern>,
    resource_account: Option<String>,
    context: Context,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestFault {
    /// The action is not `service:Name`.
    Action(String),
    /// The resource is neither `*` nor an ARN.
    Resource(String),
}

/// A request as it is compared: taken apart once for all statements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) service: &'a str,
    pub(crate) name: &'a str,
    pub(crate) resource: RequestResource<'a>,
    /// Then the question is about all resources that match, and an answer holds for every one of them.
    pub(crate) pattern: Option<&'a ResourcePattern>,
    pub(crate) context: &'a Context,
    pub(crate) has_boundary: bool,
}

/// Actions that name no resource and still are granted by an ARN, with the ARN they ask for.
///
/// Source: the example of <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
pub const ASKED_AS: [(&str, &str); 1] = [("s3:ListAllMyBuckets", "arn:aws:s3:::*")];

impl Request {
    /// A request with the keys filled in that follow from it. `resource_account` is the account that owns the resource; none takes
    /// it from the ARN, or the caller's where the ARN has none.
    pub fn new(
        caller: Caller,
        action: &str,
        resource: &str,
        resource_account: Option<&str>,
        mut context: Context,
    ) -> Result<Self, RequestFault> {
        let (service, name) = action.split_once(':').unwrap_or_default();
        if service.is_empty() || name.is_empty() || action.contains(char::is_whitespace) {
            return Err(RequestFault::Action(action.to_owned()));
        }
        let asked_as =
            ASKED_AS.iter().find(|(known, _)| known.eq_ignore_ascii_case(action) && resource == "*");
        let resource = asked_as.map_or(resource, |(_, arn)| arn);
        let parts = RequestResource::parse(resource);
        if resource != "*" && parts.parts().is_none_or(|parts| parts[0] != "arn") {
            return Err(RequestFault::Resource(resource.to_owned()));
        }
        let part = |at: usize| {
            parts.parts().and_then(|parts| parts.get(at)).copied().filter(|part| !part.is_empty())
        };
        let resource_account = resource_account.or(part(4)).or(caller.account()).map(str::to_owned);
        fill(&mut context, &caller, resource_account.as_deref(), part(3));
        Ok(Self {
            caller,
            action: action.to_owned(),
            resource: resource.to_owned(),
            pattern: None,
            resource_account,
            context,
        })
    }

    /// The same request for every resource that its own, read as a pattern, matches. What is decided then holds for all of them, and
    /// is unknown where some fare otherwise than others.
    #[must_use]
    pub fn for_all(&self) -> Self {
        let pattern = ResourcePattern::parse(&self.resource).with_short_arn(ShortArn::Nothing);
        Self { pattern: Some(pattern), ..self.clone() }
    }

    /// The same request for another resource.
    #[must_use]
    pub fn on(&self, resource: &str) -> Self {
        Self { resource: resource.to_owned(), pattern: None, ..self.clone() }
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub fn action(&self) -> &str {
        &self.action
    }

    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The account that owns the resource; none if neither the ARN nor the caller tells.
    pub fn resource_account(&self) -> Option<&str> {
        self.resource_account.as_deref()
    }

    pub fn context(&self) -> &Context {
        &self.context
    }

    /// As [`Self::on`] would be seen.
    pub(crate) fn view_on<'a>(&'a self, resource: &'a str) -> View<'a> {
        View { resource: RequestResource::parse(resource), pattern: None, ..self.view(false) }
    }

    pub(crate) fn view(&self, has_boundary: bool) -> View<'_> {
        let (service, name) = self.action.split_once(':').unwrap_or_default();
        let resource = RequestResource::parse(&self.resource);
        let pattern = self.pattern.as_ref();
        View { caller: &self.caller, service, name, resource, pattern, context: &self.context, has_boundary }
    }
}

/// Fills in the global keys whose values are plain from the rest of the request. `aws:username` is not among them: a test of a
/// policy says by leaving it out what happens to callers that have none.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
fn fill(context: &mut Context, caller: &Caller, resource_account: Option<&str>, region: Option<&str>) {
    let kind = match caller {
        Caller::Anonymous => "Anonymous",
        Caller::Root { .. } => "Account",
        Caller::User { .. } => "User",
        Caller::Role { .. } => "AssumedRole",
        Caller::FederatedUser { .. } => "FederatedUser",
        Caller::Service { .. } => "Service",
        Caller::Federated { .. } => "",
    };
    if !kind.is_empty() {
        context.fill("aws:PrincipalType", kind);
    }
    if let Some(account) = caller.account() {
        context.fill("aws:PrincipalAccount", account);
        context.fill("aws:PrincipalIsAWSService", "false");
    }
    match caller {
        Caller::Root { account, arn } => {
            context.fill("aws:PrincipalArn", arn);
            context.fill("aws:userid", account);
        }
        Caller::User { arn, .. } => context.fill("aws:PrincipalArn", arn),
        Caller::Role { account, name, arn, .. } => {
            // Of a session the role's path is not known; most roles have none.
            match arn.split_once(":sts::") {
                Some((partition, _)) => {
                    context.fill("aws:PrincipalArn", &format!("{partition}:iam::{account}:role/{name}"));
                }
                None => context.fill("aws:PrincipalArn", arn),
            }
        }
        Caller::FederatedUser { account, name, arn } => {
            context.fill("aws:PrincipalArn", arn);
            context.fill("aws:userid", &format!("{account}:{name}"));
        }
        Caller::Service { name } => {
            context.fill("aws:PrincipalIsAWSService", "true");
            context.fill("aws:PrincipalServiceName", name);
        }
        Caller::Anonymous => {
            context.fill("aws:PrincipalAccount", "anonymous");
            context.fill("aws:userid", "anonymous");
        }
        Caller::Federated { .. } => {}
    }
    if let Some(account) = resource_account {
        context.fill("aws:ResourceAccount", account);
    }
    if let Some(region) = region {
        context.fill("aws:RequestedRegion", region);
    }
}

impl fmt::Display for RequestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(text) => write!(f, "`{text}` is no action: one is written `service:Name`"),
            Self::Resource(text) => write!(f, "`{text}` is no resource: one is an ARN, or `*`"),
        }
    }
}
