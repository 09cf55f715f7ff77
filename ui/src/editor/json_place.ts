// Where in a policy in JSON a place of the text is.
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { nameWanted, valueWanted, type PolicyPlace } from "./wanted";

/** The string around a place, if there is one. */
export function jsonPlaceAt(state: EditorState, at: number): PolicyPlace | undefined {
  const node = stringAround(state, at);
  if (!node) return undefined;
  const path: string[] = [];
  let statement: SyntaxNode | undefined;
  for (let up: SyntaxNode | null = node.parent; up; up = up.parent) {
    if (up.name === "Property" && !(node.name === "PropertyName" && up === node.parent)) path.unshift(nameOf(state, up) ?? "");
    if (up.name === "Object" && isStatement(state, up)) statement = up;
  }
  const wanted = node.name === "PropertyName" ? nameWanted(path) : valueWanted(path);
  return { wanted, from: node.from + 1, to: Math.max(node.from + 1, node.to - 1), actions: statement ? actionsOf(state, statement) : [] };
}

function stringAround(state: EditorState, at: number): SyntaxNode | undefined {
  for (const side of [-1, 1, 0] as const) {
    const node = syntaxTree(state).resolveInner(at, side);
    const isString = node.name === "String" || node.name === "PropertyName";
    if (isString && node.from < at && at < node.to) return node;
  }
  return undefined;
}

function isStatement(state: EditorState, object: SyntaxNode): boolean {
  const property = object.parent?.name === "Array" ? object.parent.parent : object.parent;
  return property?.name === "Property" && nameOf(state, property) === "Statement";
}

function nameOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild("PropertyName");
  return name ? contentOf(state, name) : undefined;
}

function contentOf(state: EditorState, node: SyntaxNode): string {
  return state.sliceDoc(node.from + 1, Math.max(node.from + 1, node.to - 1));
}

function actionsOf(state: EditorState, statement: SyntaxNode): string[] {
  const found: string[] = [];
  for (const property of statement.getChildren("Property")) {
    if (!/^(Not)?Action$/.test(nameOf(state, property) ?? "")) continue;
    const strings = property.getChild("Array")?.getChildren("String") ?? property.getChildren("String");
    found.push(...strings.map((each) => contentOf(state, each)));
  }
  return found;
}
