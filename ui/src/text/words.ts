// Figures, times and names as people read them.
const NUMBER = new Intl.NumberFormat("en");
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : NUMBER.format(value);
}

export function compact(value: number): string {
  return value < 10_000 ? NUMBER.format(value) : COMPACT.format(value);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`;
}

/** `2026-11-22`: all times are UTC, as in the logs. */
export function day(time: string | null | undefined): string {
  return time ? time.slice(0, 10) : "–";
}

/** `2026-11-22 16:05`. */
export function minute(time: string | null | undefined): string {
  return time ? time.slice(0, 16).replace("T", " ") : "–";
}

/** The last part of an ARN, which is what people call the thing. */
export function shortName(arn: string): string {
  const resource = arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn;
  return resource.includes("/") ? resource.slice(resource.indexOf("/") + 1) : resource || arn;
}

/** Words from a member of an answer: `not-cloudtrail` and `implicit_identity` alike. */
export function spelt(id: string): string {
  return id.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();
}
