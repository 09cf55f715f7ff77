// Where in a policy in YAML a place of the text is. By lines and their indentation, which hold while somebody types; a tree does not.
import { nameWanted, valueWanted, type PolicyPlace } from "./wanted";

/** A line by its parts: `- - name: value`. */
interface Line {
  /** Columns of the dashes. */
  dashes: number[];
  /** Where that begins which is behind the dashes. */
  column: number;
  /** Without quotes. */
  name?: string;
  /** Where the name ends, with its quotes. */
  nameEnd: number;
  /** Where the value begins. */
  value: number;
  text: string;
}

export function yamlPlaceAt(text: string, at: number): PolicyPlace | undefined {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const lines = text.split("\n").map(parsed);
  const index = text.slice(0, start).split("\n").length - 1;
  const line = lines[index] as Line;
  const column = at - start;
  if (column < line.column || /(^|\s)#/.test(unquoted(line.text.slice(0, column)))) return undefined;
  const path = pathTo(lines, index);
  const above = path.slice(0, line.name === undefined ? undefined : -1);
  const actions = actionsAround(lines, index, path);
  // `s3:` and `aws:` at the end of a line look like names; above it stands whether they are.
  const isBegun = line.value >= line.text.length && column > line.nameEnd && nameWanted(above) === "condition-key";
  if (line.name !== undefined && valueWanted(above) === "other" && !isBegun) {
    if (column <= line.nameEnd) {
      const [from, to] = within(line.text, line.column, line.nameEnd);
      return placed({ from, to, wanted: nameWanted(above) });
    }
    return column >= line.value ? ofValue(valueWanted(path), line.value) : undefined;
  }
  const wanted = valueWanted(above);
  if (wanted !== "other") return ofValue(wanted, line.column);
  if (above.length > 0 && nameWanted(above) === "other") return undefined;
  const [from, to] = within(line.text, line.column, Math.max(line.column, ended(line.text)));
  return placed({ from, to, wanted: nameWanted(above), plain: { inList: false, needsColon: true } });

  function ofValue(wanted: PolicyPlace["wanted"], from: number): PolicyPlace | undefined {
    const item = itemAt(line.text, from, column);
    return item && placed({ ...item, wanted });
  }

  function placed(place: Omit<PolicyPlace, "actions">): PolicyPlace | undefined {
    if (column < place.from || column > place.to) return undefined;
    return { ...place, from: place.from + start, to: place.to + start, actions };
  }
}

const SHAPE = /^(\s*)((?:-(?:\s+|$))*)(.*)$/s;
const NAME = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'[{#&*!|>%@`].*?)\s*:(?=\s|$)\s*/s;

function parsed(text: string): Line {
  const [, indent = "", dashed = "", rest = ""] = SHAPE.exec(text) ?? [];
  const dashes = [...dashed].flatMap((letter, at) => (letter === "-" ? [indent.length + at] : []));
  const column = indent.length + dashed.length;
  const named = NAME.exec(rest);
  const nameEnd = column + (named?.[1]?.length ?? 0);
  return { dashes, column, name: named?.[1]?.replace(/^(["'])(.*)\1$/s, "$2"), nameEnd, value: column + (named?.[0].length ?? 0), text };
}

function isBlank(line: Line): boolean {
  return line.column >= line.text.trimEnd().length ? line.dashes.length === 0 : line.text[line.column] === "#";
}

/** Names from the top of the document down to the line, with its own if it has one. */
function pathTo(lines: Line[], index: number): string[] {
  const path: string[] = [];
  const line = lines[index] as Line;
  if (line.name !== undefined) path.push(line.name);
  let limit = line.column;
  // A list may stand below its name without being indented.
  let isItem = false;
  const enter = (dashes: number[]) => {
    if (dashes.length === 0) return;
    limit = dashes[0] as number;
    isItem = true;
  };
  enter(line.dashes);
  for (let up = index - 1; up >= 0 && (limit > 0 || isItem); up -= 1) {
    const above = lines[up] as Line;
    if (isBlank(above)) continue;
    const inside = above.dashes.filter((dash) => dash < limit);
    if (above.name !== undefined && (above.column < limit || (isItem && above.column === limit))) {
      path.unshift(above.name);
      limit = above.column;
      isItem = false;
      enter(above.dashes);
    } else if (inside.length > 0) {
      enter(inside);
    }
  }
  return path;
}

/** The actions of the statement that the line is of. */
function actionsAround(lines: Line[], index: number, path: string[]): string[] {
  if (path[0] !== "Statement" || path.length < (lines[index]?.name === undefined ? 1 : 2)) return [];
  const own = lines[index] as Line;
  let column = own.column;
  // Up to the member of the statement that the line is below.
  let first = index;
  for (let up = index; up >= 0; up -= 1) {
    const line = lines[up] as Line;
    if (isBlank(line)) continue;
    if (line.name === "Statement" && line.column < column) break;
    first = up;
    column = Math.min(column, line.column);
    if (line.dashes.length > 0 && pathTo(lines, up).length <= (line.name === undefined ? 1 : 2)) break;
  }
  const found: string[] = [];
  let isList = false;
  for (let down = first; down < lines.length; down += 1) {
    const line = lines[down] as Line;
    if (isBlank(line)) continue;
    if (down > first && (line.dashes[0] ?? line.column) < column) break;
    if (line.column === column && line.name !== undefined) {
      isList = /^(Not)?Action$/.test(line.name);
      if (isList) found.push(...wordsOf(line.text.slice(line.value)));
    } else if (isList && line.dashes.length > 0) {
      found.push(...wordsOf(line.text.slice(line.column)));
    }
  }
  return found;
}

function wordsOf(value: string): string[] {
  const plain = value.slice(0, ended(value)).trim().replace(/^\[|\]$/g, "");
  return plain.split(",").map((each) => each.trim().replace(/^["']|["']$/g, "")).filter(Boolean);
}

/** The word around a column of a value, which may be a list in brackets. */
function itemAt(text: string, from: number, column: number): Pick<PolicyPlace, "from" | "to" | "plain"> | undefined {
  const end = Math.max(ended(text), from);
  if (text[from] === "{" || text[from] === "|" || text[from] === ">") return undefined;
  if (text[from] !== "[") return word(text, from, end, false);
  let start = from + 1;
  for (let at = start; at <= text.length; at += 1) {
    const isEnd = at === text.length || text[at] === "," || text[at] === "]";
    if (isEnd && column <= at) {
      while (text[start] === " " && start < column) start += 1;
      return word(text, start, start + text.slice(start, at).trimEnd().length, true);
    }
    if (isEnd) start = at + 1;
  }
  return undefined;
}

function word(text: string, from: number, end: number, inList: boolean) {
  const [start, to] = within(text, from, end);
  return { from: start, to: Math.max(to, start), ...(start === from && { plain: { inList, needsColon: false } }) };
}

/** What stands between the quotes, if there are any. */
function within(text: string, from: number, end: number): [number, number] {
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return [from, end];
  const closing = text.indexOf(quote, from + 1);
  return [from + 1, closing < 0 ? end : closing];
}

/** Where the text ends before a comment. */
function ended(text: string): number {
  const comment = unquoted(text).search(/(^|\s)#/);
  return (comment < 0 ? text : text.slice(0, comment)).trimEnd().length;
}

/** The text with what is quoted made blank, as long as before. */
function unquoted(text: string): string {
  return text.replace(/(^|[\s[,:])("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/g, (all) => ".".repeat(all.length));
}
