//! From an ARN, or a pattern of ARNs, to the resource types it may be of.

use std::cmp::Reverse;
use std::ops::Range;

use policy::{ARN_PARTS, Glob, ResourcePattern, arn_parts};

use super::arn_format::{ArnFormat, last_part, may_name, resource_meets};
use crate::layout::{Column, Kind};
use crate::store::partition;
use crate::{Action, Catalog, ResourceType, Target};

/// A resource type that an ARN may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArnMatch<'c> {
    pub resource: ResourceType<'c>,
    /// The format that fits best: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
    pub format: &'c str,
    /// How many letters the format prescribes. Between types of one service more is likelier: an index of a
    /// table also looks like a table with a strange name. Equal types of several services mean the same thing.
    pub letters: usize,
}

/// The fields of an ARN format that say whose its resources are, as AWS writes them: a placeholder, a star, a word or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArnOwner<'c> {
    pub region: &'c str,
    pub account: &'c str,
}

impl Catalog {
    /// The resource types that an ARN without wildcards may be of, the likeliest first.
    pub fn resource_types_of(&self, arn: &str) -> Vec<ArnMatch<'_>> {
        let (parts, _) = arn_parts(arn);
        let [.., service, _, _, resource] = parts;
        if resource.is_empty() {
            return Vec::new();
        }
        let groups = self.arn_services(|name| name == service || is_open(name), Some(service));
        self.best_matches(groups, service, |format| format.stands_for(&parts))
    }

    /// The resource types of which some ARN matches the pattern, the likeliest first; all of them for `*`.
    ///
    /// Where the pattern has policy variables, they are taken to have values to suit.
    pub fn resource_types_meeting(&self, pattern: &ResourcePattern) -> Vec<ArnMatch<'_>> {
        let every = Glob::everything();
        let parts = parts_of(pattern, &every);
        let [_, _, service, ..] = &parts;
        let literal = service.as_literal();
        let groups = self.arn_services(|name| is_open(name) || service.matches(name), literal.as_deref());
        self.best_matches(groups, literal.as_deref().unwrap_or(""), |format| format.meets(&parts))
    }

    /// The formats of ARNs with just this service field, such as `arn:${Partition}:s3:::${BucketName}`; none if no ARN has it.
    pub fn arn_formats(&self, service: &str) -> impl Iterator<Item = &str> {
        self.arn_rows(service).map(|row| self.arn_format(row))
    }

    /// Whose the resources are that match `resource`, the last part of a pattern, by the formats of a service field. What stands in
    /// the parts before it is not looked at.
    ///
    /// Formats that follow one another mostly say the same, which then comes once; it may come again behind another.
    pub fn arn_owners_meeting<'c>(
        &'c self,
        service: &'c str,
        resource: &'c Glob,
    ) -> impl Iterator<Item = ArnOwner<'c>> {
        let mut known = None;
        self.rows_begun_like(self.arn_rows(service), resource).filter_map(move |row| {
            let owner = self.arn_owner(row);
            // Whether it is new is told sooner than whether it meets.
            if known == Some(owner) || !resource_meets(service, self.arn_last_part(row), resource) {
                return None;
            }
            known = Some(owner);
            let (region, account) = owner.split_once(':').unwrap_or((owner, ""));
            Some(ArnOwner { region, account })
        })
    }

    /// Of the rows of one service field those whose format may name some resource that matches, as far as their first letters tell.
    fn rows_begun_like<'a>(&'a self, rows: Range<u32>, resource: &'a Glob) -> impl Iterator<Item = u32> + 'a {
        // The formats are sorted by their last part: first those that begin with a placeholder or a star.
        let letter = |row| self.arn_last_part(row).chars().next();
        let open = partition(rows.clone(), |row| letter(row) <= Some('*'));
        let own = match resource.tokens().first().and_then(|token| token.letter()) {
            Some(first) => {
                let start = partition(open..rows.end, |row| letter(row) < Some(first));
                start..partition(start..rows.end, |row| letter(row) == Some(first))
            }
            None => open..rows.end,
        };
        (rows.start..open).chain(own).filter(|row| may_name(self.arn_last_part(*row), resource))
    }

    /// The rows of the formats with just this service field.
    fn arn_rows(&self, service: &str) -> Range<u32> {
        let name = |row| self.store.text(Column::ArnServiceName, row);
        let row = partition(0..self.store.rows(Kind::ArnService), |row| name(row) < service);
        let is_known = !service.is_empty() && name(row) == service;
        if is_known { self.store.span(Column::ArnServiceItems, row) } else { 0..0 }
    }

    pub(crate) fn arn_format(&self, row: u32) -> &str {
        self.store.text(Column::TemplateText, self.store.at(Column::ArnTemplate, row))
    }

    fn arn_last_part(&self, row: u32) -> &str {
        let start = self.store.at(Column::ArnLast, row);
        self.arn_format(row).get(start as usize..).unwrap_or_default()
    }

    /// `REGION:ACCOUNT`
    fn arn_owner(&self, row: u32) -> &str {
        let [start, last] = [Column::ArnRegion, Column::ArnLast].map(|column| self.store.at(column, row));
        self.arn_format(row).get(start as usize..last.saturating_sub(1) as usize).unwrap_or_default()
    }

    /// The resource types of which some ARN has such a service and such a last part, whosesoever it is; one may come twice.
    pub fn resource_types_named(&self, service: &Glob, resource: &Glob) -> Vec<ResourceType<'_>> {
        let literal = service.as_literal();
        let groups = self.arn_services(|name| is_open(name) || service.matches(name), literal.as_deref());
        let rows = groups.into_iter().flat_map(|group| {
            let service = self.store.text(Column::ArnServiceName, group);
            let rows = self.rows_begun_like(self.store.span(Column::ArnServiceItems, group), resource);
            rows.filter(move |row| resource_meets(service, self.arn_last_part(*row), resource))
        });
        let templates = rows.map(|row| self.store.at(Column::ArnTemplate, row));
        let of =
            |template| ResourceType { catalog: self, id: self.store.at(Column::TemplateResource, template) };
        templates.map(of).collect()
    }

    /// The groups of ARN formats by service field. Those that are open (`${Vendor}`) sort before all letters, so with a
    /// `literal` service there is no need to look at all of them.
    fn arn_services(&self, wanted: impl Fn(&str) -> bool, literal: Option<&str>) -> Vec<u32> {
        let name = |row| self.store.text(Column::ArnServiceName, row);
        let all = 0..self.store.rows(Kind::ArnService);
        match literal {
            None => all.filter(|row| wanted(name(*row))).collect(),
            Some(literal) => {
                let open = partition(all.clone(), |row| is_open(name(row)));
                let exact = partition(all, |row| name(row) < literal);
                (0..open).chain([exact]).filter(|row| wanted(name(*row))).collect()
            }
        }
    }

    fn best_matches(
        &self,
        groups: Vec<u32>,
        service: &str,
        fits: impl Fn(&ArnFormat<'_>) -> bool,
    ) -> Vec<ArnMatch<'_>> {
        let mut matches = Vec::new();
        for row in groups.into_iter().flat_map(|group| self.store.span(Column::ArnServiceItems, group)) {
            let template = self.store.at(Column::ArnTemplate, row);
            let text = self.store.text(Column::TemplateText, template);
            let format = ArnFormat::new(text);
            if fits(&format) {
                let id = self.store.at(Column::TemplateResource, template);
                let resource = ResourceType { catalog: self, id };
                matches.push(ArnMatch { resource, format: text, letters: format.letters() });
            }
        }
        matches.sort_by_cached_key(|found| {
            let is_foreign = found.resource.service().prefix() != service;
            (Reverse(found.letters), is_foreign, found.resource.id)
        });
        let mut seen = std::collections::BTreeSet::new();
        matches.retain(|found| seen.insert(found.resource.id));
        matches
    }
}

