// The server counts bytes of UTF-8, the editor counts UTF-16 units; both from the start of the text.

/** Where each of these byte offsets stands in the text. One that falls inside a character stands before it. */
export function unitsOf(text: string, bytes: number[]): number[] {
  const wanted = [...bytes.keys()].sort((a, b) => (bytes[a] ?? 0) - (bytes[b] ?? 0));
  const units = new Array<number>(bytes.length).fill(text.length);
  let byte = 0;
  let unit = 0;
  let next = 0;
  while (next < wanted.length) {
    const index = wanted[next] as number;
    const width = unit < text.length ? widthAt(text, unit) : Infinity;
    if ((bytes[index] as number) < byte + width) {
      units[index] = Math.min(unit, text.length);
      next += 1;
    } else {
      byte += width;
      unit += width === 4 ? 2 : 1;
    }
  }
  return units;
}

/** How many bytes the character takes that begins at this unit. A lone surrogate is sent as U+FFFD, which takes three. */
function widthAt(text: string, unit: number): number {
  const code = text.codePointAt(unit) as number;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The edits in units of the editor, sorted, none over another: what overlaps an earlier one is dropped. */
export function changesOf(text: string, edits: { start: number; end: number; text: string }[]) {
  const units = unitsOf(text, edits.flatMap((edit) => [edit.start, edit.end]));
  const changes = edits
    .map((edit, index) => ({ from: units[2 * index] as number, to: units[2 * index + 1] as number, insert: edit.text }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let end = -1;
  return changes.filter((change) => change.from >= end && ((end = Math.max(change.to, change.from)), true));
}
