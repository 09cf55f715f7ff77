//! The comment that names the sources of a file: `# Sources: NAME VERSION (LICENCE, DATE); …`.

/// The sources named in the comments before the first fact, each as name with version, licence, date.
pub fn parse_sources(text: &str) -> Vec<[String; 3]> {
    let comments = text.lines().take_while(|line| line.starts_with('#'));
    let lists = comments.filter_map(|line| line.strip_prefix("# Sources: "));
    lists.flat_map(|list| list.split("; ")).filter_map(parse_source).collect()
}

fn parse_source(text: &str) -> Option<[String; 3]> {
    let (name, rest) = text.rsplit_once(" (")?;
    let (licence, date) = rest.strip_suffix(')')?.split_once(", ")?;
    Some([name, licence, date].map(str::to_owned))
}
