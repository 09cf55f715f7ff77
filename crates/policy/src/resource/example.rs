//! Resources that show an answer, in words that people know where the patterns leave a choice.

use super::parts::PARTS;
use crate::glob::Glob;

/// What is put into each part if the patterns allow it, the first that fits.
const USUAL: [&[&str]; PARTS] =
    [&["arn"], &["aws", "aws-cn"], &["s3", "ec2"], &["", "us-east-1"], &["", "111122223333"], &["example"]];

/// A resource that these parts match.
pub(super) fn of(parts: &[Glob]) -> String {
    let parts = parts.iter().zip(USUAL).map(|(part, usual)| part_of(part, usual));
    parts.collect::<Vec<_>>().join(":")
}

/// A resource that both match, if there is one.
pub(super) fn in_both(parts: &[Glob], others: &[Glob]) -> Option<String> {
    let parts = parts.iter().zip(others).zip(USUAL).map(|((part, other), usual)| {
        usual_that(usual, |text| part.matches(text) && other.matches(text)).or_else(|| part.common(other))
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join(":"))
}

/// A resource that these parts match and those do not, if there is one.
///
/// It differs in one part, as far behind as can be: another resource tells people more than another partition.
pub(super) fn in_one_only(parts: &[Glob], covers: &[Glob]) -> Option<String> {
    let (at, text) =
        parts.iter().zip(covers).zip(USUAL).enumerate().rev().find_map(|(at, ((part, cover), usual))| {
            let text = usual_that(usual, |text| part.matches(text) && !cover.matches(text));
            Some((at, text.or_else(|| part.outside(cover))?))
        })?;
    let parts = parts.iter().zip(USUAL).enumerate();
    let parts =
        parts.map(|(index, (part, usual))| if index == at { text.clone() } else { part_of(part, usual) });
    Some(parts.collect::<Vec<_>>().join(":"))
}

fn part_of(part: &Glob, usual: &[&str]) -> String {
    usual_that(usual, |text| part.matches(text)).unwrap_or_else(|| part.example())
}

fn usual_that(usual: &[&str], fits: impl Fn(&str) -> bool) -> Option<String> {
    usual.iter().find(|text| fits(text)).map(|text| (*text).to_owned())
}
