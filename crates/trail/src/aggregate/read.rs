//! The result of the query → usage.

use std::sync::Arc;

use catalog::Catalog;

use super::condition;
use super::row::{Row, rows};
use crate::denial::Denial;
use crate::dependent::inferred;
use crate::map::{Mapper, Meaning};
use crate::record::{Identity, Outcome, Record, Resource};
use crate::resource::{About, Origin, Touched, touched};
use crate::usage::{ANY_ACTION, Known, Time, Unsaid, Usage, Use, UseKey};
use crate::{Place, Principal, Problem, Skip};

/// Usage from the result of a [`super::Query`], as CSV or as JSON lines, and what of it could not be taken. The error is a
/// text that is no result.
///
/// What the result cannot carry: event ids, so that the same events merged from elsewhere count twice and nothing is evidence;
/// context; resources of which neither the record's list nor, unless asked for, the request is in the result.
pub fn from_aggregate(name: &str, bytes: &[u8], catalog: &Catalog) -> Result<(Usage, Vec<Problem>), Problem> {
    let mut taker = Taker { mapper: Mapper::new(catalog), usage: Usage::default() };
    let mut problem: Option<Problem> = None;
    let read = rows(bytes, &mut |number, row| {
        let taken = row.and_then(|row| taker.take(&row));
        let Err(message) = taken else { return };
        match &mut problem {
            Some(problem) => problem.more += 1,
            None => {
                problem =
                    Some(Problem::new(name, Place::File, format!("row {number} was left out: {message}")));
            }
        }
    });
    match read {
        Ok(()) => Ok((taker.usage, problem.into_iter().collect())),
        Err(message) => Err(Problem::new(name, Place::File, format!("no result of the query: {message}"))
            .help("`leastwise usage sql` prints the query; take its result as CSV or as JSON lines")),
    }
}

struct Taker<'c> {
    mapper: Mapper<'c>,
    usage: Usage,
}

impl Taker<'_> {
    fn take(&mut self, row: &Row) -> Result<(), String> {
        let records = row.count("records")?;
        if let Some(reason) = row.text("skipped") {
            let skip =
                Skip::from_name(reason).ok_or_else(|| format!("`{reason}` is not a reason to skip"))?;
            self.usage.skipped.add(skip, records);
            self.usage.records = self.usage.records.saturating_add(records);
            return Ok(());
        }
        let events = row.count("events")?;
        if events > records {
            return Err(format!("{events} events of {records} records"));
        }
        let needed = |column| row.text(column).ok_or_else(|| format!("`{column}` is missing"));
        let (source, event) = (needed("event_source")?, needed("event_name")?);
        let principal = needed("principal")?;
        let outcome = needed("outcome")?;
        let outcome = Outcome::from_file(outcome).ok_or_else(|| format!("`{outcome}` is not an outcome"))?;
        let mut times = Vec::new();
        for text in ["first_seen", "last_seen"].into_iter().filter_map(|column| row.text(column)) {
            // As in logs, a time that is none costs itself.
            times.extend(Time::parse(text));
        }
        let resources = arns(row.text("resources"))?;
        let conditions = condition::request(row.text("conditions").unwrap_or_default());
        let meaning = self.mapper.meaning(source, event, Some(&conditions));
        let key = UseKey {
            event_source: source.into(),
            event_name: event.into(),
            via: row.text("via").map(Into::into),
            outcome,
            mapped: meaning.mapped.clone(),
        };
        let uses = self.usage.principals.entry(Principal::new(principal)).or_default();
        let use_ = uses.entry(key).or_default();
        use_.without_id = use_.without_id.saturating_add(events);
        for time in times {
            use_.seen(time);
        }
        for (into, column) in [
            (&mut use_.regions, "region"),
            (&mut use_.accounts, "account"),
            (&mut use_.error_codes, "error_code"),
        ] {
            row.text(column).into_iter().for_each(|text| into.insert(text));
        }
        // How calls came the query does not ask.
        use_.context.unsaid.merge(Unsaid { region: row.text("region").is_none(), ..Unsaid::EVERYTHING });
        let record = Record {
            event_source: Some(source.into()),
            event_name: Some(event.into()),
            region: row.text("region").map(Into::into),
            recipient_account: row.text("account").map(Into::into),
            error_code: row.text("error_code").map(Into::into),
            error_message: row.text("message").map(Into::into),
            parameters: row.text("request"),
            identity: Identity { arn: Some(principal.into()), ..Identity::default() },
            resources,
            ..Record::default()
        };
        let is_rest = row.text("is_rest") == Some("yes");
        note(use_, &meaning, &record, principal, is_rest, &self.mapper);
        if outcome.is_refusal() && !is_rest {
            use_.denials.insert_owned(Denial::of(row.text("message").unwrap_or_default()));
        } else if outcome.is_refusal() {
            use_.denials.truncate();
        }
        self.usage.records = self.usage.records.saturating_add(records);
        Ok(())
    }
}

/// Adds what the row tells of resources, and owns up to what it does not.
fn note(
    use_: &mut Use,
    meaning: &Arc<Meaning<'_>>,
    record: &Record<'_>,
    caller: &str,
    is_rest: bool,
    mapper: &Mapper<'_>,
) {
    if meaning.mapped.actions().is_empty() {
        for arn in crate::resource::listed(record) {
            use_.resources.insert(&arn, Known::LISTED);
        }
    }
    let is_one = meaning.mapped.actions().len() == 1;
    let mut is_known = false;
    let resources = &mut use_.resources;
    let has_request = record.parameters.is_some();
    touched(&meaning.plan, &About { record, caller }, &mut |_| true, &mut |Touched { arn, origin, of }| {
        // What an empty request would mean is not what an unknown one does.
        if !has_request && ![Origin::RESOURCES, Origin::MESSAGE].contains(&origin) {
            return;
        }
        is_known = true;
        resources.insert(&arn, Known { origin, of: if is_one { ANY_ACTION } else { of } });
    });
    // Without the request, and without a resource, anything may have been touched.
    if meaning.plan.takes_resources() && (is_rest || !(is_known || has_request)) {
        use_.resources.truncate();
    }
    inferred(&meaning.needs, mapper.catalog(), record, &mut |what, resource| {
        let resources = use_.inferred.entry(what).or_default();
        if let Some((arn, origin)) = resource {
            resources.insert(arn, Known { origin, of: ANY_ACTION });
        }
    });
}

/// The ARNs of the cell, which are a JSON list.
fn arns(cell: Option<&str>) -> Result<Vec<Resource<'static>>, String> {
    let Some(cell) = cell else { return Ok(Vec::new()) };
    let list: Vec<String> =
        serde_json::from_str(cell).map_err(|_| "`resources` is not a JSON list of texts".to_owned())?;
    let resource = |arn: String| Resource { arn: Some(arn.into()), ..Resource::default() };
    Ok(list.into_iter().map(resource).collect())
}
