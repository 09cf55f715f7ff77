//! A policy that a checker without a list of operators called valid: one letter is missing in an operator, so AWS refuses it.

use serde_json::json;

use crate::run::{command, finish};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "CloudWatchLogsAccess",
      "Effect": "Allow",
      "Action": [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents"
      ],
      "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/my-data-processor:*"
    },
    {
      "Sid": "S3ReadAccess",
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetObjectVersion"
      ],
      "Resource": "arn:aws:s3:::my-app-data-bucket/*",
      "Condition": {
        "StringEqual": {
          "aws:ResourceAccount": "${aws:PrincipalAccount}"
        }
      }
    },
    {
      "Sid": "S3ListBucket",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::my-app-data-bucket"
    },
    {
      "Sid": "DynamoDBWriteAccess",
      "Effect": "Allow",
      "Action": [
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:Query"
      ],
      "Resource": [
        "arn:aws:dynamodb:us-east-1:123456789012:table/my-app-users",
        "arn:aws:dynamodb:us-east-1:123456789012:table/my-app-users/index/*"
      ],
      "Condition": {
        "StringEquals": {
          "aws:ResourceAccount": "${aws:PrincipalAccount}"
        }
      }
    }
  ]
}
"#;

#[test]
fn the_operator_is_an_error_at_its_place_with_a_safe_fix() {
    let ran = finish(command(&["validate", "-", "--format", "json"]), POLICY);
    assert_eq!(ran.code, Some(1));
    let report = ran.json();
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    let errors: Vec<_> = findings.iter().filter(|finding| finding["severity"] == "error").collect();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!(error["id"], "invalid-condition-operator");
    assert_eq!(error["pointer"], "/Statement/1/Condition/StringEqual");
    assert_eq!((&error["span"]["start"]["line"], &error["span"]["start"]["column"]), (&json!(23), &json!(9)));
    assert_eq!(error["fix"]["safety"], "safe");
    assert_eq!(error["fix"]["edits"][0]["text"], "\"StringEquals\"");
}

#[test]
fn fixing_it_adds_the_letter_and_changes_nothing_else() {
    let ran = finish(command(&["fix", "-", "--format", "json"]), POLICY);
    let fixed = ran.json()["changes"][0]["text"].as_str().unwrap().to_owned();
    assert_eq!(fixed, POLICY.replacen("\"StringEqual\"", "\"StringEquals\"", 1));
    let again = finish(command(&["validate", "-", "--format", "json"]), &fixed).json();
    assert_eq!(again["summary"]["bySeverity"]["error"], 0);
}
