// What a line of a drafted policy rests on.
import type { Evidence } from "../../api/types";
import { counted, figure, minute } from "../../text/words";

/** The evidence that names the action or the resource of the line, or that the line's wildcards stand for. */
export function evidenceOfLine(line: string, evidence: Evidence[]): Evidence[] {
  const literal = /("(?:[^"\\]|\\.)*"),?\s*$/.exec(line)?.[1];
  if (literal === undefined || literal === '"*"') return [];
  const value = JSON.parse(literal) as string;
  const fits = pattern(value);
  return evidence.filter((each) => fits.test(each.action) || each.resources.includes(value));
}

/** The actions that a word of a policy stands for: no case, `*` and `?`. */
function pattern(value: string): RegExp {
  const source = value.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i");
}

const MOST = 4;

export function EvidencePanel({ evidence }: { evidence: Evidence[] }) {
  return (
    <aside class="evidence" aria-label="Evidence" aria-live="polite">
      {evidence.length === 0 ? (
        <p class="dim">Point at an underlined action or resource, or move to it with the tab key, to see the calls that it rests on.</p>
      ) : (
        evidence.slice(0, MOST).map((each) => <One key={each.action + each.resources[0]} evidence={each} />)
      )}
      {evidence.length > MOST && <p class="dim">and {counted(evidence.length - MOST, "more action")}</p>}
    </aside>
  );
}

function One({ evidence: of }: { evidence: Evidence }) {
  return (
    <div class="ground">
      <p>
        <code>{of.action}</code> <strong>{counted(of.count, "call")}</strong>
        {of.basis && of.basis !== "used" && <span class="badge grey">{of.basis}</span>}
      </p>
      <dl>
        <dt>first, last</dt>
        <dd>
          {minute(of.first)} to {minute(of.last)}
        </dd>
        <dt>events</dt>
        <dd>{of.events.join(", ")}</dd>
        {of.via.length > 0 && (
          <>
            <dt>through</dt>
            <dd>{of.via.join(", ")}</dd>
          </>
        )}
        {[of.why, ...of.widened].filter(Boolean).map((why) => (
          <>
            <dt>note</dt>
            <dd>{why}</dd>
          </>
        ))}
        <dt>ids</dt>
        <dd class="mono break">
          {of.eventIds.slice(0, 2).join(" ")}
          {of.count > 2 && ` of ${figure(of.count)}`}
        </dd>
      </dl>
    </div>
  );
}
