//! Do policies still allow and deny what they should? Test files in, passes and failures out.

use std::path::{Path, PathBuf};

use eval::Switches;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::operation::Format;
use crate::simulate::Settings;
use crate::suites::{Suite, is_suite};
use crate::wire::{Disputed, Tested};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Runs unit tests of policies
///
/// When tests lie beside policies: `deploy.iamtest.yaml` tests `deploy.json`, or the `policies` that it names. `cases` are requests
/// with the decision expected; `never` lists actions that no request may be allowed, which is proved over all requests.
///
/// A case has `action`, `resource`, `context`, `principal` and `expect`. `never` is proved for all actions that a wildcard means, all
/// resources, and whatever condition keys a request may have.
///
/// Exits with 1 if a test fails, and with 2 if a file is broken.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestPolicies {
    /// Test files, and folders that are searched for `*.iamtest.yaml`, `*.iamtest.yml` and `*.iamtest.json`
    #[arg(value_name = "PATHS", default_value = ".")]
    #[serde(default = "here")]
    paths: Vec<PathBuf>,

    /// Points on which AWS's documentation is open, to be read the other way than usual
    #[arg(long = "switch", value_name = "NAME")]
    #[serde(default)]
    switches: Vec<Disputed>,
}

fn here() -> Vec<PathBuf> {
    vec![PathBuf::from(".")]
}

impl Operation for TestPolicies {
    const NAME: &'static str = "test_policies";
    const COMMAND: &'static [&'static str] = &["test"];
    const EFFECT: Effect = Effect::Read;
    type Response = Tested;

    fn run(self, cx: &Context) -> Result<Tested, OpError> {
        let suites = self.open(cx)?;
        let catalog = cx.catalog();
        let switches = self.switches.iter().fold(Switches::default(), |on, disputed| on.with(disputed.0));
        let settings = Settings { cx, catalog: &catalog, switches, explain: false, is_strict: false };
        let (mut results, total) = (Vec::new(), suites.len() as u64);
        for suite in suites {
            results.push(suite.run(&settings)?);
            cx.progress().at(results.len() as u64, Some(total), "test files run");
        }
        Ok(Tested::new(results))
    }
}

impl TestPolicies {
    /// All test files; what is wrong with any of them is told at once.
    fn open(&self, cx: &Context) -> Result<Vec<Suite>, OpError> {
        let (mut suites, mut refused) = (Vec::new(), None::<OpError>);
        for path in &self.paths {
            for mut found in cx.walk(path, &is_suite)? {
                if let Ok(name) = Path::new(&found.name).strip_prefix(".") {
                    found.name = name.display().to_string();
                }
                match (Suite::open(&found, cx), &mut refused) {
                    (Ok(suite), _) => suites.push(suite),
                    (Err(error), None) => refused = Some(error),
                    (Err(error), Some(first)) => {
                        first.also.push(error.message);
                        first.also.extend(error.also);
                    }
                }
            }
        }
        match refused {
            Some(refused) => Err(refused),
            None if suites.is_empty() => {
                let paths: Vec<_> = self.paths.iter().map(|path| format!("`{}`", path.display())).collect();
                Err(OpError::not_found(format!("no policy test below {}", paths.join(", ")))
                    .hint("a test of `deploy.json` is `deploy.iamtest.yaml` beside it"))
            }
            None => Ok(suites),
        }
    }
}

impl Response for Tested {
    const FORMATS: &'static [Format<Self>] = &[Format { name: "junit", write: render::tested_junit }];

    fn text(&self, style: Style) -> String {
        render::tested_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        if self.summary.failed > 0 { Outcome::Findings } else { Outcome::Clean }
    }
}
