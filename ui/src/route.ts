// Which page is shown: the part of the address behind `#`, so that no server has to know the pages.
import { signal } from "@preact/signals";

export interface Route {
  page: string;
  rest: string[];
}

/** Parts of the path are encoded each on its own: ARNs hold slashes. */
export function parsed(hash: string): Route {
  const parts = hash.replace(/^#?\/?/, "").split("/").filter(Boolean).map(decoded);
  return { page: parts[0] ?? "overview", rest: parts.slice(1) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function link(page: string, ...rest: string[]): string {
  return `#/${[page, ...rest].map(encodeURIComponent).join("/")}`;
}

export const route = signal<Route>({ page: "overview", rest: [] });

export function follow(): void {
  route.value = parsed(location.hash);
}

export function go(page: string, ...rest: string[]): void {
  location.hash = link(page, ...rest);
}
