// Talks to the server that served this page, and to nobody else.
import { signal } from "@preact/signals";
import { keep, kept } from "../kept";
import type { Page } from "./types";

/** What the server says when it refuses: problem+json, or as much of it as there is. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly kind?: string,
    readonly hint?: string,
  ) {
    super(detail);
  }
}

/** Set anew each time the server asks for a token: because none was given, or because it does not take the one that was. */
export const tokenWanted = signal<{ again: boolean } | undefined>(undefined);

const STORED = "leastwise-token";

export function giveToken(token: string): void {
  keep("visit", STORED, token);
  tokenWanted.value = undefined;
  given.value += 1;
}

/** Counts the tokens given, so that what failed for want of one is asked for again. */
export const given = signal(0);

export function authorization(): Record<string, string> {
  const token = kept("visit", STORED);
  return token ? { authorization: `Bearer ${token}` } : {};
}

export async function send(method: string, path: string, body?: BodyInit, type?: string, stop?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...authorization() };
  if (type) headers["content-type"] = type;
  let response: Response;
  try {
    response = await fetch(`./api/v1/${path}`, { method, headers, body, signal: stop });
  } catch (error) {
    if (stop?.aborted) throw error;
    throw new Problem(0, "the server does not answer", "unreachable", "is `leastwise serve` still running?");
  }
  if (response.ok) return response;
  if (response.status === 401) {
    tokenWanted.value = { again: kept("visit", STORED) !== null };
    throw new Problem(401, "the server asks for a token", "token");
  }
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = `the server answers ${response.status}`;
  try {
    const said = await response.json();
    return new Problem(response.status, said.detail ?? said.title ?? fallback, said.kind, said.hint);
  } catch {
    return new Problem(response.status, fallback);
  }
}

/** What the answer holds. Something between page and server may answer in its place. */
export async function valueOf<T>(response: Response): Promise<T> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(response.status, "the answer is no JSON", "foreign", "does something else answer in place of `leastwise serve`?");
    throw error;
  }
}

export async function get<T>(path: string, query: Record<string, string | number | undefined> = {}, stop?: AbortSignal): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = given.length ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : "";
  return valueOf(await send("GET", path + search, undefined, undefined, stop));
}

/** So many rows are asked for at a time. */
const AT_A_TIME = 5_000;

/** A list to its end, however many answers it takes. */
export async function all<T>(path: string, stop?: AbortSignal): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await get<Pick<Page<T>, "result" | "truncated">>(path, { limit: AT_A_TIME, offset: rows.length || undefined }, stop);
    rows.push(...page.result);
    if (!page.truncated || page.result.length === 0) return rows;
  }
}

/** Calls an operation: the same request and answer as on the command line and over MCP. */
export async function call<T>(operation: string, request: object, stop?: AbortSignal): Promise<T> {
  return valueOf(await send("POST", operation, JSON.stringify(request), "application/json", stop));
}

export async function put<T>(path: string, body: object): Promise<T> {
  return valueOf(await send("PUT", path, JSON.stringify(body), "application/json"));
}
