import { expect, test } from "vitest";
import type { Evidence } from "../../api/types";
import { evidenceOfLine } from "./evidence";

function of(action: string, ...resources: string[]): Evidence {
  return { action, resources, widened: [], via: [], count: 1, events: [], eventIds: [] };
}

const EVIDENCE = [of("s3:GetObject", "arn:aws:s3:::a/*"), of("s3:PutObject", 'arn:aws:s3:::a/"q"\\é'), of("sqs:SendMessage", "*")];

test.each([
  ['      "s3:GetObject",', ["s3:GetObject"]],
  ['      "Action": "S3:getobject",', ["s3:GetObject"]],
  ['      "Action": "s3:*",', ["s3:GetObject", "s3:PutObject"]],
  ['      "s3:?etObject"', ["s3:GetObject"]],
  ['      "Resource": "arn:aws:s3:::a/*"', ["s3:GetObject"]],
  [`      ${JSON.stringify('arn:aws:s3:::a/"q"\\é')},`, ["s3:PutObject"]],
  ['      "Resource": "*"', []],
  ['      "Effect": "Allow",', []],
  ['    "Statement": [', []],
  ["    }", []],
])("%s rests on %j", (line, actions) => {
  expect(evidenceOfLine(line, EVIDENCE).map((each) => each.action)).toEqual(actions);
});
