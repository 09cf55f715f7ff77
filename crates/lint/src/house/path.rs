//! Patterns for the names of files.

use policy::Glob;

/// A pattern for paths: `*` and `?` stay within a folder, `**` reaches over folders, and a folder stands for all below it.
///
/// It may begin at any folder of a path: `legacy/*.json` also matches `policies/legacy/a.json`, and `a.json` matches in every
/// folder. One that begins with `./` or `/` begins where the path does. Letter case counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    /// The folders and the file; none stands for any number of folders.
    steps: Vec<Option<Glob>>,
}

impl PathPattern {
    pub fn parse(text: &str) -> Self {
        let path = text.replace('\\', "/");
        let is_anchored = path.starts_with("./") || path.starts_with('/');
        let written = parts(&path).map(|part| (part != "**").then(|| Glob::new(part)));
        let before = std::iter::repeat_n(None, usize::from(!is_anchored));
        // A folder stands for what is below it.
        let steps = before.chain(written).chain([None]).collect();
        Self { text: text.to_owned(), steps }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the file of that name matches; of a policy within a file (`a.json#/Policy`) the file counts.
    pub fn matches(&self, name: &str) -> bool {
        let path = name.split_once("#/").map_or(name, |(file, _)| file).replace('\\', "/");
        let parts: Vec<&str> = parts(&path).collect();
        let (mut step, mut part) = (0, 0);
        // Where to go on if what follows a `**` does not fit: the step behind it, and the part it takes next.
        let mut behind = None;
        while part < parts.len() || step < self.steps.len() {
            match (self.steps.get(step), parts.get(part)) {
                (Some(None), _) => {
                    behind = Some((step + 1, part + 1));
                    step += 1;
                }
                (Some(Some(glob)), Some(text)) if glob.matches(text) => {
                    step += 1;
                    part += 1;
                }
                _ => match &mut behind {
                    Some((again, next)) if *next <= parts.len() => {
                        (step, part) = (*again, *next);
                        *next += 1;
                    }
                    _ => return false,
                },
            }
        }
        true
    }
}

/// The folders and the file of a path.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_paths_by_folders() {
        for (pattern, path, expected) in [
            ("a.json", "a.json", true),
            ("a.json", "policies/a.json", true),
            ("a.json", "policies/ba.json", false),
            ("./a.json", "./a.json", true),
            ("./a.json", "policies/a.json", false),
            ("legacy", "policies/legacy/x/a.json", true),
            ("legacy/", "legacy/a.json", true),
            ("legacy", "legacy2/a.json", false),
            ("legacy/*.json", "policies/legacy/a.json", true),
            ("legacy/*.json", "legacy/new/a.json", false),
            ("legacy/**/*.json", "legacy/a.json", true),
            ("legacy/**/*.json", "legacy/x/y/a.json", true),
            ("legacy/**/b/*.json", "legacy/b/x/b/a.json", true),
            ("**/*.yaml", "a/b.yaml", true),
            ("**", "anything", true),
            ("/etc/*.json", "/etc/a.json", true),
            ("/etc/*.json", "/home/etc/a.json", false),
            ("policies\\*.json", "policies/a.json", true),
            ("policies/*.json", "policies\\a.json", true),
            ("a.json", "policies/a.json#/RoleDetailList/0", true),
            ("A.json", "a.json", false),
        ] {
            assert_eq!(PathPattern::parse(pattern).matches(path), expected, "`{pattern}` on `{path}`");
        }
    }

    #[test]
    fn patterns_full_of_stars_are_matched_in_bounded_time() {
        let pattern = PathPattern::parse(&"**/*a*/".repeat(40));
        assert!(!pattern.matches(&"aaaa/".repeat(2_000).replace('a', "b")));
        assert!(!pattern.matches(&format!("{}b", "aaaa/".repeat(39))));
    }
}
