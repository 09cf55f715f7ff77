//! An ARN from the names of its parts.

use draft::arns::{self, ArnWanted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::render::plain;
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Makes an ARN from a service, a resource type and a name
///
/// Instead of writing one by hand. Region and account go in only where ARNs of the type have them. What is missing stays as a
/// placeholder, and `notes` say what it is; `valid` is true if nothing is missing or wrong. That the resource exists is not looked
/// at.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BuildArn {
    /// The service's prefix, such as `s3`
    service: String,

    /// A resource type of the service, such as `bucket`; `query_arn_formats` lists them
    #[arg(value_name = "TYPE")]
    resource_type: String,

    /// The name; where there are several, in the order of the ARN: `BUCKET/KEY`, `CLUSTER/SERVICE`. Wildcards are allowed
    #[arg(value_name = "NAME")]
    resource_name: String,

    /// The region, such as `eu-west-1`
    #[arg(long, default_value = "")]
    #[serde(default)]
    region: String,

    /// The account, 12 digits
    #[arg(long = "account", value_name = "ID", default_value = "")]
    #[serde(default)]
    account_id: String,

    /// The partition
    #[arg(long, default_value = "aws")]
    #[serde(default = "aws")]
    partition: String,
}

fn aws() -> String {
    "aws".to_owned()
}

/// An ARN
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Built {
    arn: String,
    /// Whether nothing is missing and nothing is wrong
    valid: bool,
    /// What is missing, wrong or left out
    notes: Vec<String>,
    /// What is still open in the ARN, such as `Region` for `${Region}`
    placeholders: Vec<String>,
    /// The format as AWS gives it
    format: String,
}

impl Operation for BuildArn {
    const NAME: &'static str = "build_arn";
    const COMMAND: &'static [&'static str] = &["build", "arn"];
    const EFFECT: Effect = Effect::Read;
    type Response = Built;

    fn run(self, cx: &Context) -> Result<Built, OpError> {
        let catalog = cx.catalog();
        let service = known::service(&catalog, &self.service)?;
        let resource = known::resource_type(service, &self.resource_type)?;
        if self.resource_name.is_empty() {
            return Err(OpError::invalid("`resource_name` is empty")
                .hint("give a name, or `*` for every resource of the type"));
        }
        if self.resource_name.starts_with("arn:") {
            return Err(OpError::invalid(format!("`{}` is an ARN already", self.resource_name))
                .hint("`query_arn_formats` with `arn` says what it is; give the name alone"));
        }
        let built = arns::build_arn(
            ArnWanted {
                resource,
                name: &self.resource_name,
                region: &self.region,
                account: &self.account_id,
                partition: &self.partition,
            },
            &catalog,
        );
        Ok(Built {
            arn: built.arn,
            valid: built.valid,
            notes: built.notes,
            placeholders: built.placeholders,
            format: built.format,
        })
    }
}

impl Response for Built {
    /// The ARN, for whatever comes next, and then as comments what to know about it.
    fn text(&self, _: Style) -> String {
        let mut text = format!("{}\n", plain(&self.arn));
        text.extend(self.notes.iter().map(|note| format!("# {}\n", plain(note))));
        text
    }

    fn outcome(&self) -> Outcome {
        if self.valid { Outcome::Clean } else { Outcome::Findings }
    }
}
