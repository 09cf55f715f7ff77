// What the catalogue knows, asked for once: it does not change while a page is open.
import { call } from "./client";

export interface Service {
  service: string;
  name: string;
  category: string | null;
  actions: number;
}

export interface ActionLine {
  action: string;
  access_level: string;
  resource_types: string[];
  condition_keys: string[];
}

export interface ActionDetails extends ActionLine {
  service: string;
  description: string;
  resources: { resource_type: string; required: boolean; arn_formats: string[] }[];
  dependent_actions: unknown[];
  permission_only: boolean;
}

export interface ArnFormat {
  resource_type: string;
  arn_formats: string[];
  service: string;
  condition_keys: string[];
}

export interface Key {
  name: string;
  type: string;
  multivalued: boolean;
}

const asked = new Map<string, Promise<unknown>>();

function once<T>(operation: string, request: object): Promise<T> {
  const key = operation + JSON.stringify(request);
  const known = asked.get(key) as Promise<T> | undefined;
  if (known) return known;
  const answer = call<T>(operation, request);
  asked.set(key, answer);
  // A failure is not kept.
  answer.catch(() => asked.delete(key));
  return answer;
}

export async function services(): Promise<Service[]> {
  return (await once<{ result: Service[] }>("query_services", {})).result;
}

async function isService(name: string): Promise<boolean> {
  return (await services()).some((each) => each.service === name);
}

/** None of a service that is not there, which is no mistake while somebody types. */
export async function actionsOf(service: string): Promise<ActionLine[]> {
  if (!(await isService(service))) return [];
  return (await once<{ details: ActionLine[] | null }>("query_service_actions", { service, verbose: true })).details ?? [];
}

export async function actionsNamed(name: string, limit: number, service?: string): Promise<{ details: ActionLine[] | null; total: number }> {
  return once("query_service_actions", { name, limit, service, verbose: true });
}

export async function actionDetails(action: string): Promise<ActionDetails> {
  return (await once<{ result: ActionDetails }>("query_action_details", { action })).result;
}

export async function arnFormats(request: { service?: string; arn?: string }): Promise<ArnFormat[]> {
  if (request.service !== undefined && !(await isService(request.service))) return [];
  return (await once<{ result: ArnFormat[] }>("query_arn_formats", request)).result;
}

export async function keysOf(service: string): Promise<Key[]> {
  if (service !== "aws" && !(await isService(service))) return [];
  return (await once<{ keys: Key[] }>("query_condition_keys", { service })).keys;
}

export async function expanded(pattern: string): Promise<{ result: string[]; total: number }> {
  return once("expand_wildcard_action", { pattern, limit: 12 });
}
