// What the checks find, gravest first, each with the way to its place and its fix.
import { SEVERITIES, type Edit, type Finding } from "../../api/types";
import { SeverityBadge } from "../../parts/badge";
import { Ticked } from "../../parts/ticked";
import { Icon } from "../../parts/icon";

interface FindingListProps {
  findings: Finding[];
  reveal: (finding: Finding) => void;
  apply: (edits: Edit[]) => void;
}

export function FindingList({ findings, reveal, apply }: FindingListProps) {
  if (findings.length === 0) {
    return (
      <div class="pad">
        <p class="note good" role="status">
          <Icon name="check" />
          <span>No check finds anything.</span>
        </p>
      </div>
    );
  }
  const rank = (finding: Finding) => SEVERITIES.indexOf(finding.severity);
  const shown = [...findings].sort((a, b) => rank(a) - rank(b) || a.span.start.offset - b.span.start.offset);
  return (
    <ul class="findings">
      {shown.map((finding) => (
        <li key={finding.fingerprint}>
          <div class="row spread">
            <SeverityBadge severity={finding.severity} />
            <button type="button" class="button quiet low" onClick={() => reveal(finding)}>
              line {finding.span.start.line}
              <span class="unseen">: go to {finding.id}</span>
            </button>
          </div>
          <p class="message">
            <Ticked text={finding.message} />
          </p>
          {finding.help && (
            <p class="dim small">
              <Ticked text={finding.help} />
            </p>
          )}
          <div class="row spread">
            <code class="dim small">{finding.id}</code>
            {finding.fix && (
              <button type="button" class="button low" onClick={() => apply(finding.fix?.edits ?? [])} title={finding.fix.title}>
                {finding.fix.safety === "safe" ? "Fix" : "Fix, perhaps"}
                <span class="unseen">: {finding.fix.title}</span>
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
