import { json } from "@codemirror/lang-json";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { placeAt } from "./place";

/** The place of the `|` in a text. */
function at(marked: string) {
  const doc = marked.replace("|", "");
  const state = EditorState.create({ doc, extensions: [json()] });
  ensureSyntaxTree(state, doc.length, 1000);
  return placeAt(state, marked.indexOf("|"));
}

test.each([
  ['{"Ver|"}', "element"],
  ['{"Version": "|"}', "version"],
  ['{"Statement": [{"Si|": ""}]}', "statement-element"],
  ['{"Statement": {"Effect": "A|"}}', "effect"],
  ['{"Statement": [{"Action": "s3:|"}]}', "action"],
  ['{"Statement": [{"NotAction": ["iam:*", "s3:G|"]}]}', "action"],
  ['{"Statement": [{"Resource": ["|"]}]}', "resource"],
  ['{"Statement": [{"Condition": {"Str|": {}}}]}', "operator"],
  ['{"Statement": [{"Condition": {"StringEquals": {"aws:|": ""}}}]}', "condition-key"],
  ['{"Statement": [{"Condition": {"StringEquals": {"aws:a": "|"}}}]}', "other"],
  ['{"Statement": [{"Principal": {"A|": ""}}]}', "principal-kind"],
])("%s wants %s", (marked, wanted) => {
  expect(at(marked)?.wanted).toBe(wanted);
});

test.each(['{|"Version": ""}', '{"Version": ""|}', "|", '{"Statement": [|]}'])("outside of strings nothing is wanted: %s", (marked) => {
  expect(at(marked)).toBeUndefined();
});

test("the place knows the actions of its own statement", () => {
  const place = at('{"Statement": [{"Action": "iam:PassRole"}, {"Action": ["s3:GetObject", "sqs:*"], "Resource": "ar|n"}]}');
  expect(place).toMatchObject({ actions: ["s3:GetObject", "sqs:*"] });
});

test("the range is that between the quotes", () => {
  const text = '{"Version": "2012|-10-17"}';
  const place = at(text);
  expect(text.replace("|", "").slice(place?.from, place?.to)).toBe("2012-10-17");
});
