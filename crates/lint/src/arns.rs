//! The ARNs under `Resource` and `NotResource`, part by part.

use catalog::{ArnOwner, Catalog, nearest_words};
use policy::{ARN_PARTS, Glob, ResourcePattern, arn_parts};

use crate::Cx;

/// A resource written as an ARN of six parts. Only the last one may hold policy variables: what stands behind a variable in the
/// parts before it nobody can know, so such an ARN is not looked at.
#[derive(Clone, Copy)]
pub(crate) struct ResourceArn<'a> {
    pub(crate) text: &'a str,
    pub(crate) partition: &'a str,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    /// The last part, in which variables are stars.
    pub(crate) resource: &'a Glob,
    pub(crate) owners: Owners,
}

/// What the formats that a resource may be of say of its region and account, as far as these are not left open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owners {
    /// No ARN has such a service.
    UnknownService,
    /// The service has ARNs, and none is like this.
    None,
    Some {
        region: Field,
        account: Field,
    },
}

/// What all formats say of one part, as far as they agree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Empty,
    Filled,
    /// It hangs on the format, or on the resource.
    Either,
}

impl<'a> ResourceArn<'a> {
    pub(crate) fn of(catalog: &Catalog, pattern: &'a ResourcePattern) -> Option<Self> {
        let text = pattern.as_str();
        let (["arn", partition, service, region, account, rest], ARN_PARTS) = arn_parts(text) else {
            return None;
        };
        // Under the old version `${…}` is text, but was hardly meant to be.
        if text.contains('$')
            && ([partition, service, region, account].iter().any(|part| part.contains("${"))
                || (pattern.is_exact() && rest.contains("${")))
        {
            return None;
        }
        let resource = pattern.parts().last()?;
        let owners = Owners::of(catalog, service, (region, account), resource);
        Some(Self { text, partition, service, region, account, resource, owners })
    }

    /// The regions and accounts of the formats that the resource may be of: none if the service is not known, or has no such
    /// resources.
    pub(crate) fn owners<'c>(&self, catalog: &'c Catalog) -> impl Iterator<Item = ArnOwner<'c>>
    where
        'a: 'c,
    {
        catalog.arn_owners_meeting(self.service, self.resource)
    }

    /// Whether the service's name has wildcards in it.
    pub(crate) fn has_open_service(&self) -> bool {
        is_open(self.service)
    }

    /// The ARN with another region and account.
    pub(crate) fn with_owner(&self, region: &str, account: &str) -> String {
        format!("arn:{}:{}:{region}:{account}:{}", self.partition, self.service, self.resource_text())
    }

    /// The last part as written.
    pub(crate) fn resource_text(&self) -> &'a str {
        let ([.., rest], _) = arn_parts(self.text);
        rest
    }

    pub(crate) fn forbids_region(&self) -> bool {
        !self.region.is_empty()
            && !may_be_empty(self.region)
            && !REGIONAL.contains(&self.service)
            && matches!(self.owners, Owners::Some { region: Field::Empty, .. })
    }

    pub(crate) fn forbids_account(&self) -> bool {
        !self.account.is_empty()
            && !may_be_empty(self.account)
            && matches!(self.owners, Owners::Some { account: Field::Empty, .. })
    }

    pub(crate) fn lacks_region(&self) -> bool {
        self.region.is_empty() && matches!(self.owners, Owners::Some { region: Field::Filled, .. })
    }

    /// Whether the account is missing from an ARN that must have one. Resources of AWS's own have none, or `aws`.
    pub(crate) fn lacks_account(&self) -> bool {
        self.account.is_empty()
            && matches!(self.owners, Owners::Some { account: Field::Filled, .. })
            && !may_be_of_aws(self)
    }

    /// Whether no resource of the service is named like this.
    pub(crate) fn is_of_no_type(&self) -> bool {
        self.is_of_no_listed_type() && !is_unlisted(self)
    }

    /// Whether AWS uses such resources without listing them, so that nobody can say which actions apply to them.
    pub(crate) fn is_of_unlisted_type(&self) -> bool {
        is_unlisted(self) && self.is_of_no_listed_type()
    }

    fn is_of_no_listed_type(&self) -> bool {
        self.owners == Owners::None
    }

    /// Whether the service would be known in lower case, and is not as it stands.
    pub(crate) fn has_wrong_case(&self, catalog: &Catalog) -> bool {
        self.service.contains(|letter: char| letter.is_ascii_uppercase())
            && is_service(catalog, &self.service.to_ascii_lowercase())
    }
}

/// Whether the resource is no ARN, or one of a service or type that cannot be, so that there is no use in asking what it meets.
pub(crate) fn is_malformed(cx: &Cx<'_>, resource: &ResourcePattern) -> bool {
    if !resource.is_exact() {
        return false;
    }
    has_wrong_prefix(resource)
        || resource.is_short()
        || cx.facts.arn(resource).is_some_and(|arn| {
            arn.has_wrong_case(cx.catalog) || (arn.is_of_no_type() && !arn.has_open_service())
        })
}

