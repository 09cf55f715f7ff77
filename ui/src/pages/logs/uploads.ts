// Files on their way to the server, and what becomes of them there.
import { signal } from "@preact/signals";
import { Problem, get, send } from "../../api/client";
import { events } from "../../api/events";
import { asProblem } from "../../api/load";
import type { Run } from "../../api/types";

export type Kind = "logs" | "usage";

export interface Upload {
  id: number;
  name: string;
  size: number;
  state: "sending" | "reading" | "done" | "failed";
  files: number;
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
  uploads.value = [{ id: last, name: file.name, size: file.size, state: "sending", files: 0, events: 0, skipped: {} }, ...uploads.peek()];
  return last;
}

function change(id: number, part: Partial<Upload>): void {
  uploads.value = uploads.peek().map((each) => (each.id === id ? { ...each, ...part } : each));
}

async function sendOne(file: File, kind: Kind, id: number): Promise<void> {
  const query = new URLSearchParams({ name: file.name, kind });
  const { job } = (await (await send("POST", `uploads?${query}`, file, "application/octet-stream")).json()) as { job: string };
  change(id, { state: "reading" });
  for await (const told of events(await send("GET", `jobs/${encodeURIComponent(job)}/events`))) {
    if (take(id, told.event, JSON.parse(told.data))) return;
  }
  // The stream broke off; the job itself knows how it ended.
  const ended = await get<{ state?: string; run?: Run; problem?: { detail?: string } }>(`jobs/${encodeURIComponent(job)}`);
  if (ended.run) change(id, { state: "done", run: ended.run });
  else throw new Problem(0, ended.problem?.detail ?? "the server broke off while it read the file");
}

/** Whether that was the end. */
function take(id: number, event: string, data: { files?: number; events?: number; skipped?: unknown; run?: Run; problem?: { detail?: string; title?: string; hint?: string } } & Partial<Run>): boolean {
  switch (event) {
    case "progress":
      change(id, { files: data.files ?? 0, events: data.events ?? 0, skipped: byReason(data.skipped) });
      return false;
    case "done":
      change(id, { state: "done", run: data.run ?? (data as Run) });
      return true;
    case "failed": {
      const problem = data.problem ?? (data as { detail?: string; title?: string; hint?: string });
      change(id, { state: "failed", problem: new Problem(0, problem.detail ?? problem.title ?? "the file could not be read", undefined, problem.hint) });
      return true;
    }
    default:
      return false;
  }
}

function byReason(skipped: unknown): Record<string, number> {
  if (typeof skipped === "number") return skipped ? { events: skipped } : {};
  return (skipped as Record<string, number> | undefined) ?? {};
}
