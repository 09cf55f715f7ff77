import { expect, test } from "vitest";
import { dropped, isHidden, pathOf } from "./folders";

/** Folders as browsers tell of them: some entries at a time, then none. */
function folder(fullPath: string, entries: unknown[], atATime = 2) {
  const createReader = () => {
    const rest = [...entries];
    return { readEntries: (done: (some: unknown[]) => void) => done(rest.splice(0, atATime)) };
  };
  return { isFile: false, isDirectory: true, fullPath, name: fullPath.split("/").at(-1), createReader };
}

function file(fullPath: string) {
  const name = fullPath.split("/").at(-1) as string;
  return { isFile: true, isDirectory: false, fullPath, name, file: (done: (file: File) => void) => done(new File(["x"], name)) };
}

function transfer(...entries: unknown[]) {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return { items, files: [new File(["x"], "plain.json")] } as unknown as DataTransfer;
}

test("a folder gives all files below it, in order, with their paths", async () => {
  const deep = folder("/logs/b", [file("/logs/b/1.json"), file("/logs/b/.DS_Store"), folder("/logs/b/.git", [file("/logs/b/.git/x")])]);
  const files = await dropped(transfer(folder("/logs", [file("/logs/z.json"), deep, file("/logs/a.json"), file("/logs/1.json")]), file("/alone.json")));
  expect(files.map(pathOf)).toEqual(["logs/1.json", "logs/a.json", "logs/b/1.json", "logs/z.json", "alone.json"]);
});

test("files without a folder are taken as they come", async () => {
  expect((await dropped(transfer(file("/a.json")))).map(pathOf)).toEqual(["plain.json"]);
});

test("an entry that cannot be read is a failure, not silence", async () => {
  const broken = { ...file("/logs/a"), file: (_: unknown, refuse: (error: Error) => void) => refuse(new Error("gone")) };
  await expect(dropped(transfer(folder("/logs", [broken])))).rejects.toThrow("gone");
});

test.each([
  ["a/.DS_Store", true],
  [".git/x", true],
  ["./a", false],
  ["a/b.json", false],
])("%s is hidden: %s", (path, hidden) => {
  expect(isHidden(path)).toBe(hidden);
});
