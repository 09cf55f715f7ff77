//! One record by itself: for measurements and for whoever wants to know how usage came about.

use super::tally::not_a_call;
use crate::map::{Mapped, Mapper};
use crate::principal;
use crate::record::{Outcome, Record};
use crate::resource::{About, Touched, touched};
use crate::{Principal, Skip};

/// An API call, as usage counts it.
#[derive(Debug, Clone)]
pub struct Call {
    pub principal: Principal,
    pub outcome: Outcome,
    pub mapped: Mapped,
    /// Whether any of the actions can be limited to resources.
    pub takes_resources: bool,
    pub resources: Vec<Touched<'static>>,
}

/// The call that a record stands for, or why it stands for none.
pub fn call(record: &Record<'_>, mapper: &mut Mapper<'_>) -> Result<Call, Skip> {
    if let Some(skip) = not_a_call(record) {
        return Err(skip);
    }
    let source = record.event_source.as_deref().unwrap_or_default().trim();
    let name = record.event_name.as_deref().unwrap_or_default().trim();
    let caller = principal::spell(record);
    let meaning = mapper.meaning(source, name, record.parameters);
    let mut resources: Vec<Touched<'static>> = Vec::new();
    touched(&meaning.plan, &About { record, caller: &caller }, &mut |_| true, &mut |found| {
        let arn = found.arn.into_owned().into();
        resources.push(Touched { arn, origin: found.origin, of: found.of });
    });
    Ok(Call {
        principal: Principal::new(&caller),
        outcome: Outcome::of(record.error_code.as_deref()),
        mapped: meaning.mapped.clone(),
        takes_resources: meaning.plan.takes_resources(),
        resources,
    })
}
