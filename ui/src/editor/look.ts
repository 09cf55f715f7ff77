// How the editor looks: the page's own colours, which reach into the shadow root by their names.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-key)" },
  { tag: [tags.string, tags.content], color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--dim)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
]);

const squiggle = (colour: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy var(${colour}) 1px`,
  textUnderlineOffset: "0.25em",
  textDecorationSkipInk: "none",
});

export const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "13px" },
  // The page draws the ring around the whole of it.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--dim)", border: "0", paddingLeft: "4px" },
  ".cm-lineNumbers .cm-gutterElement": { fontSize: "11px", lineHeight: "21px", minWidth: "24px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--sunken) 70%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--focus) 25%, transparent)",
  },
  ".cm-foldGutter .cm-gutterElement": { color: "var(--dim)" },
  ".cm-lintRange-error": squiggle("--denied"),
  ".cm-lintRange-warning": squiggle("--unused"),
  ".cm-lintRange-info, .cm-lintRange-hint": squiggle("--blue"),
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow)",
    fontFamily: "var(--sans)",
    fontSize: "13px",
    maxWidth: "min(34rem, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12.5px", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-text)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { marginLeft: "1.25em", fontStyle: "normal", fontFamily: "var(--sans)", opacity: "0.85" },
  ".cm-completionInfo": { padding: "8px 12px", maxWidth: "22rem" },
  ".cm-diagnostic": { padding: "8px 12px", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--denied)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--unused)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--blue)" },
  ".cm-diagnosticAction": { display: "block", margin: "8px 0 2px", padding: "3px 8px", border: "1px solid var(--line-strong)", borderRadius: "4px", backgroundColor: "var(--surface)", color: "var(--text)", font: "inherit", fontWeight: "550", textAlign: "left", cursor: "pointer" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-textfield, .cm-button": { border: "1px solid var(--line-strong)", borderRadius: "4px", background: "var(--surface)", color: "var(--text)" },
  ".card": { display: "grid", gap: "4px", padding: "8px 12px", maxHeight: "20rem", overflow: "auto" },
  ".card .title": { fontFamily: "var(--mono)", fontWeight: "600" },
  ".card .dim": { color: "var(--dim)" },
  ".finding code": { fontFamily: "var(--mono)", fontSize: "12px" },
  ".card code": { fontFamily: "var(--mono)", fontSize: "12px", overflowWrap: "anywhere" },
  ".finding .id": { color: "var(--dim)", fontSize: "12px" },
  ".finding .help": { color: "var(--dim)" },
});
