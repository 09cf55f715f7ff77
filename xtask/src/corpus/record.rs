//! One event: its text, and what it is meant to be.

use super::calls::{CALLS, Call, Shape};
use super::dice::Dice;
use super::identity::{self, Identity};
use super::request::{parameters, put, resources};
use super::truth::Meaning;
use super::world::{Account, Caller, Kind};

/// When and where an event happens.
pub(super) struct Place<'a> {
    pub(super) account: &'a Account,
    pub(super) region: &'static str,
    /// As `2026-01-31`.
    pub(super) day: &'a str,
    pub(super) hour: usize,
}

const AGENTS: &[&str] = &[
    "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#arm64 exec-env/AWS_ECS_FARGATE api/s3#1.58.2",
    "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#5.10.218-208.862.amzn2.x86_64 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.131",
    "aws-sdk-java/2.25.60 Linux/6.1.90-99.173.amzn2023.aarch64 OpenJDK_64-Bit_Server_VM/21.0.3+9-LTS Java/21.0.3 vendor/Amazon.com_Inc. exec-env/AWS_Lambda_java21 io/sync http/Apache cfg/retry-mode/standard",
    "APN/1.0 HashiCorp/1.0 Terraform/1.8.5 (+https://www.terraform.io) terraform-provider-aws/5.55.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.27.2 os/linux lang/go#1.22.4",
    "[aws-cli/2.16.8 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.8 cfg/retry-mode#standard \\\"quoted\\\"]",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "console.amazonaws.com",
];
const REFUSALS: &[&str] = &[
    "AccessDenied",
    "AccessDenied",
    "AccessDeniedException",
    "Client.UnauthorizedOperation",
    "UnauthorizedOperation",
    "UnauthorizedAccess",
    "S3AccessDenied",
];
const FAILURES: &[&str] = &[
    "ThrottlingException",
    "Client.RequestLimitExceeded",
    "NoSuchEntityException",
    "ResourceNotFoundException",
    "NoSuchKey",
    "ValidationException",
    "ConditionalCheckFailedException",
    "Client.InvalidInstanceID.NotFound",
    "InvalidParameterException",
    "RequestExpired",
    // Shown as errors, though they say that calls were refused.
    "AuthorizationErrorException",
    "Client.AuthFailure",
    "NotAuthorizedException",
    "ForbiddenException",
];
/// Kinds of events that are no API calls, by how many come in a hundred thousand: type, source, name, reason.
const OTHERS: &[(usize, &str, &str, &str)] = &[
    (1400, "AwsServiceEvent", "kms.amazonaws.com", "RotateKey"),
    (500, "AwsConsoleSignIn", "signin.amazonaws.com", "ConsoleLogin"),
    (80, "AwsConsoleAction", "health.amazonaws.com", "DescribeEventAggregates"),
    (300, "AwsVpceEvent", "s3.amazonaws.com", "GetObject"),
];

