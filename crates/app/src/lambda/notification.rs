//! What a message says: which objects were written. By S3 itself, by way of SNS or `EventBridge`, or by `CloudTrail`.
//!
//! The forms are AWS's: of S3
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>), of `EventBridge`
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>), of SNS around either
//! (<https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>), of `CloudTrail`
//! (<https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-cloudtrail-to-send-notifications.html>).

use serde_json::Value;

/// An object in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) bucket: String,
    pub(super) key: String,
}

/// What a message says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notified {
    /// Objects that were written.
    pub(super) written: Vec<Place>,
    /// Notifications of anything else: deletions, tests.
    pub(super) others: u64,
    /// What cannot be understood, in words.
    pub(super) faults: Vec<String>,
}

/// Bodies in bodies: SNS around `EventBridge` around what S3 says.
const DEEPEST: usize = 3;
/// S3 writes one notification into a message; more than this were never meant for us.
const MOST_RECORDS: usize = 1_000;
/// The longest key that S3 takes, in bytes.
const LONGEST_KEY: usize = 1_024;

impl Notified {
    /// Reads the body of a message, whatever it is.
    pub(super) fn read(body: &str) -> Self {
        let mut told = Self::default();
        told.text(body, DEEPEST);
        told
    }

    fn text(&mut self, text: &str, deepest: usize) {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => self.value(&value, deepest),
            Err(error) => self.fault(format!("the body is not JSON: {error}")),
        }
    }

    fn value(&mut self, value: &Value, deepest: usize) {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        if text("Event") == Some("s3:TestEvent") {
            self.others += 1;
        } else if let Some(records) = value.get("Records").and_then(Value::as_array) {
            if records.len() > MOST_RECORDS {
                return self.fault(format!("{} notifications in one message", records.len()));
            }
            for record in records {
                self.of_s3(record);
            }
        } else if let (Some("Notification"), Some(message)) = (text("Type"), text("Message")) {
            match deepest.checked_sub(1) {
                Some(deepest) => self.text(message, deepest),
                None => self.fault("messages in messages in messages"),
            }
        } else if let (Some("aws.s3"), Some(kind)) = (text("source"), text("detail-type")) {
            self.of_event_bridge(kind, value.get("detail").unwrap_or(&Value::Null));
        } else if let (Some(bucket), Some(keys)) = (text("s3Bucket"), value.get("s3ObjectKey")) {
            self.of_cloudtrail(bucket, keys);
        } else {
            self.fault("the body is no notification of S3, EventBridge or CloudTrail");
        }
    }

    fn of_s3(&mut self, record: &Value) {
        let text = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
        let Some(event) = text("/eventName").filter(|_| text("/eventSource") == Some("aws:s3")) else {
            return self.fault("a record is no notification of S3");
        };
        if !event.starts_with("ObjectCreated:") {
            self.others += 1;
            return;
        }
        // Keys come as forms send their fields.
        match (text("/s3/bucket/name"), text("/s3/object/key").and_then(decoded)) {
            (Some(bucket), Some(key)) => self.written(bucket, &key),
            _ => self.fault("a notification of S3 names no object"),
        }
    }

    /// Keys come as they are.
    fn of_event_bridge(&mut self, kind: &str, detail: &Value) {
        let text = |pointer: &str| detail.pointer(pointer).and_then(Value::as_str);
        match (text("/bucket/name"), text("/object/key")) {
            _ if kind != "Object Created" => self.others += 1,
            (Some(bucket), Some(key)) => self.written(bucket, key),
            _ => self.fault("a notification of EventBridge names no object"),
        }
    }

    /// Keys come as they are.
    fn of_cloudtrail(&mut self, bucket: &str, keys: &Value) {
        let keys = keys.as_array().map(Vec::as_slice).unwrap_or_default();
        if keys.is_empty() || keys.len() > MOST_RECORDS {
            return self.fault(format!("a notification of CloudTrail names {} objects", keys.len()));
        }
        for key in keys {
            match key.as_str() {
                Some(key) => self.written(bucket, key),
                None => self.fault("a notification of CloudTrail names no object"),
            }
        }
    }

    fn written(&mut self, bucket: &str, key: &str) {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte);
        if bucket.is_empty() || bucket.len() > 255 || !bucket.bytes().all(is_name) {
            return self.fault("a notification names a bucket that cannot be");
        }
        if key.is_empty() || key.len() > LONGEST_KEY || key.contains('\0') {
            return self.fault("a notification names a key that cannot be");
        }
        let place = Place { bucket: bucket.to_owned(), key: key.to_owned() };
        if !self.written.contains(&place) {
            self.written.push(place);
        }
    }

    fn fault(&mut self, why: impl Into<String>) {
        self.faults.push(why.into());
    }
}

