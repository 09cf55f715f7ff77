// Files on their way to the server, and what becomes of them there.
import { signal } from "@preact/signals";
import { Problem, get, send, valueOf } from "../../api/client";
import { events } from "../../api/events";
import { asProblem } from "../../api/load";
import type { Run } from "../../api/types";
import { pathOf } from "./folders";

export type Kind = "logs" | "usage";

export interface Upload {
  id: number;
  name: string;
  size: number;
  state: "sending" | "reading" | "done" | "failed";
  /** Bytes that the server has read. */
  read: number;
  events: number;
  skipped: Record<string, number>;
  run?: Run;
  problem?: Problem;
}

export const uploads = signal<Upload[]>([]);
let last = 0;

/** Sends the files one after another: the server reads each with all it has. */
export async function sendFiles(files: File[], kind: Kind, done: () => void): Promise<void> {
  const waiting = files.map((file) => ({ file, id: begun(file) }));
  for (const { file, id } of waiting) {
    try {
      await sendOne(file, kind, id);
    } catch (error) {
      change(id, { state: "failed", problem: asProblem(error) });
    }
    done();
  }
}

function begun(file: File): number {
  last += 1;
  uploads.value = [{ id: last, name: pathOf(file), size: file.size, state: "sending", read: 0, events: 0, skipped: {} }, ...uploads.peek()];
  return last;
}

function change(id: number, part: Partial<Upload>): void {
  uploads.value = uploads.peek().map((each) => (each.id === id ? { ...each, ...part } : each));
}

/** So many characters of a name the server takes; the end tells more than the beginning. */
const LONGEST = 500;

async function sendOne(file: File, kind: Kind, id: number): Promise<void> {
  const query = new URLSearchParams({ name: pathOf(file).slice(-LONGEST), kind });
  const { job } = await valueOf<{ job: string }>(await send("POST", `uploads?${query}`, file, "application/octet-stream"));
  change(id, { state: "reading" });
  const path = `jobs/${encodeURIComponent(job)}`;
  try {
    for await (const told of events(await send("GET", `${path}/events`))) {
      if (take(id, told.event, JSON.parse(told.data))) return;
    }
  } catch {
    // The stream broke off; the job itself knows how it goes on.
  }
  for (;;) {
    const job = await get<{ state: string; run?: Run; problem?: Refused }>(path);
    if (job.run) return change(id, { state: "done", run: job.run });
    if (job.problem) throw problemOf(job.problem);
    await new Promise((go) => setTimeout(go, PACE));
  }
}

const PACE = 500;

interface Refused {
  detail?: string;
  title?: string;
  hint?: string;
}

function problemOf({ detail, title, hint }: Refused): Problem {
  return new Problem(0, detail ?? title ?? "the file could not be read", undefined, hint);
}

/** Whether that was the end. */
function take(id: number, event: string, data: { bytes?: number; events?: number; skipped?: unknown; run?: Run; problem?: Refused } & Partial<Run>): boolean {
  switch (event) {
    case "progress":
      change(id, { read: data.bytes ?? 0, events: data.events ?? 0, skipped: byReason(data.skipped) });
      return false;
    case "done":
      change(id, { state: "done", run: data.run ?? (data as Run) });
      return true;
    case "failed":
      change(id, { state: "failed", problem: problemOf(data.problem ?? (data as Refused)) });
      return true;
    default:
      return false;
  }
}

function byReason(skipped: unknown): Record<string, number> {
  if (typeof skipped === "number") return skipped ? { events: skipped } : {};
  return (skipped as Record<string, number> | undefined) ?? {};
}
