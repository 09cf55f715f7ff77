// The editor. It lives in a shadow root: there the library keeps its styles in constructed style sheets, which a strict
// Content-Security-Policy lets through; in the document itself it would write a style element, which needs a nonce.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type ChangeSpec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import type { Finding } from "../api/types";
import { changesOf, unitsOf } from "../text/bytes";
import { complete } from "./completion";
import { diagnosticsOf } from "./diagnostics";
import { hover, hoverKeys } from "./hover";
import { colours, look } from "./look";
import { isYaml } from "./place";

export interface Editor {
  setText(text: string): void;
  /** Marks what was found in `text`; nothing if that is no longer what stands there. */
  show(text: string, findings: Finding[]): void;
  /** Selects what a finding is about, and takes the keyboard there. */
  reveal(finding: Finding): void;
  apply(edits: { start: number; end: number; text: string }[]): void;
  close(): void;
}

interface Options {
  text: string;
  label: string;
  changed: (text: string) => void;
  /** Whether words are completed and explained. */
  helps: boolean;
}

export function openEditor(holder: HTMLElement, options: Options): Editor {
  const root = holder.shadowRoot ?? holder.attachShadow({ mode: "open" });
  const view = new EditorView({ root, state: EditorState.create({ doc: options.text, extensions: [language(options.text), extensions(options)] }) });
  root.replaceChildren(view.dom);
  const text = () => view.state.doc.toString();
  const apply: Editor["apply"] = (edits) => {
    view.dispatch({ changes: changesOf(text(), edits) as ChangeSpec, userEvent: "input.fix" });
    view.focus();
  };
  return {
    setText(to) {
      if (to !== text()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: to } });
    },
    show(of, findings) {
      if (of === text()) view.dispatch(setDiagnostics(view.state, diagnosticsOf(of, findings, apply)));
    },
    reveal(finding) {
      const [anchor = 0, head = 0] = unitsOf(text(), [finding.span.start.offset, finding.span.end.offset]);
      view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    apply,
    close: () => view.destroy(),
  };
}

// Tab moves on, as everywhere on the page: an editor that keeps it is a trap for the keyboard.
const KEYS = [...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap];

/**
 * Types over what is selected. Left to itself, Chromium takes the look of the first letter over into a style attribute, which the
 * page's Content-Security-Policy forbids and the console complains of.
 */
function replaced(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const { inputType, data } = event;
  if (empty || inputType !== "insertText" || !data || view.composing) return false;
  const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  const isTaken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert));
  if (!isTaken) view.dispatch(insert());
  return true;
}

/** JSON or YAML, whichever the text is as it changes. */
function language(text: string) {
  const now = new Compartment();
  const of = (yamlish: boolean) => (yamlish ? yaml() : json());
  const follow = EditorState.transactionExtender.of(({ docChanged, newDoc, startState }) => {
    const becomes = docChanged ? isYaml(newDoc.toString()) : undefined;
    const isSame = becomes === undefined || becomes === isYaml(startState.doc.toString());
    return isSame ? null : { effects: now.reconfigure(of(becomes)) };
  });
  return [now.of(of(isYaml(text))), follow];
}

function extensions({ label, changed, helps }: Options) {
  return [
    lineNumbers(),
    foldGutter(),
    codeFolding(),
    lintGutter(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    history(),
    drawSelection({ cursorBlinkRate: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 1200 }),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    syntaxHighlighting(colours),
    look,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({ beforeinput: replaced }),
    keymap.of(KEYS),
    helps ? [autocompletion({ override: [complete], icons: false }), hover, keymap.of(hoverKeys)] : [],
  ];
}
