// How grave what the checks find in saved policies is.
import { all, call, get } from "../../api/client";
import { useLoaded } from "../../api/load";
import { SEVERITIES, type Finding, type SavedPolicy, type Severity } from "../../api/types";
import { SeverityBadge } from "../../parts/badge";
import { Empty, Shown } from "../../parts/card";
import { link } from "../../route";
import { counted } from "../../text/words";

interface Checked {
  name: string;
  findings: Finding[];
}

export function Findings() {
  const loaded = useLoaded(check, []);
  return (
    <Shown loaded={loaded} what="Checking saved policies">
      {(checked) => (checked.length === 0 ? <NoPolicies /> : <BySeverity checked={checked} />)}
    </Shown>
  );
}

async function check(stop: AbortSignal): Promise<Checked[]> {
  const saved = await all<SavedPolicy>("policies", stop);
  const policies = await Promise.all(saved.map((each) => newest(each, stop)));
  const there = policies.filter((each) => each !== undefined);
  if (there.length === 0) return [];
  const request = { documents: there.map(({ document }) => (typeof document === "string" ? { text: document } : { policy: document })) };
  const report = await call<{ documents: { findings: Finding[] }[] }>("validate_policies", request, stop);
  return there.map(({ name }, index) => ({ name, findings: report.documents[index]?.findings ?? [] }));
}

/** The list may leave the documents out. */
async function newest(saved: SavedPolicy, stop: AbortSignal) {
  const last = (of: SavedPolicy) => of.versions?.reduce((a, b) => (b.version > a.version ? b : a), of.versions[0] as SavedPolicy["versions"][number]);
  const document = last(saved)?.document ?? last(await get<SavedPolicy>(`policies/${encodeURIComponent(saved.name)}`, {}, stop))?.document;
  return document ? { name: saved.name, document } : undefined;
}

function BySeverity({ checked }: { checked: Checked[] }) {
  const all = checked.flatMap((each) => each.findings);
  const counts = new Map(SEVERITIES.map((severity) => [severity, all.filter((finding) => finding.severity === severity).length]));
  const most = Math.max(1, ...counts.values());
  return (
    <>
      <p class="lead">
        {all.length === 0 ? "Nothing found in " : `${counted(all.length, "finding")} in `}
        {counted(checked.length, "policy", "policies")}.
      </p>
      <ul class="bars">
        {SEVERITIES.filter((severity) => counts.get(severity)).map((severity) => (
          <li key={severity}>
            <SeverityBadge severity={severity} />
            <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * (counts.get(severity) ?? 0)) / most} height="10" class={`tone ${severity}`} />
            </svg>
            <span class="numeric">{counts.get(severity)}</span>
          </li>
        ))}
      </ul>
      <ul class="links">
        {checked.map((each) => (
          <li key={each.name}>
            <a href={link("studio", each.name)}>{each.name}</a>
            <span class="dim">{gravest(each.findings) ?? "clean"}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function gravest(findings: Finding[]): string | undefined {
  const worst = SEVERITIES.find((severity: Severity) => findings.some((finding) => finding.severity === severity));
  return worst && `${counted(findings.length, "finding")}, gravest: ${worst}`;
}

function NoPolicies() {
  return (
    <Empty title="No policies are saved yet">
      <p>
        Write or paste one in the <a href={link("studio")}>policy studio</a> and save it. Saved with a principal, it counts as what that principal is granted.
      </p>
    </Empty>
  );
}
