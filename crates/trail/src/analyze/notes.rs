//! What one event adds to its use.

use super::memo::{Latest, Memo, Numbers, Recent, Texts};
use super::names::{Name, Names};
use crate::denial::Denial;
use crate::dependent::inferred;
use crate::map::{Mapper, Meaning};
use crate::record::{Outcome, Record};
use crate::resource::{About, Touched, touched};
use crate::usage::{ANY_ACTION, Assumed, Context, Known, Share, Use, program};

/// What was put into which use lately: logs repeat themselves, and to look costs less than to put it there again.
pub(super) struct Notes {
    numbers: Numbers,
    /// The program of each user agent: agents are long and differ in versions that nobody asks for.
    programs: Latest<Option<Name>>,
    names: Names,
    texts: Texts,
    recent: Recent,
    /// All of a request, and what of it says anything of resources: of these a use has too many.
    requests: Memo,
    said: Memo,
    resources: Memo,
}

/// The kinds of what is remembered of each use.
const MARKS: usize = 0;
const ORIGINS: usize = 1;
const SESSIONS: usize = 2;
const DENIALS: usize = 3;

impl Notes {
    pub(super) fn new(numbers: &Numbers) -> Self {
        let many = || Memo::new(1 << 14);
        Self {
            numbers: numbers.clone(),
            programs: Latest::new(1 << 11),
            names: Names::default(),
            texts: Texts::new(1 << 14, numbers.clone()),
            recent: Recent::new(1 << 12),
            requests: many(),
            said: many(),
            resources: many(),
        }
    }

    /// Puts into the use at this place what the record says beside its time and its number.
    pub(super) fn note(
        &mut self,
        place: usize,
        use_: &mut Use,
        outcome: Outcome,
        meaning: &Meaning<'_>,
        mapper: &Mapper<'_>,
        about: &About<'_>,
    ) {
        let record = about.record;
        let program = self.program(record);
        let Self { numbers, names, texts, recent, requests, .. } = self;
        let share: &mut Share<'_> = &mut |text| texts.shared(text);
        let use_number = place as u64;
        let number_of_program = program.map_or(0, |program| program.number() + 1);
        // All numbers first, so that what is remembered is fetched at the same time.
        let marks = numbers.of(use_number | number_of_program << 32, marks_of(record));
        let origin = numbers.of(use_number, Context::origin(record));
        let session = Context::session(record).map(|session| (session, numbers.of(use_number, [session])));
        let is_looked_into = looks_into_request(meaning, record);
        let request = is_looked_into.then(|| numbers.of(use_number, request_of(meaning, record)));
        let is_request_new = request.is_some_and(|request| requests.is_new(request));
        if recent.is_new(place, MARKS, marks) {
            note_marks(use_, record, program.map(|program| names.text(program)), share);
        }
        if recent.is_new(place, ORIGINS, origin) {
            use_.context.note_origin(record);
        }
        if let Some((session, number)) = session
            && recent.is_new(place, SESSIONS, number)
        {
            use_.context.note_session(session, share);
        }
        // Under another number than the same request below, which is looked through for something else.
        if let Some(parameters) = Context::encryption(record)
            && requests.is_new(numbers.of(!use_number, [parameters]))
        {
            use_.context.note_encryption(parameters, share);
        }
        if Assumed::is_asked(record) {
            // The same again, with what the session of the caller says.
            let is_new = requests.is_new(numbers.of(!use_number, Assumed::request(record)));
            if is_new && let Some(assumed) = Assumed::of(record, share) {
                use_.assumed.insert_owned(assumed);
            }
            if record.is_cut {
                use_.assumed.truncate();
            }
        }
        if record.is_cut && meaning.plan.takes_resources() {
            use_.resources.truncate();
        }
        // Requests repeat, and to look into one costs more than all else.
        if is_request_new {
            let (resources, said) = (&mut self.resources, &mut self.said);
            note_resources(
                use_,
                meaning,
                mapper,
                about,
                &mut |arn, known| resources.is_new(numbers.of(use_number ^ known.number() << 32, [arn])),
                &mut |texts| said.is_new(numbers.of(use_number, texts.iter().copied())),
                share,
            );
        }
        if outcome.is_refusal() {
            let message = record.error_message.as_deref().unwrap_or_default();
            if recent.is_new(place, DENIALS, numbers.of(use_number, [message])) {
                use_.denials.insert_owned(Denial::of(message));
            }
        }
    }

