// What the browser keeps for these pages: for the visit, or until it is deleted. Some browsers keep nothing.
const STORES = { visit: () => sessionStorage, ever: () => localStorage };

export function kept(how: keyof typeof STORES, name: string): string | null {
  try {
    return STORES[how]().getItem(name);
  } catch {
    return inMemory.get(name) ?? null;
  }
}

/** `null` forgets it. */
export function keep(how: keyof typeof STORES, name: string, value: string | null): void {
  try {
    if (value === null) STORES[how]().removeItem(name);
    else STORES[how]().setItem(name, value);
  } catch {
    if (value === null) inMemory.delete(name);
    else inMemory.set(name, value);
  }
}

/** Where a browser keeps nothing: until the page is loaded again. */
const inMemory = new Map<string, string>();
