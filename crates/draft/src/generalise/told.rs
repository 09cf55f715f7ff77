//! What a pattern stands for, in words.

/// A pattern in the place of resources that were seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generalised {
    /// The entry of `Resource`.
    pub pattern: String,
    /// The entries that it took the place of, sorted.
    pub covers: Vec<String>,
    /// What else it may match: "any other object whose name begins with `exports/`".
    pub also: String,
}

/// The words for a pattern of a type, whose names begin at the byte `name` of the pattern's resource part.
pub(super) fn also(kind: &str, head: &str, resource: &str, name: usize) -> String {
    let own = resource.get(name..).unwrap_or_default();
    if own == "*" {
        return match resource.get(..name).and_then(|container| container.strip_suffix('/')) {
            Some(bucket) if head.starts_with("arn:") && head.contains(":s3:") => {
                format!("any other {kind} of the bucket `{bucket}`")
            }
            _ => format!("every {kind} under `{head}{}`", resource.get(..name).unwrap_or_default()),
        };
    }
    match own.strip_suffix('*') {
        Some(stem) if !stem.contains(['*', '?']) => {
            format!("any other {kind} whose name begins with `{stem}`")
        }
        _ => format!("any other {kind} whose name is like `{own}`"),
    }
}
