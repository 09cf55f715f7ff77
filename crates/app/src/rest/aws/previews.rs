//! Access previews: who outside of the account a resource's policy would let in. Every answer is a proof about one statement and one of
//! its principals, beside all that the policy denies.
//!
//! Sources: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAccessPreview.html>,
//! <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_GetAccessPreview.html> and
//! <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAccessPreviewFindings.html>

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use ops::Context;
use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::form::Form;
use super::members::Members;
use super::run::{put, run, summary, value};
use super::{page, principals};
use crate::environment;
use crate::rest::audit::moment;

/// What may be previewed: the configuration, where its policy is, the type of the resource, and what a check calls that type.
const KINDS: [(&str, &str, &str, &str); 10] = [
    ("iamRole", "/trustPolicy", "AWS::IAM::Role", "AWS::IAM::AssumeRolePolicyDocument"),
    ("sqsQueue", "/queuePolicy", "AWS::SQS::Queue", "AWS::SQS::Queue"),
    ("snsTopic", "/topicPolicy", "AWS::SNS::Topic", "AWS::SNS::Topic"),
    ("kmsKey", "/keyPolicies/default", "AWS::KMS::Key", "AWS::KMS::Key"),
    ("secretsManagerSecret", "/secretPolicy", "AWS::SecretsManager::Secret", "AWS::SecretsManager::Secret"),
    ("s3Bucket", "/bucketPolicy", "AWS::S3::Bucket", "AWS::S3::Bucket"),
    ("ecrRepository", "/repositoryPolicy", "AWS::ECR::Repository", "AWS::ECR::Repository"),
    ("efsFileSystem", "/fileSystemPolicy", "AWS::EFS::FileSystem", "AWS::EFS::FileSystem"),
    ("dynamodbTable", "/tablePolicy", "AWS::DynamoDB::Table", "AWS::DynamoDB::Table"),
    ("dynamodbStream", "/streamPolicy", "AWS::DynamoDB::Stream", "AWS::DynamoDB::Stream"),
];

/// Members of configurations that let nobody in.
const HARMLESS: [&str; 1] = ["kmsKeyId"];

/// Bytes of previews that are remembered while the server runs, and of one.
const REMEMBERED: usize = 32 << 20;
const LARGEST: usize = 4 << 20;

/// Findings on a page, if the request does not say, and at most.
const PAGE: usize = 100;
const PAGE_MOST: usize = 1_000;

/// The last previews; the oldest are forgotten.
#[derive(Clone, Default)]
pub(in crate::rest) struct Previews(Arc<Mutex<VecDeque<Arc<Preview>>>>);

struct Preview {
    id: String,
    /// As `GetAccessPreview` tells it.
    told: Value,
    findings: Vec<Value>,
    size: usize,
}

/// The policy of a resource.
struct Asked<'a> {
    resource: &'a str,
    owner: &'a str,
    policy: &'a str,
    kind: &'static str,
    check: &'static str,
}

impl Previews {
    pub(super) fn create(&self, body: &[u8], cx: &Context) -> Result<Value, Fault> {
        let members = Members::parse(body)?;
        let analyzer = analyzer(members.text("analyzerArn")?)?;
        let configurations = members.map("configurations")?;
        let mut each = configurations.iter();
        let (Some((resource, configuration)), None) = (each.next(), each.next()) else {
            return Err(Fault::field("configurations", "must have one item"));
        };
        let asked = Asked::read(resource, configuration, analyzer)?;
        let id = uuid::Uuid::new_v4().hyphenated().to_string();
        let created = moment(environment::now());
        let mut told = json!({
            "id": id, "analyzerArn": analyzer, "configurations": configurations, "createdAt": created,
        });
        let found = asked.findings(&created, cx)?;
        put(&mut told, "status", if found.is_some() { "COMPLETED" } else { "FAILED" });
        if found.is_none() {
            put(&mut told, "statusReason", json!({ "code": "INVALID_CONFIGURATION" }));
        }
        let findings = found.unwrap_or_default();
        let size = findings.iter().chain([&told]).map(|each| each.to_string().len()).sum();
        if size > LARGEST {
            return Err(Fault::field("configurations", "come to more findings than can be kept"));
        }
        self.keep(Preview { id: id.clone(), told, findings, size });
        Ok(json!({ "id": id }))
    }

