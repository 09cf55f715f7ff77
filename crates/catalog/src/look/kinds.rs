//! The resource types of an action, made ready to be told from many ARNs.

use policy::{Glob, ResourcePattern, arn_parts};

use super::arn::parts_of;
use super::arn_format::{ArnFormat, may_name};
use crate::{Action, ResourceType, Target};

/// The formats of the ARNs that an action can be limited to, each with its type; those of one type together.
pub struct Kinds<'c> {
    formats: Vec<(Target<'c>, ArnFormat<'c>)>,
}

impl<'c> Action<'c> {
    /// For whoever asks about many ARNs.
    pub fn kinds(self) -> Kinds<'c> {
        Kinds::new(self.targets())
    }
}

impl<'c> Kinds<'c> {
    /// The formats of all that any of the actions can be limited to.
    pub fn of_all(actions: impl IntoIterator<Item = Action<'c>>) -> Self {
        let mut targets: Vec<Target<'c>> = actions.into_iter().flat_map(Action::targets).collect();
        targets.sort_by_key(|target| target.resource.id);
        targets.dedup_by_key(|target| target.resource.id);
        Self::new(targets)
    }

    fn new(targets: impl IntoIterator<Item = Target<'c>>) -> Self {
        let formats = |target: Target<'c>| {
            target.resource.arn_formats().map(move |text| (target, ArnFormat::new(text)))
        };
        Self { formats: targets.into_iter().flat_map(formats).collect() }
    }

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

    /// The types of which some ARN has such a service and such a last part, neither with wildcards, whosesoever it is.
    pub fn named(&self, service: &str, resource: &str) -> impl Iterator<Item = Target<'c>> {
        self.with_format(move |format| format.stands_for_name(service, resource))
    }

    /// The same of patterns.
    pub fn named_like(&self, service: &Glob, resource: &Glob) -> impl Iterator<Item = Target<'c>> {
        self.with_format(move |format| {
            may_name(format.last_part(), resource) && format.names(service, resource)
        })
    }

    /// How many letters some format of a type prescribes at the beginning of such a last part; none if all prescribe others.
    pub fn prescribed(&self, of: ResourceType<'c>, resource: &str) -> Option<usize> {
        let own = self.formats.iter().filter(|(target, _)| target.resource == of);
        let letters = own.map(|(_, format)| format.first_letters());
        letters.filter(|letters| resource.starts_with(*letters)).map(str::len).max()
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
