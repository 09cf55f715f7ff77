// What the catalogue says of the word under the pointer, or at the cursor when a key asks.
import { activateHover, closeHoverTooltips, hasHoverTooltips, hoverTooltip, type KeyBinding, type Tooltip } from "@codemirror/view";
import { actionDetails, actionsOf, arnFormats, expanded, keysOf } from "../api/catalogue";
import { counted } from "../text/words";
import { element } from "./element";
import { placeAt } from "./place";
import type { PolicyPlace } from "./wanted";

export const hover = hoverTooltip(async (view, at): Promise<Tooltip | null> => {
  const place = placeAt(view.state, at);
  if (!place) return null;
  const word = view.state.sliceDoc(place.from, place.to);
  const card = await told(place, word).catch(() => undefined);
  return card ? { pos: place.from, end: place.to, above: true, create: () => ({ dom: card }) } : null;
});

export const hoverKeys: KeyBinding[] = [
  {
    key: "F1",
    run: (view) => {
      const { head } = view.state.selection.main;
      activateHover(view, head, 1, { tooltip: hover, until: (change) => change.docChanged || change.selection !== undefined });
      return true;
    },
  },
  {
    key: "Escape",
    run: (view) => {
      if (!hasHoverTooltips(view.state)) return false;
      view.dispatch({ effects: closeHoverTooltips });
      return true;
    },
  },
];

async function told(place: PolicyPlace, word: string): Promise<HTMLElement | undefined> {
  if (place.wanted === "action" && word.includes(":")) return /[*?]/.test(word) ? pattern(word) : action(word);
  if (place.wanted === "resource" && word.startsWith("arn:")) return resource(word);
  if (place.wanted === "condition-key" && word.includes(":")) return key(word);
  return undefined;
}

function card(title: string, lines: (string | Node)[]): HTMLElement {
  const made = element("div", "card", [element("div", "title", title), ...lines.map((line) => element("div", "", line))]);
  made.setAttribute("role", "status");
  return made;
}

function listed(what: string, words: string[], most = 8): Node[] {
  if (words.length === 0) return [];
  const more = words.length > most ? ` and ${words.length - most} more` : "";
  return [element("span", "", [element("span", "dim", `${what} `), element("code", "", words.slice(0, most).join(", ")), more])];
}

async function action(name: string): Promise<HTMLElement | undefined> {
  // Asked only of what is there: a refusal would stand in the browser's console.
  const lines = await actionsOf((name.split(":")[0] as string).toLowerCase());
  if (!lines.some((each) => each.action.toLowerCase() === name.toLowerCase())) return undefined;
  const of = await actionDetails(name);
  return card(of.action, [
    element("span", "dim", of.description),
    ...listed("on", of.resource_types),
    ...listed("keys", of.condition_keys),
  ]);
}

async function pattern(name: string): Promise<HTMLElement> {
  const { result, total } = await expanded(name);
  return card(name, [element("span", "dim", `stands for ${counted(total, "action")}`), ...listed("such as", result)]);
}

async function resource(arn: string): Promise<HTMLElement | undefined> {
  const types = await arnFormats({ arn });
  if (types.length === 0) return undefined;
  return card(types.map((each) => `${each.service} ${each.resource_type}`).slice(0, 3).join(" or "), [
    ...listed("written", types.flatMap((each) => each.arn_formats), 2),
    ...listed("keys", types[0]?.condition_keys ?? []),
  ]);
}

async function key(name: string): Promise<HTMLElement | undefined> {
  const known = await keysOf((name.split(":")[0] as string).toLowerCase());
  const shape = (of: string) => of.toLowerCase().split("/")[0];
  const found = known.find((each) => shape(each.name) === shape(name));
  return found && card(found.name, [element("span", "dim", `${found.type}${found.multivalued ? ", may have several values: needs ForAnyValue or ForAllValues" : ""}`)]);
}