    fn keep(&self, preview: Preview) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(Arc::new(preview));
        while all.iter().map(|preview| preview.size).sum::<usize>() > REMEMBERED {
            all.pop_front();
        }
    }

    pub(super) fn get(&self, id: &str, query: &str) -> Result<Value, Fault> {
        let asked = Form::parse(query.as_bytes()).map_err(|fault| Fault::unparsable(fault.message))?;
        let named = asked.text("analyzerArn").ok_or_else(|| Fault::field("analyzerArn", "must be given"))?;
        Ok(json!({ "accessPreview": self.of(id, analyzer(named)?)?.told }))
    }

    pub(super) fn findings(&self, id: &str, body: &[u8]) -> Result<Value, Fault> {
        let members = Members::parse(body)?;
        let preview = self.of(id, analyzer(members.text("analyzerArn")?)?)?;
        if !members.map("filter")?.is_empty() {
            return Err(Fault::not_supported("filter: all findings of a preview are told"));
        }
        let most = match members.number("maxResults")? {
            None => PAGE,
            Some(0) => return Err(Fault::field("maxResults", "must be a number above 0")),
            Some(most) => usize::try_from(most).unwrap_or(PAGE_MOST).min(PAGE_MOST),
        };
        let findings = &preview.findings;
        let begin = match members.optional("nextToken")? {
            None => 0,
            Some(token) => page::offset(token, id.as_bytes())
                .filter(|begin| *begin < findings.len())
                .ok_or_else(|| Fault::field("nextToken", "is none that was given for this request"))?,
        };
        let end = begin.saturating_add(most).min(findings.len());
        let mut answer = json!({ "findings": findings.get(begin..end).unwrap_or_default() });
        if end < findings.len() {
            put(&mut answer, "nextToken", page::token(end, id.as_bytes()));
        }
        Ok(answer)
    }

    fn of(&self, id: &str, analyzer: &str) -> Result<Arc<Preview>, Fault> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found =
            all.iter().find(|preview| preview.id == id && text(&preview.told, "analyzerArn") == analyzer);
        found.cloned().ok_or_else(|| Fault::not_found(id, "AccessPreview"))
    }
}

impl<'a> Asked<'a> {
    fn read(resource: &'a str, configuration: &'a Value, analyzer: &'a str) -> Result<Self, Fault> {
        let wrong = |what: &str| Fault::field(&format!("configurations.{resource}"), what);
        let (name, given) = match configuration.as_object().map(|members| members.iter().collect::<Vec<_>>())
        {
            Some(members) if members.len() == 1 => members.first().copied(),
            _ => None,
        }
        .ok_or_else(|| wrong("must be the configuration of one resource"))?;
        let (_, place, kind, check) = KINDS
            .iter()
            .find(|(known, ..)| known == name)
            .ok_or_else(|| Fault::not_supported(format!("{name}: this server looks at policies")))?;
        let of_policy = place.split('/').nth(1).unwrap_or_default();
        let beside = given.as_object().into_iter().flat_map(Map::iter).find(|(name, value)| {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            *name != of_policy && !HARMLESS.contains(&name.as_str()) && !is_empty
        });
        let further = given.get(of_policy).and_then(Value::as_object).filter(|policies| policies.len() > 1);
        if let Some(beside) = beside.map(|(beside, _)| beside.as_str()).or(further.map(|_| of_policy)) {
            return Err(Fault::not_supported(format!("{name}.{beside}: this server looks at policies")));
        }
        let policy = given.pointer(place).and_then(Value::as_str).ok_or_else(|| wrong("has no policy"))?;
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let ["arn", _, _, _, account, _] = parts.as_slice() else { return Err(wrong("is of no ARN")) };
        // The name of a bucket does not say whose it is.
        let of_analyzer = analyzer.split(':').nth(4).unwrap_or_default();
        let owner = if account.is_empty() { of_analyzer } else { account };
        Ok(Self { resource, owner, policy, kind, check })
    }

