//! The part of a usage that lies in a span of time.

use super::{Time, Usage, Use};
use crate::Skip;

impl Usage {
    /// Without the uses that lie wholly outside of the span, which are skipped as [`Skip::OutsideTime`]; one that lies partly in it stays
    /// as it is, since usage does not keep when each call was made.
    #[must_use]
    pub fn within(mut self, start: Option<Time>, end: Option<Time>) -> Self {
        if start.is_none() && end.is_none() {
            return self;
        }
        let mut outside: u64 = 0;
        for uses in self.principals.values_mut() {
            uses.retain(|_, use_| {
                let is_in = meets(use_, start, end);
                outside = outside.saturating_add(if is_in { 0 } else { use_.count() });
                is_in
            });
        }
        self.principals.retain(|_, uses| !uses.is_empty());
        // A part must not be taken for the whole of its objects.
        self.objects = super::EventIds::default();
        self.skipped.add(Skip::OutsideTime, outside);
        self
    }
}

/// Whether any of the calls may lie in the span. Of one without a time nothing can be told: it does not, as in logs.
fn meets(use_: &Use, start: Option<Time>, end: Option<Time>) -> bool {
    use_.last.is_some_and(|last| start.is_none_or(|start| last >= start))
        && use_.first.is_some_and(|first| end.is_none_or(|end| first < end))
}

#[cfg(test)]
mod tests {
    use crate::{Mapped, Outcome, Principal, UseKey};

    use super::*;

    fn used(first: &str, last: &str) -> Usage {
        let mut use_ = Use { without_id: 3, ..Use::default() };
        [first, last].into_iter().filter_map(Time::parse).for_each(|time| use_.seen(time));
        let key = UseKey {
            event_source: "s3.amazonaws.com".into(),
            event_name: "GetObject".into(),
            via: None,
            outcome: Outcome::Ok,
            mapped: Mapped::Actions(std::iter::once("s3:GetObject".into()).collect()),
        };
        let mut usage = Usage { records: 3, ..Usage::default() };
        usage.principals.entry(Principal::new("p")).or_default().insert(key, Box::new(use_));
        usage
    }

    #[test]
    fn what_lies_partly_in_the_span_stays() {
        let of = |day: u32| Time::parse(&format!("2026-11-{day:02}T00:00:00Z"));
        for (first, last, start, end, stays) in [
            ("2026-11-05T00:00:00Z", "2026-11-08T00:00:00Z", of(8), None, true),
            ("2026-11-05T00:00:00Z", "2026-11-08T00:00:00Z", of(9), None, false),
            ("2026-11-05T00:00:00Z", "2026-11-08T00:00:00Z", None, of(5), false),
            ("2026-11-05T00:00:00Z", "2026-11-08T00:00:00Z", None, of(6), true),
            ("2026-11-05T00:00:00Z", "2026-11-08T00:00:00Z", of(6), of(7), true),
            ("", "", of(6), None, false),
            ("", "", None, None, true),
        ] {
            let usage = used(first, last).within(start, end);
            let (kept, left) = if stays { (3, 0) } else { (0, 3) };
            assert_eq!(
                (usage.used(), usage.skipped().total()),
                (kept, left),
                "{first} {last} {start:?} {end:?}"
            );
            assert_eq!(usage.records(), 3);
        }
    }
}
