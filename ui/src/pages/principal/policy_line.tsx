// One line of a policy, coloured; what evidence stands behind can be pointed at and focused.
import type { Evidence } from "../../api/types";

interface PolicyLineProps {
  text: string;
  grounds: Evidence[];
  show?: () => void;
}

const STRINGS = /("(?:[^"\\]|\\.)*")(\s*:)?/g;

export function PolicyLine({ text, grounds, show }: PolicyLineProps) {
  const parts = pieces(text);
  // What wraps goes on below where the line began.
  const indent = { "--indent": `${text.length - text.trimStart().length + 2}ch` };
  if (grounds.length === 0 || !show) return <code style={indent}>{parts.map(shown)}</code>;
  const last = parts.findLastIndex((part) => part.kind === "string");
  return (
    <code style={indent}>
      {parts.map((part, index) =>
        index === last ? (
          // No `button`, which would not wrap within a line.
          <span key={index} role="button" tabIndex={0} class="grounded" onFocus={show} onMouseEnter={show}>
            {part.text}
          </span>
        ) : (
          shown(part, index)
        ),
      )}
    </code>
  );
}

interface Piece {
  kind: "key" | "string" | "rest";
  text: string;
}

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(STRINGS)) {
    const string = match[1] as string;
    if (match.index > end) found.push({ kind: "rest", text: text.slice(end, match.index) });
    found.push({ kind: match[2] === undefined ? "string" : "key", text: string });
    end = match.index + string.length;
  }
  if (end < text.length) found.push({ kind: "rest", text: text.slice(end) });
  return found;
}

function shown(piece: Piece, index: number) {
  return piece.kind === "rest" ? (
    piece.text
  ) : (
    <span key={index} class={piece.kind}>
      {piece.text}
    </span>
  );
}
