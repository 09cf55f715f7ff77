import { expect, test } from "vitest";
import { sideBySide } from "./diff";

function shown(before: string, after: string): string[] {
  return sideBySide(before.split(""), after.split("")).map((row) =>
    row.same ? `=${row.left?.text}` : `${row.left?.text ?? "."}>${row.right?.text ?? "."}`,
  );
}

test.each([
  ["abc", "abc", ["=a", "=b", "=c"]],
  ["abc", "adc", ["=a", "b>d", "=c"]],
  ["abc", "ac", ["=a", "b>.", "=c"]],
  ["ac", "abc", ["=a", ".>b", "=c"]],
  ["", "ab", [".>a", ".>b"]],
  ["ab", "", ["a>.", "b>."]],
  ["xaby", "xbay", ["=x", "a>.", "=b", ".>a", "=y"]],
  ["aaa", "aa", ["=a", "=a", "a>."]],
])("%j beside %j", (before, after, rows) => {
  expect(shown(before, after)).toEqual(rows);
});

test("each side reads as its text, with its line numbers", () => {
  const before = "the quick brown fox".split(" ");
  const after = "a quick red fox jumps".split(" ");
  const rows = sideBySide(before, after);
  const side = (which: "left" | "right") => rows.flatMap((row) => row[which] ?? []);
  expect(side("left").map((line) => line.text)).toEqual(before);
  expect(side("right").map((line) => line.text)).toEqual(after);
  expect(side("right").map((line) => line.line)).toEqual([1, 2, 3, 4, 5]);
});