    /// The program that made the call.
    fn program(&mut self, record: &Record<'_>) -> Option<Name> {
        let agent = record.user_agent.as_deref()?;
        let number = self.numbers.of(0, [agent]);
        self.programs.get(number).unwrap_or_else(|| {
            let program = program(agent.trim()).map(|program| self.names.number(program));
            self.programs.put(number, program);
            program
        })
    }
}

/// Adds what hardly ever changes from one event of a use to the next: all that [`marks_of`] names, and the program.
fn note_marks(use_: &mut Use, record: &Record<'_>, program: Option<&str>, share: &mut Share<'_>) {
    if let Some(region) = record.region.as_deref() {
        use_.regions.insert_by(region, &mut *share);
    }
    let account = record.account();
    if !account.is_empty() {
        use_.accounts.insert_by(account, &mut *share);
    }
    if let Some(code) = record.error_code.as_deref().filter(|code| !code.is_empty()) {
        use_.error_codes.insert_by(code, &mut *share);
    }
    use_.context.note_means(record, program, share);
}

fn marks_of<'a>(record: &'a Record<'_>) -> impl Iterator<Item = &'a str> {
    // No region is another thing than an empty one.
    let region = record.region.as_deref().unwrap_or("\0");
    let code = record.error_code.as_deref().unwrap_or_default();
    [region, record.account(), code].into_iter().chain(Context::means(record))
}

/// Whether the record can tell of resources, or of what else the call needed.
fn looks_into_request(meaning: &Meaning<'_>, record: &Record<'_>) -> bool {
    meaning.plan.takes_resources()
        || !meaning.needs.is_empty()
        || (meaning.mapped.actions().is_empty() && !record.resources.is_empty())
}

/// Adds the resources of one event that are new, as far as that is remembered.
fn note_resources(
    use_: &mut Use,
    meaning: &Meaning<'_>,
    mapper: &Mapper<'_>,
    about: &About<'_>,
    is_new: &mut dyn FnMut(&str, Known) -> bool,
    is_new_request: &mut dyn FnMut(&[&str]) -> bool,
    share: &mut Share<'_>,
) {
    let record = about.record;
    if meaning.mapped.actions().is_empty() {
        for arn in crate::resource::listed(record) {
            use_.resources.insert_by(&arn, Known::LISTED, share);
        }
        return;
    }
    let resources = &mut use_.resources;
    let is_one = meaning.mapped.actions().len() == 1;
    let (mut is_named, mut is_known) = (false, false);
    let mut is_new_request = |said: &[&str]| {
        let is_new = is_new_request(said);
        is_known |= !is_new;
        is_new
    };
    touched(&meaning.plan, about, &mut is_new_request, &mut |Touched { arn, origin, of }| {
        is_named = true;
        let known = Known { origin, of: if is_one { ANY_ACTION } else { of } };
        if is_new(&arn, known) {
            resources.insert_by(&arn, known, share);
        }
    });
    if !is_named && !is_known && meaning.plan.takes_resources() {
        use_.resources.mark_unnamed();
    }
    if !meaning.needs.is_empty() {
        inferred(&meaning.needs, mapper.catalog(), record, &mut |what, resource| {
            let resources = use_.inferred.entry(what).or_default();
            match resource {
                Some((arn, origin)) => resources.insert_by(arn, Known { origin, of: ANY_ACTION }, share),
                None => resources.mark_unnamed(),
            }
        });
    }
}

/// All that [`note_resources`] looks at and that the key of the use does not say.
fn request_of<'a>(meaning: &Meaning<'_>, record: &'a Record<'_>) -> impl Iterator<Item = &'a str> {
    let resources =
        record.resources.iter().flat_map(|resource| [&resource.arn, &resource.arn_prefix, &resource.account]);
    let fields = [
        &record.region,
        &record.recipient_account,
        &record.identity.account,
        &record.identity.arn,
        &record.error_message,
    ];
    // Only what is asked of objects in S3 is told by the answer.
    let answer =
        [record.response, record.additional].map(|text| text.filter(|_| meaning.needs.is_on_object()));
    let texts = [record.parameters].into_iter().chain(answer).map(Option::unwrap_or_default);
    fields.into_iter().chain(resources).map(|field| field.as_deref().unwrap_or_default()).chain(texts)
}
