// The order of rows in tables.
export type Direction = "ascending" | "descending";
export interface Sorting {
  by: string;
  direction: Direction;
}

type Value = string | number | null | undefined;

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Sorts without touching the input. What is not known comes last, whichever way the rest goes. */
export function sorted<T>(rows: T[], value: (row: T) => Value, direction: Direction): T[] {
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a) ?? null, value(b) ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * COLLATOR.compare(String(left), String(right));
  });
}

/** A second click turns the order round; a new column begins with what its kind is looked at for. */
export function clicked(now: Sorting, by: string, first: Direction): Sorting {
  if (now.by !== by) return { by, direction: first };
  return { by, direction: now.direction === "ascending" ? "descending" : "ascending" };
}
