// Which page is shown: the part of the address behind `#`, so that no server has to know the pages.
import { signal } from "@preact/signals";

export interface Route {
  page: string;
  rest: string[];
  /** What is searched for on the page: in the address, so that the way back leads to what was found. */
  search: string;
}

/** Parts of the path are encoded each on its own: ARNs hold slashes. */
export function parsed(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decoded);
  return { page: parts[0] ?? "overview", rest: parts.slice(1), search: new URLSearchParams(query).get("search") ?? "" };
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

export const route = signal<Route>({ page: "overview", rest: [], search: "" });

export function follow(): void {
  route.value = parsed(location.hash);
}

/** Searches on the page that is shown. Letters typed are no steps of the way. */
export function search(wanted: string): void {
  const { page, rest } = route.peek();
  const query = wanted ? `?${new URLSearchParams({ search: wanted })}` : "";
  history.replaceState(null, "", link(page, ...rest) + query);
  route.value = { page, rest, search: wanted };
}

export function go(page: string, ...rest: string[]): void {
  location.hash = link(page, ...rest);
}
