// Which word may stand at a place of a policy, by the names of the members that lead to it.
export type Wanted = "element" | "statement-element" | "effect" | "version" | "action" | "resource" | "operator" | "condition-key" | "principal-kind" | "other";

export interface PolicyPlace {
  wanted: Wanted;
  /** The text between the quotes, if there are any. */
  from: number;
  to: number;
  /** Names of the statement's actions, for what hangs on them. */
  actions: string[];
  /** Set where the word stands without quotes, as YAML allows. */
  plain?: {
    /** Whether brackets and commas end it. */
    inList: boolean;
    /** Whether it names a member, and nothing says so yet. */
    needsColon: boolean;
  };
}

export function nameWanted(path: string[]): Wanted {
  if (path.length === 0) return "element";
  if (path[0] !== "Statement") return "other";
  if (path.length === 1) return "statement-element";
  if (path[1] === "Condition") return path.length === 2 ? "operator" : path.length === 3 ? "condition-key" : "other";
  return path.length === 2 && (path[1] === "Principal" || path[1] === "NotPrincipal") ? "principal-kind" : "other";
}

const VALUES: Record<string, Wanted> = {
  Effect: "effect",
  Action: "action",
  NotAction: "action",
  Resource: "resource",
  NotResource: "resource",
};

export function valueWanted(path: string[]): Wanted {
  if (path.length === 1 && path[0] === "Version") return "version";
  return path.length === 2 && path[0] === "Statement" ? (VALUES[path[1] as string] ?? "other") : "other";
}
