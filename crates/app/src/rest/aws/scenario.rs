//! The combinations of resources that running an instance needs, which a request may ask to be held to.
//!
//! Source: the parameter `ResourceHandlingOption` of
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>

use super::fault::Fault;

const INSTANCE: [&str; 3] = ["instance", "image", "security-group"];

/// Which further resources each scenario has.
const SCENARIOS: [(&str, &[&str]); 6] = [
    ("EC2-Classic-InstanceStore", &[]),
    ("EC2-Classic-EBS", &["volume"]),
    ("EC2-VPC-InstanceStore", &["network-interface"]),
    ("EC2-VPC-InstanceStore-Subnet", &["network-interface", "subnet"]),
    ("EC2-VPC-EBS", &["network-interface", "volume"]),
    ("EC2-VPC-EBS-Subnet", &["network-interface", "subnet", "volume"]),
];

/// Refuses a request that lacks a resource of its scenario.
pub(super) fn has_all(option: &str, resources: &[&str]) -> Result<(), Fault> {
    let Some((_, further)) = SCENARIOS.iter().find(|(known, _)| *known == option) else {
        return Err(Fault::invalid_input(format!("ResourceHandlingOption {option} is none")));
    };
    let is_of = |arn: &str, kind: &str| {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let name = parts.get(5).and_then(|name| name.strip_prefix(kind));
        parts.get(2) == Some(&"ec2") && name.is_some_and(|rest| rest.starts_with('/'))
    };
    let lacks = |kind: &&&str| !resources.iter().any(|arn| is_of(arn, kind));
    let lacking: Vec<&str> = INSTANCE.iter().chain(*further).filter(lacks).copied().collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(Fault::invalid_input(format!(
        "{option} needs resources of these types in ResourceArns: {}",
        lacking.join(", ")
    )))
}
