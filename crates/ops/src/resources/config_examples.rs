//! Examples of `leastwise.yaml`, each for one purpose. The tests read them as the program does.

use super::{Media, Resource};

struct Example {
    title: &'static str,
    /// When to take it.
    purpose: &'static str,
    yaml: &'static str,
}

const EXAMPLES: &[Example] = &[
    Example {
        title: "A stricter gate",
        purpose: "Findings of medium severity fail a run, suggestions are not shown, and one check counts as an error.",
        yaml: r"
settings:
  fail_on: medium
  hide: [suggestion]
checks:
  admin-access:
    severity: error
",
    },
    Example {
        title: "Types by folder",
        purpose: "SCPs and boundaries look like identity policies, so somebody has to say which files hold which.",
        yaml: r"
policy_types:
  - path: organization/scp
    type: scp
  - path: boundaries
    type: boundary
  - path: buckets/*.json
    resource_type: AWS::S3::Bucket
",
    },
    Example {
        title: "Checks that know the house",
        purpose: "Wildcards that are meant, accounts that may be let in, and a folder for experiments.",
        yaml: r#"
checks:
  wildcard-resource:
    options:
      allowed_actions: ["ec2:Describe*"]
  external-principal:
    options:
      trusted_accounts: ["111122223333"]
  service-wildcard-action:
    options:
      allowed_services: [logs]
    ignore:
      - path: sandbox
"#,
    },
    Example {
        title: "Rules of an organization",
        purpose: "Conditions that grants must have, actions that nobody may grant, and who may be let in.",
        yaml: r#"
rules:
  required_conditions:
    - name: pass-role-names-service
      severity: high
      message: say to which service the role may be passed
      help: add a condition on `iam:PassedToService`
      actions: ["iam:PassRole"]
      conditions:
        - key: iam:PassedToService
  forbidden_actions:
    - name: no-users
      severity: critical
      message: people and programs have roles here, not users
      actions: ["iam:CreateUser", "iam:CreateAccessKey"]
  principals:
    - name: only-our-organization
      types: [resource]
      principals: ["*"]
      conditions:
        - key: aws:PrincipalOrgID
          values: [o-a1b2c3d4e5]
"#,
    },
    Example {
        title: "Findings to live with",
        purpose: "What was decided stands with its reason and its last day, and is told once it is no longer needed.",
        yaml: r#"
suppressions:
  - check: pass-role-with-star-in-resource
    path: ci/*.json
    sid: Deploy
    action: "iam:PassRole"
    reason: the pipeline creates the roles that it passes
    expires: 2027-06-30
"#,
    },
    Example {
        title: "What assistants are told",
        purpose: "An AI assistant that uses the server is told this beside the server's own words.",
        yaml: r"
instructions: |
  Production is account 111122223333, tests run in 444455556666.
  Every bucket policy demands TLS.
",
    },
];

pub(super) const CONFIG_EXAMPLES: Resource = Resource {
    uri: "iam://config-examples",
    name: "config-examples",
    title: "Examples of configurations",
    summary: "Short configurations, each for one purpose; as YAML in a file, or as an object in `config`",
    media: Media::Markdown,
    variable: None,
    read: |_, _| Ok(page()),
};

pub(super) const ORG_CONFIG_EXAMPLES: Resource = Resource {
    uri: "iam://org-config-examples",
    name: "org-config-examples",
    title: "Examples of an organization's configuration",
    summary: "The same examples: an organization's configuration has the same keys",
    ..CONFIG_EXAMPLES
};

fn page() -> String {
    let head = "# Examples of configurations\n\nWhat two of them say can stand in one file. `iam://config-schema` has every key.";
    let section = |example: &Example| {
        format!("## {}\n\n{}\n\n```yaml\n{}\n```", example.title, example.purpose, example.yaml.trim())
    };
    let parts: Vec<_> = std::iter::once(head.to_owned()).chain(EXAMPLES.iter().map(section)).collect();
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Origin, load};

    #[test]
    fn every_example_is_read_without_a_word() {
        let catalog = catalog::Catalog::embedded();
        for example in EXAMPLES {
            let config = load(example.yaml.as_bytes(), &Origin::Text, catalog);
            let config = config.unwrap_or_else(|error| panic!("{}: {}", example.title, error.message));
            assert!(config.notes.is_empty(), "{}: {:?}", example.title, config.notes);
            assert_ne!(
                format!("{config:?}"),
                format!("{:?}", Config::default()),
                "{} sets nothing",
                example.title
            );
        }
    }
}
