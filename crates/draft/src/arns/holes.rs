//! The last part of a format, and a name split over its placeholders.

/// A format's last part with what is known of its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// The name began with the type, as in `role/app`.
    pub(super) names_type: bool,
    /// What was given and has no place in the format.
    pub(super) left_over: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// A placeholder and its value, empty where none is given.
    Hole(&'a str, &'a str),
}

impl Split<'_> {
    pub(super) fn missing(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Piece::Hole(_, ""))).count()
    }
}

/// Splits a name over the placeholders of a format's last part.
pub(super) fn split<'a>(format: &'a str, name: &'a str) -> Split<'a> {
    let mut pieces = pieces(format);
    let holes = pieces.iter().filter(|piece| matches!(piece, Piece::Hole(..))).count();
    let head = match pieces.first() {
        Some(Piece::Text(head)) => *head,
        _ => "",
    };
    let below = Some(head).filter(|head| !head.is_empty()).and_then(|head| name.strip_prefix(head));
    let (names_type, mut rest) = (below.is_some(), below.unwrap_or(name));
    if holes == 0 {
        let left_over = if name == format { "" } else { rest };
        return Split { pieces, names_type, left_over };
    }
    let texts: Vec<&str> = (1..=pieces.len())
        .map(|after| match pieces.get(after) {
            Some(Piece::Text(text)) => *text,
            _ => "",
        })
        .collect();
    let mut left = holes;
    for (piece, after) in pieces.iter_mut().zip(texts) {
        let Piece::Hole(_, value) = piece else { continue };
        left -= 1;
        if left == 0 {
            *value = Some(after)
                .filter(|after| !after.is_empty())
                .and_then(|after| rest.strip_suffix(after))
                .unwrap_or(rest);
            rest = "";
        } else {
            let cut = if after.is_empty() { None } else { rest.split_once(after) };
            // Names alone are as good: `orders/by-day` for `orders/index/by-day`.
            let cut = cut.or_else(|| rest.split_once('/')).or_else(|| rest.split_once(':'));
            (*value, rest) = cut.unwrap_or((rest, ""));
        }
    }
    Split { pieces, names_type, left_over: "" }
}

fn pieces(format: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = format;
    while let Some((text, (hole, after))) =
        rest.split_once("${").and_then(|(text, tail)| Some((text, tail.split_once('}')?)))
    {
        pieces.extend((!text.is_empty()).then_some(Piece::Text(text)));
        pieces.push(Piece::Hole(hole, ""));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_as_the_format_is() {
        for (format, name, values, names_type) in [
            ("${BucketName}", "b", &["b"][..], false),
            ("${BucketName}/${ObjectName}", "b/k/with/slashes", &["b", "k/with/slashes"], false),
            ("${BucketName}/${ObjectName}", "b", &["b", ""], false),
            ("role/${RoleNameWithPath}", "app", &["app"], false),
            ("role/${RoleNameWithPath}", "role/team/app", &["team/app"], true),
            ("service/${ClusterName}/${ServiceName}", "c/s", &["c", "s"], false),
            ("table/${TableName}/index/${IndexName}", "t/i", &["t", "i"], false),
            ("table/${TableName}/index/${IndexName}", "table/t/index/i", &["t", "i"], true),
            (
                "log-group:${G}:log-stream:${S}",
                "/aws/lambda/f:log-stream:2026/1",
                &["/aws/lambda/f", "2026/1"],
                false,
            ),
            ("${A}:${B}:${C}", "a:b", &["a", "b", ""], false),
            ("restapis/${Id}/stages", "restapis/x/stages", &["x"], true),
            ("mcp-server/*", "x", &[], false),
        ] {
            let split = split(format, name);
            let found: Vec<_> = split
                .pieces
                .iter()
                .filter_map(|piece| if let Piece::Hole(_, value) = piece { Some(*value) } else { None })
                .collect();
            assert_eq!((found.as_slice(), split.names_type), (values, names_type), "{format} {name}");
        }
    }
}
