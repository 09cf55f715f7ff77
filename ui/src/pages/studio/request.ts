// The request that the simulate panel asks about.
import { signal } from "@preact/signals";
import { asGiven, kind } from "./document";

export interface Witness {
  principal: string;
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
  absent: string[];
}

export interface Asked {
  who: string;
  what: string;
  where: string;
  context: { key: string; value: string }[];
}

export const asked = signal<Asked>({ who: "", what: "s3:GetObject", where: "", context: [] });

/** Takes a witness of a comparison over, to be looked at. */
export function askWitness(witness: Witness): void {
  const context = Object.entries(witness.context).map(([key, value]) => ({ key, value: [value].flat().join(", ") }));
  asked.value = { who: witness.principal, what: witness.action, where: witness.resource, context };
}

const EVERYTHING = { policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } };

/** Policies that only limit are decided beside one that allows everything. */
export function limitsOnly(of: string): boolean {
  return ["boundary", "session", "scp", "rcp", "endpoint"].includes(of);
}

export function simulation(of: Asked, guessed: string): object {
  const given = asGiven().policy;
  const shape = kind.value || guessed;
  const layers = limitsOnly(shape)
    ? { policy: [EVERYTHING], [shape]: [shape === "scp" || shape === "rcp" ? { level: "root", ...given } : given] }
    : shape === "resource" || shape === "trust"
      ? { resource_policy: given }
      : { policy: [given] };
  return { ...layers, ...request(of), explain: true };
}

function request(of: Asked) {
  const context = of.context.filter((each) => each.key.trim());
  return {
    action: words(of.what),
    ...(of.where.trim() && { resource: words(of.where) }),
    ...(of.who.trim() && { principal: of.who.trim() }),
    ...(context.length > 0 && { context: Object.fromEntries(context.map((each) => [each.key.trim(), valueOf(each.value)])) }),
  };
}

export function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** Values with commas between them are several. */
function valueOf(text: string): string | string[] {
  const values = text.split(",").map((each) => each.trim());
  return values.length > 1 ? values : (values[0] as string);
}
