import { expect, test } from "vitest";
import { clicked, sorted } from "./sorting";

test.each([
  [[3, 1, 2], "ascending", [1, 2, 3]],
  [[3, null, 10], "descending", [10, 3, null]],
  [[3, null, 10], "ascending", [3, 10, null]],
  [["role10", "Role9", "a"], "ascending", ["a", "Role9", "role10"]],
] as const)("%j %s", (rows, direction, expected) => {
  expect(sorted<string | number | null>([...rows], (row) => row, direction)).toEqual(expected);
});

test("equal rows keep their order", () => {
  const rows = [{ n: 1, id: "a" }, { n: 1, id: "b" }];
  expect(sorted(rows, (row) => row.n, "descending").map((row) => row.id)).toEqual(["a", "b"]);
});

test("a second click turns the order round", () => {
  const once = clicked({ by: "name", direction: "ascending" }, "calls", "descending");
  expect(once).toEqual({ by: "calls", direction: "descending" });
  expect(clicked(once, "calls", "descending").direction).toBe("ascending");
});
