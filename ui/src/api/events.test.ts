import { expect, test } from "vitest";
import { eventReader } from "./events";

test("events are whole however the text is cut", () => {
  const text = ': hello\n\nevent: progress\ndata: {"files": 1}\n\ndata: a\ndata:b\n\nevent: done\ndata: {}\n\nevent: cut';
  const whole = eventReader()(text);
  expect(whole).toEqual([
    { event: "progress", data: '{"files": 1}' },
    { event: "message", data: "a\nb" },
    { event: "done", data: "{}" },
  ]);
  const read = eventReader();
  expect([...text].flatMap((piece) => read(piece))).toEqual(whole);
});
