// The lines of two texts beside each other.
export interface Row {
  left?: { line: number; text: string };
  right?: { line: number; text: string };
  same: boolean;
}

/** Above this many pairs of lines the middle is shown as replaced, rather than compared for seconds. */
const MOST = 4_000_000;

/** Rows of a side-by-side view: lines that both have face each other, what was replaced faces what replaces it. */
export function sideBySide(before: string[], after: string[]): Row[] {
  const rows: Row[] = [];
  let gone: Row["left"][] = [];
  let come: Row["right"][] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
      rows.push({ left: gone[at], right: come[at], same: false });
    }
    gone = [];
    come = [];
  };
  let left = 0;
  let right = 0;
  for (const [a, b] of [...common(before, after), [before.length, after.length]] as [number, number][]) {
    while (left < a) gone.push({ line: left + 1, text: before[left++] as string });
    while (right < b) come.push({ line: right + 1, text: after[right++] as string });
    flush();
    if (a < before.length) {
      rows.push({ left: { line: a + 1, text: before[a] as string }, right: { line: b + 1, text: after[b] as string }, same: true });
    }
    left = a + 1;
    right = b + 1;
  }
  return rows;
}

/** Pairs of indices of a longest common subsequence. */
function common(before: string[], after: string[]): [number, number][] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const shorter = Math.min(before.length, after.length);
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const pairs: [number, number][] = [];
  for (let at = 0; at < start; at += 1) pairs.push([at, at]);
  pairs.push(...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)).map(([a, b]): [number, number] => [a + start, b + start]));
  for (let at = end; at > 0; at -= 1) pairs.push([before.length - at, after.length - at]);
  return pairs;
}

function middle(before: string[], after: string[]): [number, number][] {
  const width = after.length + 1;
  if (before.length * after.length > MOST || !before.length || !after.length) return [];
  // lengths[a][b]: the longest common subsequence of what follows a and b.
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (a: number, b: number) => lengths[a * width + b] as number;
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      lengths[a * width + b] = before[a] === after[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [a, b] = [0, 0];
  while (a < before.length && b < after.length) {
    if (before[a] === after[b]) pairs.push([a++, b++]);
    else if (at(a + 1, b) >= at(a, b + 1)) a += 1;
    else b += 1;
  }
  return pairs;
}
