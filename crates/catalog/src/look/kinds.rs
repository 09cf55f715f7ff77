//! The resource types of an action, made ready to be told from many ARNs.

use policy::{Glob, ResourcePattern, arn_parts};

use super::arn::parts_of;
use super::arn_format::{ArnFormat, may_name};
use crate::{Action, Target};

/// The formats of the ARNs that an action can be limited to, each with its type; those of one type together.
pub struct Kinds<'c> {
    formats: Vec<(Target<'c>, ArnFormat<'c>)>,
}

impl<'c> Action<'c> {
    /// For whoever asks about many ARNs.
    pub fn kinds(self) -> Kinds<'c> {
        let formats = |target: Target<'c>| {
            target.resource.arn_formats().map(move |text| (target, ArnFormat::new(text)))
        };
        Kinds { formats: self.targets().flat_map(formats).collect() }
    }
}

impl<'c> Kinds<'c> {
    /// The types that an ARN without wildcards may be of.
    pub fn of(&self, arn: &str) -> impl Iterator<Item = Target<'c>> {
        let (parts, _) = arn_parts(arn);
        self.with_format(move |format| format.stands_for(&parts))
    }

    /// The types of which some ARN matches the pattern, as [`Action::targets_meeting`] has them.
    pub fn meeting(&self, pattern: &ResourcePattern) -> Vec<Target<'c>> {
        let every = Glob::everything();
        let parts = parts_of(pattern, &every);
        let [.., resource] = parts;
        self.with_format(|format| may_name(format.last_part(), resource) && format.meets(&parts)).collect()
    }

    /// Each type once of which some format fits.
    fn with_format(&self, fits: impl Fn(&ArnFormat<'c>) -> bool) -> impl Iterator<Item = Target<'c>> {
        let mut last = None;
        self.formats.iter().filter_map(move |(target, format)| {
            let is_new = last != Some(*target) && fits(format);
            if is_new {
                last = Some(*target);
            }
            is_new.then_some(*target)
        })
    }
}
