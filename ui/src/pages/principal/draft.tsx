// The policy that would do, beside the one that is there, and what each of its lines rests on.
import { useMemo, useState } from "preact/hooks";
import type { Draft, Evidence, PrincipalDetail } from "../../api/types";
import { Card, Empty } from "../../parts/card";
import { Ticked } from "../../parts/ticked";
import { go } from "../../route";
import { sideBySide } from "../../text/diff";
import { counted, figure, spelt } from "../../text/words";
import { brought } from "../studio/document";
import { evidenceOfLine, EvidencePanel } from "./evidence";
import { Export } from "./export";
import { PolicyLine } from "./policy_line";

export function DraftCard({ detail }: { detail: PrincipalDetail }) {
  const { draft, current } = detail;
  const [at, setAt] = useState(0);
  if (!draft || draft.policies.length === 0) {
    return (
      <Card title="Drafted policy" flush>
        <Empty title="Nothing can be drafted">
          <p>{draft?.noPolicy ?? "No authorized call of it is known that an IAM action stands for."}</p>
        </Empty>
      </Card>
    );
  }
  const chosen = draft.policies[Math.min(at, draft.policies.length - 1)] as Draft["policies"][number];
  const text = JSON.stringify(chosen.document, null, 2);
  const open = () => {
    brought.value = { text, name: chosen.name, principal: detail.principal };
    go("studio");
  };
  return (
    <Card
      title={current ? "Drafted policy beside the current one" : "Drafted policy"}
      flush
      aside={
        <>
          <button type="button" class="button low" onClick={open}>
            Open in the studio
          </button>
          <Export principal={detail.principal} />
        </>
      }
    >
      {draft.policies.length > 1 && (
        <label class="lead">
          <span class="label">Too long for one policy, so there are {draft.policies.length}</span>
          <select value={at} onChange={(event) => setAt(Number(event.currentTarget.value))}>
            {draft.policies.map((each, index) => (
              <option key={each.name} value={index}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Notes draft={draft} size={chosen.size} />
      <Missing draft={draft} />
      {chosen.errors?.map((error) => (
        <p class="lead small bad-text" key={error.check + error.message}>
          <code>{error.check}</code>: <Ticked text={error.message} />
        </p>
      ))}
      <Beside current={current ? JSON.stringify(current, null, 2) : undefined} drafted={text} evidence={draft.evidence} />
    </Card>
  );
}

function Notes({ draft, size }: { draft: Draft; size: number }) {
  const denied = draft.denied.length;
  return (
    <p class="lead small dim">
      Allows what was used and nothing else: {counted(draft.evidence.length, "action")}, {figure(size)} characters.
      {denied > 0 && ` ${counted(denied, "action was", "actions were")} denied at times; a denial grants nothing.`}
      {draft.replay && ` Decided again by it: ${figure(draft.replay.allowed)} of ${counted(draft.replay.calls, "authorized call")} allowed.`}
    </p>
  );
}

/** What was seen and is not in the draft, and why. */
function Missing({ draft }: { draft: Draft }) {
  const missing = [
    ...(draft.leftOut ?? []).map((each) => ({ what: each.action, why: each.why, count: each.count })),
    ...draft.notReplayed.map((each) => ({ what: `${each.eventSource}:${each.eventName}`, why: spelt(each.reason), count: each.count })),
  ];
  if (missing.length === 0) return null;
  return (
    <details class="lead small">
      <summary>{counted(missing.length, "thing was", "things were")} seen and {missing.length === 1 ? "is" : "are"} not in the draft</summary>
      <ul class="missing">
        {missing.map((each) => (
          <li key={each.what + each.why}>
            <code class="break">{each.what}</code> <span class="dim">{counted(each.count, "event")}:</span> <Ticked text={each.why} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Beside({ current, drafted, evidence }: { current?: string; drafted: string; evidence: Evidence[] }) {
  const [line, setLine] = useState<number | undefined>();
  const after = useMemo(() => drafted.split("\n"), [drafted]);
  const rows = useMemo(() => sideBySide(current?.split("\n") ?? after, after), [current, after]);
  const grounds = useMemo(() => after.map((each) => evidenceOfLine(each, evidence)), [after, evidence]);
  const both = current !== undefined;
  return (
    <div class={both ? "diff" : "diff alone"}>
      <div class="diff-scroll" tabIndex={0} role="region" aria-label={both ? "Current and drafted policy" : "Drafted policy"}>
        <table>
          <thead class={both ? undefined : "unseen"}>
            <tr>
              {both && (
                <th colSpan={2} scope="col">
                  Current
                </th>
              )}
              <th colSpan={2} scope="col">
                Drafted
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} class={row.same ? "same" : undefined}>
                {both && <Side line={row.left} left mark={row.same ? undefined : "gone"} />}
                <Side line={row.right} mark={both && !row.same ? "added" : undefined} grounds={row.right && grounds[row.right.line - 1]} show={setLine} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <EvidencePanel evidence={line === undefined ? [] : (grounds[line - 1] ?? [])} />
    </div>
  );
}

interface SideProps {
  line?: { line: number; text: string };
  left?: boolean;
  mark?: "gone" | "added";
  grounds?: Evidence[];
  show?: (line: number) => void;
}

function Side({ line, left, mark, grounds, show }: SideProps) {
  if (!line) return <td colSpan={2} class="nothing" />;
  const side = `${left ? "left" : "right"} ${mark ?? ""}`;
  return (
    <>
      <td class={`number ${side}`}>
        <span aria-hidden="true">{line.line}</span>
        {mark && <span class="unseen">{mark === "gone" ? "removed" : "added"}</span>}
      </td>
      <td class={`code ${side}`}>
        <PolicyLine text={line.text} grounds={grounds ?? []} show={show && (() => show(line.line))} />
      </td>
    </>
  );
}
