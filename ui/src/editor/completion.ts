// Words that may stand at a place, from the catalogue of the server.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { actionsOf, arnFormats, keysOf, services } from "../api/catalogue";
import { placeAt } from "./place";
import type { PolicyPlace } from "./wanted";

const ELEMENTS = ["Version", "Id", "Statement"];
const OF_STATEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
const COMPARISONS = {
  String: ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"],
  Arn: ["Equals", "Like", "NotEquals", "NotLike"],
  Numeric: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"],
  Date: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"],
};
const OPERATORS = [
  ...Object.entries(COMPARISONS).flatMap(([type, names]) => names.map((name) => type + name)),
  ...["Bool", "Null", "IpAddress", "NotIpAddress", "BinaryEquals", "ForAllValues:StringEquals", "ForAllValues:StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"],
];

export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const place = placeAt(context.state, context.pos);
  if (!place) return null;
  const typed = context.state.sliceDoc(place.from, context.pos);
  // Without quotes a word ends with the line, which the key that takes an option is to end.
  const { plain } = place;
  if (plain && !typed && !context.explicit) return null;
  const options = await optionsAt(place, typed);
  if (plain && !context.explicit && options.some((each) => each.label === typed)) return null;
  if (options.length === 0) return null;
  if (plain) return { from: place.from, to: place.to, options: options.map((each) => unquoted(each, plain)) };
  return { from: place.from, to: place.to, options, validFor: validFor(place, typed) };
}

/** The option as it has to be written where there are no quotes. */
function unquoted(option: Completion, { inList, needsColon }: NonNullable<PolicyPlace["plain"]>): Completion {
  if (needsColon) return { ...option, apply: `${option.label}: ` };
  const isSpecial = /^[*&!%@`|>#\d[\]{}]/.test(option.label) || (inList && /[[\]{},]/.test(option.label));
  if (!isSpecial) return option;
  return /[#$]\{/.test(option.label) ? snippetCompletion(`"${filled(option.label)}"`, option) : { ...option, apply: `"${option.label}"` };
}

/** Places to fill in, as the editor writes them. */
function filled(format: string): string {
  return format.replaceAll("${", "#{");
}

/** What is offered holds until another service is meant. */
function validFor(place: PolicyPlace, typed: string): RegExp {
  if (place.wanted !== "action") return /^[^"]*$/;
  return typed.includes(":") ? new RegExp(`^${typed.split(":")[0]?.replace(/[^\w-]/g, "")}:[^"]*$`) : /^[^":]*$/;
}

async function optionsAt(place: PolicyPlace, typed: string): Promise<Completion[]> {
  try {
    switch (place.wanted) {
      case "element":
        return plain(ELEMENTS);
      case "statement-element":
        return plain(OF_STATEMENTS);
      case "effect":
        return plain(["Allow", "Deny"]);
      case "version":
        return plain(["2012-10-17"]);
      case "operator":
        return plain(OPERATORS);
      case "principal-kind":
        return plain(["AWS", "Service", "Federated", "CanonicalUser"]);
      case "action":
        return typed.includes(":") ? await actions(typed) : await prefixes();
      case "resource":
        return await resources(place.actions);
      case "condition-key":
        return await keys(place.actions);
      case "other":
        return [];
    }
  } catch {
    // A word that the catalogue does not know, or no answer: the person goes on typing.
    return [];
  }
}

function plain(words: string[]): Completion[] {
  return words.map((label, index) => ({ label, boost: -index }));
}

async function prefixes(): Promise<Completion[]> {
  return (await services()).map((each) => ({ label: `${each.service}:`, detail: each.name }));
}

async function actions(typed: string): Promise<Completion[]> {
  const service = typed.split(":")[0] as string;
  return (await actionsOf(service.toLowerCase())).map((each) => ({
    label: each.action,
    detail: each.access_level.replace("-", " "),
    info: each.resource_types.length ? `on ${each.resource_types.join(", ")}` : "on no resource in particular: needs *",
  }));
}

function servicesOf(actions: string[]): string[] {
  return [...new Set(actions.filter((each) => each.includes(":")).map((each) => (each.split(":")[0] as string).toLowerCase()))];
}

/** Formats become texts with places to fill in: `arn:aws:s3:::${BucketName}`. */
async function resources(actions: string[]): Promise<Completion[]> {
  const found = (await Promise.all(servicesOf(actions).map((service) => arnFormats({ service })))).flat();
  const formats = found.flatMap((each) =>
    each.arn_formats.map((format) => {
      const label = format.replace("${Partition}", "aws");
      return snippetCompletion(filled(label), { label, detail: each.resource_type });
    }),
  );
  return [{ label: "*", detail: "every resource" }, ...formats];
}

async function keys(actions: string[]): Promise<Completion[]> {
  const named = actions.filter((each) => each.includes(":") && !/[*?]/.test(each)).slice(0, 12);
  const lines = (await Promise.all(servicesOf(named).map(actionsOf))).flat();
  const wanted = new Set(named.map((each) => each.toLowerCase()));
  const own = new Set(lines.filter((each) => wanted.has(each.action.toLowerCase())).flatMap((each) => each.condition_keys));
  const global = await keysOf("aws");
  return [
    ...[...own].map((label) => ({ label, detail: "of these actions", boost: 10 })),
    ...global.filter((key) => !own.has(key.name)).map((key) => ({ label: key.name, detail: key.type + (key.multivalued ? ", several values" : "") })),
  ];
}
