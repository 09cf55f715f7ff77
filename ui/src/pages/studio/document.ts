// The policy in the studio, which outlives the page: who looks something up comes back to it.
import { signal } from "@preact/signals";
import type { Policy } from "../../api/types";

export interface Brought {
  text: string;
  name?: string;
  principal?: string;
}

const FIRST = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadOrders",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::orders-prod", "arn:aws:s3:::orders-prod/*"]
    }
  ]
}
`;

export const text = signal(FIRST);
export const name = signal("");
export const principal = signal("");
export const kind = signal("");

/** What another page hands over to be looked at; the studio takes it when it opens. */
export const brought = signal<Brought | undefined>(undefined);

export function takeBrought(): void {
  const given = brought.peek();
  if (!given) return;
  text.value = given.text;
  name.value = given.name ?? "";
  principal.value = given.principal ?? "";
  kind.value = "";
  brought.value = undefined;
}

export const KINDS = ["identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint"];

/** The policy as the operations take it: as text, so that places are those of the editor. */
export function asGiven(): { policy: { text: string }; policy_type?: string } {
  return { policy: { text: text.value }, ...(kind.value && { policy_type: kind.value }) };
}

/** The document, if it can be read as JSON. */
export function parsedPolicy(of: string): Policy | undefined {
  try {
    const value: unknown = JSON.parse(of);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Policy) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is a policy to talk about: JSON that can be read, or YAML as far as one sees. */
export function hasStatements(of: string): boolean {
  if (/^\s*[{[]/.test(of)) return parsedPolicy(of)?.Statement !== undefined;
  return /^Statement:/m.test(of);
}

/** A saved document as text: JSON as an object, anything else as it was written. */
export function textOf(document: Policy | string): string {
  return typeof document === "string" ? document : `${JSON.stringify(document, null, 2)}\n`;
}
