// What the checks find, as the editor shows it.
import type { Action, Diagnostic } from "@codemirror/lint";
import type { Edit, Finding, Severity } from "../api/types";
import { unitsOf } from "../text/bytes";
import { element, ticked } from "./element";

const SHOWN_AS: Record<Severity, Diagnostic["severity"]> = {
  error: "error",
  critical: "error",
  high: "warning",
  warning: "warning",
  medium: "warning",
  low: "info",
  suggestion: "hint",
};

export function diagnosticsOf(text: string, findings: Finding[], apply: (edits: Edit[]) => void): Diagnostic[] {
  const units = unitsOf(text, findings.flatMap((finding) => [finding.span.start.offset, finding.span.end.offset]));
  return findings.map((finding, index) => {
    const from = units[2 * index] as number;
    return {
      from,
      to: Math.max(from, units[2 * index + 1] as number),
      severity: SHOWN_AS[finding.severity] ?? "info",
      message: finding.message,
      renderMessage: () => rendered(finding),
      actions: actionsOf(finding, apply),
    };
  });
}

function actionsOf(finding: Finding, apply: (edits: Edit[]) => void): Action[] {
  const fix = finding.fix;
  if (!fix) return [];
  return [{ name: `${fix.safety === "safe" ? "Fix" : "Fix, perhaps"}: ${fix.title.replaceAll("`", "")}`, apply: () => apply(fix.edits) }];
}

function rendered(finding: Finding): HTMLElement {
  return element("div", "finding", [
    element("div", "id", `${finding.severity}: ${finding.id}`),
    element("div", "message", ticked(finding.message)),
    finding.help ? element("div", "help", ticked(finding.help)) : "",
  ]);
}