impl<'c> Action<'c> {
    /// The resource types of the action of which some ARN matches the pattern.
    ///
    /// None means that a statement with this action and this resource allows nothing, unless
    /// [`Flags::RESOURCES_UNKNOWN`](crate::Flags::RESOURCES_UNKNOWN) is set or the pattern is `*`.
    pub fn targets_meeting(self, pattern: &ResourcePattern) -> Vec<Target<'c>> {
        let every = Glob::everything();
        let parts = parts_of(pattern, &every);
        let [.., resource] = &parts;
        let meets = |text| may_name(last_part(text), resource) && ArnFormat::new(text).meets(&parts);
        self.targets().filter(|target| target.resource.arn_formats().any(meets)).collect()
    }
}

impl Action<'_> {
    /// Whether the action applies to some resource that has such a service and such a last part in its ARN, whosesoever it is.
    pub fn applies_to(self, service: &Glob, resource: &Glob) -> bool {
        let names =
            |text| may_name(last_part(text), resource) && ArnFormat::new(text).names(service, resource);
        self.targets().any(|target| target.resource.arn_formats().any(names))
    }
}

/// The six parts of a pattern; `every` stands for those that are missing, which match everything.
pub(super) fn parts_of<'p>(pattern: &'p ResourcePattern, every: &'p Glob) -> [&'p Glob; ARN_PARTS] {
    std::array::from_fn(|at| pattern.parts().get(at).unwrap_or(every))
}

fn is_open(service: &str) -> bool {
    service.starts_with(['$', '*'])
}
