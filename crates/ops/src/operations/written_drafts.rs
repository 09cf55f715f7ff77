//! Drafted policies in the form that was asked for: in the answer, or in files.

use std::path::PathBuf;

use clap::ValueEnum;
use draft::Form;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::generated::Generated;
use crate::render::drafted::{self, Piece};
use crate::render::plain;
use crate::wire::JsonObject;
use crate::{Context, OpError, Outcome, Response, Style};

/// How policies are written, and where to
#[derive(Debug, Default, clap::Args, Deserialize, JsonSchema)]
pub(super) struct Writing {
    /// Write the policies as `json`, `yaml`, `terraform` (with `jsonencode`), `terraform-document` (with the data source
    /// `aws_iam_policy_document`), `cloudformation`, or `cli` (a shell script for the AWS CLI)
    #[arg(long, value_enum, value_name = "LANGUAGE", hide_possible_values = true)]
    #[serde(default)]
    #[schemars(description = "The language to write the policies in; `cli` is a script for the AWS CLI")]
    r#as: Option<Language>,

    /// Write each policy to a file of its own in this folder: all of them or none
    #[arg(long, short, value_name = "DIR")]
    #[serde(default)]
    #[schemars(description = "Write each policy to a file of its own in this folder")]
    output: Option<PathBuf>,
}

/// A language that policies are deployed in
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(super) enum Language {
    /// The policy itself
    Json,
    /// The policy itself, in YAML
    Yaml,
    /// Resources with `jsonencode`
    Terraform,
    /// Resources and data sources
    TerraformDocument,
    /// A template
    #[serde(rename = "cloudformation")]
    #[value(name = "cloudformation")]
    CloudFormation,
    /// A shell script for the AWS CLI
    Cli,
}

/// Policies by principal, and where they were written
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WrittenDrafts {
    #[serde(flatten)]
    generated: Generated,
    /// Each policy in the language that was asked for
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<JsonObject>")]
    files: Vec<WrittenPolicy>,
    #[serde(skip)]
    text: Option<String>,
    /// Whether the language makes a policy too long for its form, which its file says.
    #[serde(skip)]
    is_grown: bool,
}

/// A policy in the language that was asked for
#[derive(Debug, Serialize, JsonSchema)]
struct WrittenPolicy {
    principal: String,
    /// The name of the policy
    policy: String,
    /// The file that holds it, or could: the same name each time
    path: String,
    /// What is in it; left out if it was written
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Writing {
    /// Writes the policies as asked for; what else there is to tell stays beside them.
    ///
    /// Policies of no form are written as they are, and as nothing else.
    pub(super) fn write(
        self,
        generated: Generated,
        form: Option<Form>,
        cx: &Context,
    ) -> Result<WrittenDrafts, OpError> {
        if self.r#as.is_none() && self.output.is_none() {
            return Ok(WrittenDrafts { generated, files: Vec::new(), text: None, is_grown: false });
        }
        let language = self.r#as.unwrap_or(Language::Json);
        if form.is_none() && !matches!(language, Language::Json | Language::Yaml) {
            return Err(OpError::invalid(
                "the policy is part of what it belongs to, such as a role or a bucket",
            )
            .hint("write it as `json` or `yaml`"));
        }
        let policies = generated.policies()?;
        let policies = policies.iter().map(|(principal, name, document)| (*principal, *name, document));
        let pieces = drafted::pieces(form.unwrap_or_default(), policies);
        let one = |piece: &Piece<'_>| {
            let name = format!("{}.{}", piece.stem, language.extension());
            Ok((name, language.write(std::slice::from_ref(piece))?))
        };
        let files: Vec<(String, String)> = pieces.iter().map(one).collect::<Result<_, OpError>>()?;
        let is_terraform = matches!(language, Language::Terraform | Language::TerraformDocument);
        let grown: Vec<String> = pieces.iter().filter(|_| is_terraform).filter_map(drafted::grown).collect();
        let text = match &self.output {
            Some(folder) => {
                cx.check_cancelled()?;
                let named: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
                let written = if named.is_empty() { Vec::new() } else { cx.write_files(folder, &named)? };
                let lines: String =
                    written.iter().flat_map(|path| ["wrote ".into(), plain(path), "\n".into()]).collect();
                let grown = grown.iter().flat_map(|note| ["# ".into(), plain(note), "\n".into()]);
                let lines = lines + &grown.collect::<String>();
                let gap = if lines.is_empty() { "" } else { "\n" };
                lines + gap + &generated.notes()
            }
            // Nothing else may stand beside JSON.
            None if language == Language::Json => language.write(&pieces)?,
            None => language.write(&pieces)? + "\n" + &comments(&generated.notes()),
        };
        let told = |(piece, (name, text)): (&Piece<'_>, (String, String))| WrittenPolicy {
            principal: piece.principal.to_owned(),
            policy: piece.name.to_owned(),
            path: self
                .output
                .as_ref()
                .map_or(name.clone(), |folder| folder.join(&name).display().to_string()),
            text: self.output.is_none().then_some(text),
        };
        let files = pieces.iter().zip(files).map(told).collect();
        Ok(WrittenDrafts { generated, files, text: Some(text), is_grown: !grown.is_empty() })
    }
}

impl Language {
    fn write(self, pieces: &[Piece<'_>]) -> Result<String, OpError> {
        match self {
            Self::Json => Ok(drafted::json(pieces)),
            Self::Yaml => Ok(drafted::yaml(pieces)),
            Self::Terraform => Ok(drafted::terraform(pieces)),
            Self::TerraformDocument => drafted::terraform_document(pieces),
            Self::CloudFormation => drafted::cloudformation(pieces),
            Self::Cli => Ok(drafted::aws_cli(pieces)),
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Terraform | Self::TerraformDocument => "tf",
            Self::CloudFormation => "template.yaml",
            Self::Cli => "sh",
        }
    }
}

impl Response for WrittenDrafts {
    fn text(&self, style: Style) -> String {
        self.text.clone().unwrap_or_else(|| self.generated.text(style))
    }

    fn outcome(&self) -> Outcome {
        if self.is_grown { Outcome::Findings } else { self.generated.outcome() }
    }
}

/// Every line as a comment, which all of the languages write alike.
fn comments(notes: &str) -> String {
    let comment = |line: &str| match line {
        "" => "\n".to_owned(),
        line if line.starts_with('#') => format!("{line}\n"),
        line => format!("# {line}\n"),
    };
    notes.lines().map(comment).collect()
}
