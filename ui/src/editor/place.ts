// Where in a policy a place of the text is: which word may stand there.
import type { EditorState } from "@codemirror/state";
import { jsonPlaceAt } from "./json_place";
import type { PolicyPlace } from "./wanted";
import { yamlPlaceAt } from "./yaml_place";

export function placeAt(state: EditorState, at: number): PolicyPlace | undefined {
  const text = state.doc.toString();
  return isYaml(text) ? yamlPlaceAt(text, at) : jsonPlaceAt(state, at);
}

/** JSON begins with a bracket, and what is still empty becomes JSON. */
export function isYaml(text: string): boolean {
  return /^\s*[^\s{[]/.test(text);
}
