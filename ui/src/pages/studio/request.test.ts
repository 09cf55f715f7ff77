import { expect, test } from "vitest";
import { kind, text } from "./document";
import { askWitness, asked, simulation } from "./request";

const ASKED = { who: " ", what: "s3:GetObject, s3:Put*", where: "", context: [{ key: "aws:TagKeys", value: "a, b" }, { key: " ", value: "x" }] };

test.each([
  ["identity", { policy: [{ text: "P" }] }],
  ["resource", { resource_policy: { text: "P" } }],
  ["trust", { resource_policy: { text: "P" } }],
  ["scp", { scp: [{ level: "root", text: "P" }] }],
  ["boundary", { boundary: [{ text: "P" }] }],
])("a policy of the kind %s is given as such", (guessed, layer) => {
  [text.value, kind.value] = ["P", ""];
  expect(simulation(ASKED, guessed)).toMatchObject(layer);
});

test("what is left empty is left out, and commas part", () => {
  expect(simulation(ASKED, "identity")).toMatchObject({ action: ["s3:GetObject", "s3:Put*"], context: { "aws:TagKeys": ["a", "b"] } });
  expect(Object.keys(simulation(ASKED, "identity"))).not.toContain("principal");
  expect(Object.keys(simulation(ASKED, "identity"))).not.toContain("resource");
});

test("a witness fills the form", () => {
  askWitness({ principal: "p", action: "a", resource: "r", context: { k: ["1", "2"] }, absent: [] });
  expect(asked.value).toEqual({ who: "p", what: "a", where: "r", context: [{ key: "k", value: "1, 2" }] });
});
