//! The corpus as a whole: which files there are, what lies in them, and the truth about all of it.

use std::collections::BTreeMap;

use anyhow::Result;

use super::delivery::{Delivery, Sink};
use super::dice::Dice;
use super::record::{Place, record};
use super::truth::{Counter, Meaning, Truth};
use super::world::{Account, accounts};

const DAYS: &[&str] = &["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"];
/// Records in a file: 47 KB packed in the middle, as in real trails.
const MEDIAN: f64 = 217.0;
const WIDTH: f64 = 1.05;
/// The most that one delivery holds.
const MOST: usize = 12_000;

/// Copies that the trail of the organization is yet to deliver, by account, region and day.
type Pending = BTreeMap<(usize, usize, usize), Vec<String>>;

/// Makes the files of a corpus of `events` log records, of so many principals if that is asked for, and answers with its truth.
pub(crate) fn generate(
    events: usize,
    principals: Option<usize>,
    seed: u64,
    sink: &mut Sink<'_>,
) -> Result<Truth> {
    let mut dice = Dice::new(seed);
    let accounts = accounts(&mut dice, events, principals);
    let mut truth = Counter::default();
    let mut delivery = Delivery::new(sink);
    let mut pending = Pending::new();
    let mut left = events;
    while left > 0 {
        let account_index = dice.rank(accounts.len());
        let Some(account) = accounts.get(account_index) else { continue };
        let (region_index, day_index) = (dice.rank(account.regions.len()), dice.below(DAYS.len()));
        let place = Place {
            account,
            region: account.regions[region_index],
            day: DAYS[day_index],
            hour: dice.below(24),
        };
        let count = dice.spread(MEDIAN, WIDTH).clamp(1, MOST);
        let copies =
            account.is_doubled.then(|| pending.entry((account_index, region_index, day_index)).or_default());
        let mut records = fill(&place, count, &mut left, copies, &mut truth, &mut dice);
        let is_cut = delivery.is_plain_next() && records.len() > 1;
        if is_cut {
            cut(&mut records, &accounts, &mut truth, &mut left);
        }
        delivery.records(&place, false, &records, is_cut, &mut dice)?;
        if let Some(copies) = pending.get_mut(&(account_index, region_index, day_index)) {
            let batch = dice.spread(MEDIAN, WIDTH).clamp(1, MOST);
            if copies.len() > batch {
                let rest = copies.split_off(batch);
                delivery.records(&place, true, copies, false, &mut dice)?;
                *copies = rest;
            }
        }
    }
    for ((account, region, day), copies) in pending.into_iter().filter(|(_, copies)| !copies.is_empty()) {
        let Some(account) = accounts.get(account) else { continue };
        let place = Place { account, region: account.regions[region], day: DAYS[day], hour: 23 };
        delivery.records(&place, true, &copies, false, &mut dice)?;
    }
    besides(&accounts, &mut delivery, &mut truth, &mut dice)?;
    Ok(truth.finish(delivery.files()))
}

/// The records of one delivery; where two trails deliver, each record is put aside for the other, too.
fn fill(
    place: &Place<'_>,
    count: usize,
    left: &mut usize,
    mut copies: Option<&mut Vec<String>>,
    truth: &mut Counter,
    dice: &mut Dice,
) -> Vec<String> {
    let mut records = Vec::with_capacity(count);
    while records.len() < count && *left > 0 {
        let callers = &place.account.callers;
        let Some(caller) = callers.get(dice.rank(callers.len())) else { break };
        let (text, meaning) = record(caller, place, dice);
        *left -= 1;
        if let Some(copies) = copies.as_deref_mut().filter(|_| *left > 0) {
            *left -= 1;
            copies.push(text.clone());
            truth.count(match &meaning {
                Meaning::Used { .. } => Meaning::Skipped("duplicate"),
                // What is no API call is counted as what it is, as often as it comes.
                Meaning::Skipped(reason) => Meaning::Skipped(reason),
            });
        }
        truth.count(meaning);
        records.push(text);
    }
    records
}

/// Ends the file within one more record, which nobody can read.
fn cut(records: &mut Vec<String>, accounts: &[Account], truth: &mut Counter, left: &mut usize) {
    if *left == 0 || accounts.is_empty() {
        return;
    }
    *left -= 1;
    records.push(r#"{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","principalId":"AID"#.to_owned());
    truth.count(Meaning::Skipped("unreadable"));
}

/// Digests and insights, which trails deliver beside the logs.
fn besides(
    accounts: &[Account],
    delivery: &mut Delivery<'_, '_>,
    truth: &mut Counter,
    dice: &mut Dice,
) -> Result<()> {
    for account in accounts {
        for (index, day) in DAYS.iter().enumerate() {
            let region = account.regions[0];
            let place = Place { account, region, day, hour: 12 };
            let id = &account.id;
            let digest = format!(
                r#"{{"awsAccountId":"{id}","digestStartTime":"{day}T11:00:00Z","digestEndTime":"{day}T12:00:00Z","digestS3Bucket":"acme-trail","digestS3Object":"AWSLogs/{id}/CloudTrail-Digest/{region}/d.json.gz","digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":"{day}T11:59:00Z","previousDigestSignature":"{}","logFiles":[{{"s3Bucket":"acme-trail","s3Object":"AWSLogs/{id}/x.json.gz","hashValue":"{}","hashAlgorithm":"SHA-256"}}]}}"#,
                dice.hex(512),
                dice.hex(64)
            );
            delivery.other("CloudTrail-Digest", &place, &digest, dice)?;
            truth.count(Meaning::Skipped("digest"));
            if index == 2 {
                let insight = format!(
                    r#"{{"Records":[{{"eventVersion":"1.07","eventTime":"{day}T09:10:00Z","awsRegion":"{region}","eventID":"{}","eventType":"AwsCloudTrailInsight","recipientAccountId":"{id}","sharedEventID":"{}","insightDetails":{{"state":"Start","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","insightType":"ApiCallRateInsight","insightContext":{{"statistics":{{"baseline":{{"average":0.0020833333}},"insight":{{"average":6}}}}}}}},"eventCategory":"Insight"}}]}}"#,
                    dice.uuid(),
                    dice.uuid()
                );
                delivery.other("CloudTrail-Insight", &place, &insight, dice)?;
                truth.count(Meaning::Skipped("AwsCloudTrailInsight"));
            }
        }
    }
    Ok(())
}