/// An event of this caller.
pub(super) fn record(caller: &Caller, place: &Place<'_>, dice: &mut Dice) -> (String, Meaning) {
    dice.of(caller.number);
    let identity = identity::identity(caller, place.account, place.day, dice);
    let call = call(caller, dice);
    let (kind, source, name, skip) = kind(&call, dice);
    let mut text = String::with_capacity(2048);
    let version = dice.pick(&["1.08", "1.09", "1.10", "1.11"]);
    let Identity { text: user, principal, invoked_by, role_in_request } = &identity;
    put(&mut text, format_args!(r#"{{"eventVersion":"{version}","userIdentity":{user}"#));
    let (minute, second) = (dice.below(60), dice.below(60));
    let Place { account, region, day, hour } = place;
    put(
        &mut text,
        format_args!(r#","eventTime":"{day}T{hour:02}:{minute:02}:{second:02}Z","eventSource":"{source}""#),
    );
    // Some services log names with a blank behind; it is no part of the name.
    let blank = if dice.in_thousand(2) { " " } else { "" };
    put(&mut text, format_args!(r#","eventName":"{name}{blank}","awsRegion":"{region}""#));
    let address = invoked_by.clone().unwrap_or_else(|| {
        let host = dice.habit(4, 1000);
        format!("203.0.{}.{}", 110 + host / 250, host % 250)
    });
    let agent =
        invoked_by.as_deref().unwrap_or_else(|| AGENTS[(caller.calls.len() + dice.below(2)) % AGENTS.len()]);
    put(&mut text, format_args!(r#","sourceIPAddress":"{address}","userAgent":"{agent}""#));
    let outcome = fail(&mut text, &call, principal, place, dice);
    parameters(&mut text, &call, place, role_in_request.as_deref(), outcome == "ok", dice);
    if dice.in_thousand(180) {
        let (into, out) = (dice.below(9000), dice.below(1_000_000));
        put(
            &mut text,
            format_args!(
                r#","additionalEventData":{{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":{into},"AuthenticationMethod":"AuthHeader","x-amz-id-2":"{}","bytesTransferredOut":{out}.0}}"#,
                dice.base64(76)
            ),
        );
    }
    put(
        &mut text,
        format_args!(
            r#","requestID":"{}","eventID":"{}","readOnly":{}"#,
            dice.uuid(),
            dice.uuid(),
            call.reads
        ),
    );
    resources(&mut text, &call, place, dice);
    if kind != "missing" {
        put(&mut text, format_args!(r#","eventType":"{kind}""#));
    }
    put(&mut text, format_args!(r#","managementEvent":true,"recipientAccountId":"{}""#, account.id));
    if dice.in_thousand(120) {
        put(
            &mut text,
            format_args!(
                r#","vpcEndpointId":"vpce-0a1b2c3d{:04x}","vpcEndpointAccountId":"{}""#,
                dice.habit(2, 60),
                account.id
            ),
        );
    }
    put(&mut text, format_args!(r#","eventCategory":"Management""#));
    if invoked_by.is_none() {
        let host = source.trim_end_matches(".amazonaws.com");
        put(
            &mut text,
            format_args!(
                r#","tlsDetails":{{"tlsVersion":"TLSv1.{}","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{host}.{region}.amazonaws.com"}}"#,
                2 + dice.below(2)
            ),
        );
    }
    text.push('}');
    let meaning = match skip {
        Some(reason) => Meaning::Skipped(reason),
        None => Meaning::Used { principal: identity.principal, source, name, outcome },
    };
    (text, meaning)
}

fn call(caller: &Caller, dice: &mut Dice) -> Call {
    let special = |source, name, shape| Call { source, name, shape, reads: true };
    match caller.kind {
        Kind::Saml => special("sts", "AssumeRoleWithSAML", Shape::AssumeRole),
        Kind::WebIdentity => special("sts", "AssumeRoleWithWebIdentity", Shape::AssumeRole),
        Kind::WebProvider => special("sts", "AssumeRoleWithWebIdentity", Shape::Bare),
        Kind::CenterUser => special("sso", "ListAccounts", Shape::Page),
        Kind::Anonymous => special("s3", "GetObject", Shape::Object),
        Kind::Service => special("sts", "AssumeRole", Shape::AssumeRole),
        _ => CALLS[caller.calls[dice.rank(caller.calls.len())]],
    }
}

/// The event type, source and name, and why the event is no API call if it is none.
fn kind(call: &Call, dice: &mut Dice) -> (&'static str, String, String, Option<&'static str>) {
    let mut left = dice.below(100_000);
    for (share, kind, source, name) in OTHERS {
        if left < *share {
            return (kind, (*source).to_owned(), (*name).to_owned(), Some(kind));
        }
        left -= share;
    }
    let source = format!("{}.amazonaws.com", call.source);
    let untyped = left < 8;
    let (kind, skip) = if untyped { ("missing", Some("no-event-type")) } else { ("AwsApiCall", None) };
    (kind, source, call.name.to_owned(), skip)
}

/// How the call ends.
fn fail(text: &mut String, call: &Call, principal: &str, place: &Place<'_>, dice: &mut Dice) -> &'static str {
    let (code, outcome) = match dice.below(1000) {
        0..45 => (dice.pick(REFUSALS), "denied"),
        45..110 => (dice.pick(FAILURES), "error"),
        110..115 => ("", "ok"),
        _ => return "ok",
    };
    put(text, format_args!(r#","errorCode":"{code}""#));
    let (source, name) = (call.source, call.name);
    match outcome {
        "denied" => put(
            text,
            format_args!(
                r#","errorMessage":"User: {principal} is not authorized to perform: {source}:{name} on resource: \"arn:{}:{source}:{}:{}:*\" because no identity-based policy allows the {source}:{name} action""#,
                place.account.partition, place.region, place.account.id
            ),
        ),
        "error" => {
            let word = dice.pick(&[
                "not found",
                "déjà vu",
                "nicht gefunden \\u00fc\\u0308",
                "再試行してください",
                "line\\nbreak\\ttab",
            ]);
            put(
                text,
                format_args!(r#","errorMessage":"Rate exceeded or resource {word} ({})""#, dice.below(1000)),
            );
        }
        _ => {}
    }
    outcome
}