/// Whether the resource begins neither with `arn:` nor with a variable, nor is `*`.
pub(crate) fn has_wrong_prefix(resource: &ResourcePattern) -> bool {
    let text = resource.as_str();
    !text.starts_with("arn:") && !text.starts_with("${") && !resource.is_everything()
}

pub(crate) fn is_open(part: &str) -> bool {
    part.contains(['*', '?'])
}

/// Whether ARNs or actions of a service have this name, in lower case.
pub(crate) fn is_service(catalog: &Catalog, name: &str) -> bool {
    catalog.arn_formats(name).next().is_some() || catalog.service(name).is_some()
}

/// Whether the empty text matches, too.
fn may_be_empty(part: &str) -> bool {
    part.bytes().all(|byte| byte == b'*')
}

/// The regions that were likely meant, of that partition if it is known.
pub(crate) fn nearest_regions<'c>(catalog: &'c Catalog, region: &str, partition: &str) -> Vec<&'c str> {
    let is_known = catalog.partition(partition).is_some();
    let regions = catalog.regions().filter(|known| !known.is_pseudo());
    let regions = regions.filter(|known| !is_known || known.partition() == partition);
    nearest_words(region, regions.map(catalog::Region::name))
}

impl Owners {
    fn of(catalog: &Catalog, service: &str, written: (&str, &str), resource: &Glob) -> Self {
        let mut owners = catalog.arn_owners_meeting(service, resource);
        let Some(first) = owners.next() else {
            let is_known = catalog.arn_formats(service).next().is_some();
            return if is_known { Self::None } else { Self::UnknownService };
        };
        // A star is right whatever the formats say.
        let is_star = |part: &str| !part.is_empty() && may_be_empty(part);
        let field = |written, part| if is_star(written) { Field::Either } else { Field::of(part) };
        let [mut region, mut account] = [field(written.0, first.region), field(written.1, first.account)];
        for other in owners {
            if (region, account) == (Field::Either, Field::Either) {
                break;
            }
            (region, account) = (region.and(Field::of(other.region)), account.and(Field::of(other.account)));
        }
        Self::Some { region, account }
    }
}

impl Field {
    fn of(part: &str) -> Self {
        match part {
            "" => Self::Empty,
            "*" => Self::Either,
            _ => Self::Filled,
        }
    }

    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Either }
    }
}

/// Resources that AWS's guides, or policies of its own, name although the service authorization reference does not list them.
///
/// Sources: <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html>,
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html>,
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
const UNLISTED: &[(&str, &str)] = &[
    ("apigateway", "/tags*"),
    ("apigateway", "/v2/*"),
    ("aps", "/workspaces*"),
    ("autoscaling", "scalingPolicy:*:resource/*"),
    ("backup", "recovery-point:*"),
    ("bedrock-agentcore", "credential-provider/*"),
    ("cloudformation", "transform/*"),
    ("grafana", "/workspaces*"),
    ("pricingplanmanager", "subscription:*"),
    ("redshift-serverless", "snapshotcopyconfiguration/*"),
    ("robomaker", "/create*"),
    ("secretsmanager", "opsworks-cm!*"),
    ("secretsmanager", "sqlworkbench!*"),
    ("securityagent", "agent-instance*"),
    ("waf", "changetoken/*"),
    ("waf-regional", "changetoken/*"),
];

fn is_unlisted(arn: &ResourceArn<'_>) -> bool {
    let mut forms = UNLISTED.iter().filter(|(service, _)| *service == arn.service);
    forms.any(|(_, form)| arn.resource.intersects(&Glob::new(form)))
}

/// Services whose ARNs have a region, although the service authorization reference shows them without.
///
/// Sources: <https://docs.aws.amazon.com/amazonswf/latest/developerguide/swf-dev-iam.html>,
/// <https://docs.aws.amazon.com/opsworks/latest/userguide/opscm-security-iam-access.html>
const REGIONAL: [&str; 2] = ["opsworks-cm", "swf"];

/// Types of which AWS itself, or whoever shares with everyone, has resources whose ARN names no account.
///
/// Sources: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/registry-public.html>,
/// <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.policies.arn.html>,
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html>,
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-providers.html>
const OF_AWS: &[(&str, &str)] = &[
    ("cloudformation", "type/"),
    ("ssm", "document/"),
    ("ssm", "automation-definition/"),
    ("ssm", "parameter/"),
    ("ssm", "patchbaseline/"),
    ("ec2", "image/"),
    ("ec2", "snapshot/"),
    ("elasticbeanstalk", "platform/"),
    ("elasticbeanstalk", "solutionstack/"),
    ("resource-explorer-2", "view/AWSServiceView"),
    ("securityhub", "product/"),
];

fn may_be_of_aws(arn: &ResourceArn<'_>) -> bool {
    let mut types = OF_AWS.iter().filter(|(service, _)| *service == arn.service);
    types.any(|(_, kind)| arn.resource.intersects(&Glob::new(&format!("{kind}*"))))
}