/// `a+b%3Dc` is `a b=c`; `None` if it was not written so.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KEY: &str = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/a b=c+ü.json.gz";

    fn of_s3(event: &str, key: &str) -> Value {
        json!({"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1", "eventName": event,
            "s3": {"bucket": {"name": "logs", "arn": "arn:aws:s3:::logs"},
                   "object": {"key": key, "size": 1, "eTag": "x", "sequencer": "1"}}}]})
    }

    fn of_event_bridge(kind: &str) -> Value {
        json!({"version": "0", "source": "aws.s3", "detail-type": kind,
            "detail": {"bucket": {"name": "logs"}, "object": {"key": KEY, "etag": "x"}}})
    }

    fn by_sns(message: &Value) -> Value {
        json!({"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:logs", "Message": message.to_string()})
    }

    fn read(body: &Value) -> Notified {
        Notified::read(&body.to_string())
    }

    #[test]
    fn every_form_names_the_same_object() {
        let written = of_s3(
            "ObjectCreated:Put",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/a+b%3Dc%2B%C3%bc.json.gz",
        );
        let place = Place { bucket: "logs".into(), key: KEY.into() };
        let expected = Notified { written: vec![place], ..Notified::default() };
        for body in [
            written.clone(),
            by_sns(&written),
            by_sns(&by_sns(&written)),
            of_event_bridge("Object Created"),
            by_sns(&of_event_bridge("Object Created")),
            json!({"s3Bucket": "logs", "s3ObjectKey": [KEY]}),
            by_sns(&json!({"s3Bucket": "logs", "s3ObjectKey": [KEY, KEY]})),
        ] {
            assert_eq!(read(&body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_no_news_of_a_log_is_let_pass() {
        let nothing = Notified { others: 1, ..Notified::default() };
        let test =
            json!({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "logs", "RequestId": "x"});
        for body in [
            test.clone(),
            by_sns(&test),
            of_s3("ObjectRemoved:Delete", "a"),
            of_event_bridge("Object Deleted"),
        ] {
            assert_eq!(read(&body), nothing, "{body}");
        }
        assert_eq!(read(&json!({"Records": []})), Notified::default());
    }

    #[test]
    fn what_cannot_be_understood_is_a_fault_and_the_rest_counts() {
        let mut both = of_s3("ObjectCreated:Put", "a.json");
        both["Records"].as_array_mut().unwrap().insert(0, json!({"eventSource": "aws:s3"}));
        let told = read(&both);
        assert_eq!((told.written.len(), told.faults.len()), (1, 1));
        let many = json!({"Records": vec![json!({}); MOST_RECORDS + 1]});
        let deep = (0..5).fold(of_s3("ObjectCreated:Put", "a"), |body, _| by_sns(&body));
        for body in [
            Value::Null,
            json!([]),
            json!({}),
            json!("text"),
            json!({"Records": [1]}),
            json!({"Records": {"0": {}}}),
            json!({"Type": "SubscriptionConfirmation", "Message": "m", "SubscribeURL": "https://evil.example"}),
            json!({"Type": "Notification", "Message": {"Records": []}}),
            json!({"source": "aws.s3", "detail-type": "Object Created"}),
            json!({"s3Bucket": "logs", "s3ObjectKey": []}),
            json!({"s3Bucket": "logs", "s3ObjectKey": [7]}),
            json!({"s3Bucket": "lo/gs", "s3ObjectKey": ["a"]}),
            json!({"s3Bucket": "logs", "s3ObjectKey": ["a\0b"]}),
            json!({"s3Bucket": "logs", "s3ObjectKey": ["k".repeat(LONGEST_KEY + 1)]}),
            of_s3("ObjectCreated:Put", ""),
            of_s3("ObjectCreated:Put", "%"),
            of_s3("ObjectCreated:Put", "%1"),
            of_s3("ObjectCreated:Put", "%+1"),
            of_s3("ObjectCreated:Put", "%ff"),
            many,
            deep,
        ] {
            let told = read(&body);
            assert_eq!((told.written.len(), told.faults.is_empty()), (0, false), "{body}");
        }
        for text in ["", "{", "\u{0}", &"[".repeat(100_000), "{\"Records\":", "\u{feff}{}"] {
            assert_eq!(Notified::read(text).faults.len(), 1, "{text:.20}");
        }
    }
}
