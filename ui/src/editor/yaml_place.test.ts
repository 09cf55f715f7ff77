import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { isYaml, placeAt } from "./place";

/** The place of the `|` in a text. */
function at(marked: string) {
  return placeAt(EditorState.create({ doc: marked.replace("|", "") }), marked.indexOf("|"));
}

const BELOW = `Version: "2012-10-17"
Statement:
  - Sid: One
    Effect: Allow
    Action: iam:PassRole
  - Effect: Allow
    # Action: x:Y
    Action:
      - s3:GetObject
      - "sqs:*" # all
`;

test.each([
  ["Ver|", "element"],
  ["Version: 2|", "version"],
  ['Version: "|"', "version"],
  ["Statement:\n  - Si|", "statement-element"],
  ["Statement:\n  Eff|", "statement-element"],
  ["Statement:\n- Effect: Allow\n  Act|", "statement-element"],
  ["Statement:\n  - Si|d: x", "statement-element"],
  ["Statement:\n  - Effect: A|", "effect"],
  ["Statement:\n  - Action: s3:G|", "action"],
  ["Statement:\n  - Action: s3:|", "action"],
  ["Statement:\n  - Action:\n      - s3:|", "action"],
  ["Statement:\n  - Action:\n    - s3:|", "action"],
  ["Statement:\n- Action:\n  - s3:Get|\n  Effect: Allow", "action"],
  ["Statement:\n  - NotAction: [iam:*, s3:G|]", "action"],
  ["Statement:\n  - Action: ['s3:G|']", "action"],
  ["Statement:\n  - Resource:\n      - ar|", "resource"],
  ["Statement:\n  - Condition:\n      Str|", "operator"],
  ["Statement:\n  - Condition:\n      StringEquals:\n        aws:|", "condition-key"],
  ["Statement:\n  - Condition:\n      StringEquals:\n        aws:Source|Ip: 1.2.3.4", "condition-key"],
  ["Statement:\n  - Condition:\n      StringEquals:\n        aws:SourceIp: 1|", "other"],
  ["Statement:\n  - Principal:\n      A|", "principal-kind"],
  [`${BELOW}    Res|`, "statement-element"],
  [`${BELOW}\n    Condition:\n      Bo|`, "operator"],
  [`${BELOW}  - |`, "statement-element"],
])("%j wants %s", (marked, wanted) => {
  expect(at(marked)?.wanted).toBe(wanted);
});

test.each(["Statement:\n| - Effect: Allow", "# Ver|", "Version: x # |", "Statement:\n  - Condition: {Str|}", "Statement:\n  - Sid: >\n      te|xt", "Statement|:\n  - a", " |"])(
  "nothing, or nothing of a statement, is wanted at %j",
  (marked) => {
    expect([undefined, "element", "other"]).toContain(at(marked)?.wanted);
  },
);

test.each([
  [`${BELOW}    Resource: a|`, ["s3:GetObject", "sqs:*"]],
  [`${BELOW}    Resource:\n      - a|`, ["s3:GetObject", "sqs:*"]],
  [`${BELOW}    Condition:\n      StringLike:\n        a|: x`, ["s3:GetObject", "sqs:*"]],
  ["Statement:\n  - Resource: a|\n    Action: [s3:A, 's3:B']\n  - Action: s3:C", ["s3:A", "s3:B"]],
  ["Statement:\n- Action:\n  - s3:A\n  Resource: a|\n- Action: s3:C", ["s3:A"]],
  ["Statement:\n  Action: s3:A\n  Resource: a|\nVersion: x", ["s3:A"]],
])("the place knows the actions of its own statement: %j", (marked, actions) => {
  expect(at(marked)?.actions).toEqual(actions);
});

test.each([
  ["Statement:\n  - Action: s3:Get|Object # x", "s3:GetObject"],
  ['Statement:\n  - Action: "s3:Get|Object"', "s3:GetObject"],
  ["Statement:\n  - Action: [a:B, s3:Get|Object , c:D]", "s3:GetObject"],
  ["Statement:\n  - Action: [a:B,|]", ""],
  ["Statement:\n  - Eff|ect: Allow", "Effect"],
  ['Statement:\n  - "Eff|ect": Allow', "Effect"],
  ["Größe: 😀\nStatement:\n  - Action:\n      - s3:|Get", "s3:Get"],
])("the range is that of the word: %j", (marked, word) => {
  const place = at(marked);
  expect(marked.replace("|", "").slice(place?.from, place?.to)).toBe(word);
});

test("a word without quotes says so, and a name that nothing follows wants its colon", () => {
  expect(at("Statement:\n  - Resource: |x")?.plain).toEqual({ inList: false, needsColon: false });
  expect(at("Statement:\n  - Resource: [|x]")?.plain).toEqual({ inList: true, needsColon: false });
  expect(at("Statement:\n  - Resource: '|x'")?.plain).toBeUndefined();
  expect(at("Statement:\n  - Eff|")?.plain).toEqual({ inList: false, needsColon: true });
  expect(at("Statement:\n  - Eff|ect: Allow")?.plain).toBeUndefined();
});

test.each([
  ["", false],
  ["\n {", false],
  ["[", false],
  ["Version", true],
  ["---\n", true],
  ["# {", true],
])("%j is YAML: %s", (text, yaml) => {
  expect(isYaml(text)).toBe(yaml);
});
