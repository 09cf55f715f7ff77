// What goes over the wire, as far as these pages look at it.
export type Severity = "error" | "critical" | "high" | "warning" | "medium" | "low" | "suggestion";
export const SEVERITIES: Severity[] = ["error", "critical", "high", "warning", "medium", "low", "suggestion"];

export interface Place {
  start: Position;
  end: Position;
}

/** `offset` counts bytes of UTF-8; `line` and `column` are counted from 1. */
export interface Position {
  line: number;
  column: number;
  offset: number;
}

export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Finding {
  id: string;
  severity: Severity;
  message: string;
  help?: string;
  pointer: string;
  span: Place;
  labels?: { message: string; span: Place }[];
  fix?: { safety: "safe" | "unsafe"; title: string; edits: Edit[] };
  fingerprint: string;
}

export type Policy = Record<string, unknown>;

/** A row about one principal. What is granted is null where its current policy is not known. */
export interface PrincipalRow {
  principal: string;
  kind: string;
  account: string | null;
  usedActions: number;
  grantedActions: number | null;
  unusedActions: number | null;
  sensitiveUsed: number;
  sensitiveUnused: number | null;
  calls: number;
  denied: number;
  firstSeen: string | null;
  lastSeen: string | null;
}

export interface Page<T> {
  result: T[];
  total: number;
  truncated: boolean;
}

export type UseState = "used" | "unused" | "denied" | "unknown";

export interface ActionUse {
  action: string;
  level: string | null;
  sensitive: boolean;
  state: UseState;
  /** Why it is not known. */
  why?: string;
  count: number;
  denied: number;
  firstSeen: string | null;
  lastSeen: string | null;
  resources: { arn: string; count: number | null }[];
  moreResources?: boolean;
}

export interface ServiceUse {
  service: string;
  actions: ActionUse[];
  /** How many actions are granted, were not seen, and are only counted. */
  leftOut?: number;
}

export interface PrincipalDetail extends PrincipalRow {
  services: ServiceUse[];
  /** Calls of which only is known that they lie between two days. */
  undated?: number;
  /** Why it is not known what the current policies allow. */
  currentProblem?: string;
  days?: { day: string; calls: number; denied: number }[];
  current: Policy | null;
  draft: Draft | null;
}

export interface Evidence {
  action: string;
  resources: string[];
  basis?: string;
  why?: string;
  widened: string[];
  via: string[];
  count: number;
  first?: string;
  last?: string;
  events: string[];
  eventIds: string[];
  onlyFailed?: boolean;
}

export interface Draft {
  principal: string;
  policies: { name: string; document: Policy; size: number; errors?: { check: string; message: string }[] }[];
  evidence: Evidence[];
  noPolicy?: string;
  leftOut?: { action: string; why: string; count: number }[];
  notReplayed: { eventSource: string; eventName: string; reason: string; count: number }[];
  denied: { action: string; resources: string[]; count: number; reasons: string[] }[];
  replay?: { calls: number; allowed: number };
}

export interface Run {
  id: string;
  kind: string;
  startedAt: string;
  finishedAt: string | null;
  in: number;
  used: number;
  skipped: Record<string, number>;
  files: number;
  note?: string | null;
}

export interface SavedPolicy {
  name: string;
  principal?: string | null;
  versions: { version: number; savedAt: string; document: Policy | string }[];
}
