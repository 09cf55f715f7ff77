import { expect, test } from "vitest";
import { changesOf, unitsOf } from "./bytes";

const ENCODER = new TextEncoder();

test.each(["", "abc", "äöü", "a€b", "x😀y", "é😀€z"])("every byte offset of %j has its place", (text) => {
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    expect(unitsOf(text, [byte])).toEqual([unit]);
    byte += ENCODER.encode(character).length;
    unit += character.length;
  }
  expect(unitsOf(text, [byte, byte + 9])).toEqual([unit, unit]);
});

test("offsets keep the order they are asked in", () => {
  expect(unitsOf("ä😀b", [6, 0, 2, 6])).toEqual([3, 0, 1, 3]);
});

test("an offset inside a character stands before it", () => {
  expect(unitsOf("a😀b", [2, 3, 4, 5])).toEqual([1, 1, 1, 3]);
});

test("edits come sorted, and none lies over another", () => {
  const edits = [
    { start: 6, end: 7, text: "B" },
    { start: 0, end: 2, text: "A" },
    { start: 1, end: 6, text: "no" },
  ];
  expect(changesOf("ä😀b", edits)).toEqual([
    { from: 0, to: 1, insert: "A" },
    { from: 3, to: 4, insert: "B" },
  ]);
});