    /// What lets in others; nothing if the policy is none.
    fn findings(&self, created: &str, cx: &Context) -> Result<Option<Vec<Value>>, Fault> {
        let is_trust = self.kind == "AWS::IAM::Role";
        let Ok(_) = summary(self.policy, Fault::unprocessable, cx) else { return Ok(None) };
        let Some(parts) = principals::parts(self.policy) else { return Ok(None) };
        let mut findings = Vec::new();
        for part in parts {
            // AWS's services are not external.
            if part.principal.get("Service").is_some() {
                continue;
            }
            cx.check_cancelled().map_err(|error| Fault::of(&error, Fault::busy))?;
            let request = json!({
                "existing_policy": { "text": zone(self.owner, is_trust) },
                "new_policy": { "text": part.policy.to_string() },
                "policy_type": if is_trust { "trust" } else { "resource" },
            });
            let access = value(run("check_no_new_access", request, Fault::unprocessable, cx)?.as_ref())?;
            if text(&access, "result") == "PASS" {
                continue;
            }
            let request =
                json!({ "policy": { "text": part.policy.to_string() }, "resource_type": self.check });
            let public = value(run("check_no_public_access", request, Fault::unprocessable, cx)?.as_ref())?;
            let mut finding = json!({
                "id": uuid::Uuid::new_v4().hyphenated().to_string(),
                "principal": part.principal,
                "action": part.actions,
                "condition": part.conditions,
                "resource": self.resource,
                "resourceType": self.kind,
                "resourceOwnerAccount": self.owner,
                "createdAt": created,
                "changeType": "NEW",
                "status": "ACTIVE",
                "sources": [{ "type": "POLICY" }],
            });
            if let Some(is_public) = match text(&public, "result") {
                "PASS" => Some(false),
                "FAIL" => Some(true),
                _ => None,
            } {
                put(&mut finding, "isPublic", is_public);
            }
            if text(&access, "result") != "FAIL" {
                put(&mut finding, "error", text(&access, "message"));
            }
            findings.push(finding);
        }
        Ok(Some(findings))
    }
}

/// Keys that say of any caller for whom it acts, with what they say of the account's own.
const OWN: [(&str, &str, &str); 4] = [
    ("StringEquals", "aws:PrincipalAccount", "ACCOUNT"),
    ("StringEquals", "aws:SourceAccount", "ACCOUNT"),
    ("StringEquals", "kms:CallerAccount", "ACCOUNT"),
    ("ArnLike", "aws:SourceArn", "arn:*:*:*:ACCOUNT:*"),
];

/// All that the account itself may be allowed, which no finding is about.
fn zone(account: &str, is_trust: bool) -> String {
    let by_name = json!({ "Effect": "Allow", "Principal": { "AWS": account }, "Action": "*" });
    let by_key = OWN.map(|(operator, key, value)| {
        let value = value.replace("ACCOUNT", account);
        json!({ "Effect": "Allow", "Principal": "*", "Action": "*", "Condition": { operator: { key: value } } })
    });
    let mut statements: Vec<Value> = std::iter::once(by_name).chain(by_key).collect();
    if !is_trust {
        for statement in &mut statements {
            put(statement, "Resource", "*");
        }
    }
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// The ARN of an analyzer.
fn analyzer(arn: &str) -> Result<&str, Fault> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "access-analyzer", _, account, name]
            if account.len() == 12 && name.strip_prefix("analyzer/").is_some_and(|name| !name.is_empty()) =>
        {
            Ok(arn)
        }
        _ => Err(Fault::field("analyzerArn", format!("`{arn}` is the ARN of no analyzer"))),
    }
}

fn text<'a>(of: &'a Value, member: &str) -> &'a str {
    of.get(member).and_then(Value::as_str).unwrap_or_default()
}
