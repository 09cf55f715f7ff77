// Services, their actions, and the resources these touched: what is used, what is not, what was denied.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ActionUse, ServiceUse, UseState } from "../../api/types";
import { Sensitive, StateBadge } from "../../parts/badge";
import { Card, Empty } from "../../parts/card";
import { link } from "../../route";
import { counted, day, figure, spelt } from "../../text/words";

type Chosen = "all" | UseState | "sensitive";
const CHOICES: [Chosen, string][] = [
  ["all", "All"],
  ["used", "Used"],
  ["unused", "Unused"],
  ["denied", "Denied"],
  ["unknown", "Unknown"],
  ["sensitive", "Sensitive"],
];

interface UsesProps {
  services: ServiceUse[];
  granted: boolean;
}

export function Uses({ services, granted }: UsesProps) {
  const [chosen, choose] = useState<Chosen>("all");
  const fits = (use: ActionUse) =>
    chosen === "all" || (chosen === "sensitive" ? use.sensitive : chosen === "denied" ? use.denied > 0 || use.state === "denied" : use.state === chosen);
  const hasMore = (each: ServiceUse) => chosen === "all" && (each.leftOut ?? 0) > 0;
  const shown = usedFirst(services.map((each) => ({ ...each, actions: byState(each.actions.filter(fits)) })).filter((each) => each.actions.length > 0 || hasMore(each)));
  const busy = shown.filter(isInUse);
  const idle = shown.filter((each) => !isInUse(each));
  const service = (each: ServiceUse) => (
    <Service key={each.service + chosen} of={each} more={hasMore(each) ? (each.leftOut ?? 0) : 0} opens={shown.length <= 3} />
  );
  const left = services.reduce((sum, each) => sum + (each.leftOut ?? 0), 0);
  const choices = (
    <div class="segments" role="group" aria-label="Which actions are shown">
      {CHOICES.map(([id, title]) => (
        <button key={id} type="button" aria-pressed={chosen === id} onClick={() => choose(id)}>
          {title}
        </button>
      ))}
    </div>
  );
  return (
    <Card title="Services, actions and resources" flush aside={choices}>
      {!granted && (
        <p class="lead dim small">What is granted is not known, so nothing can be called unused. Save its current policy in the policy studio, with this principal.</p>
      )}
      {services.some((each) => each.actions.some((use) => use.state === "unknown")) && (
        <p class="lead dim small">Unknown: granted, and nothing seen, but these logs need not show it.</p>
      )}
      {left > 0 && (
        <p class="lead dim small">
          {chosen === "all" ? "" : "Not among these: "}
          {counted(left, "more action")} {left === 1 ? "is" : "are"} granted, and only counted here.
        </p>
      )}
      {shown.length === 0 ? (
        <Empty title={`No action is ${chosen === "all" ? "known" : chosen}`} />
      ) : (
        <div class="tree">
          {(idle.length > FEW ? busy : shown).map(service)}
          {idle.length > FEW && <Idle services={idle.map((each) => each.service)}>{() => idle.map(service)}</Idle>}
        </div>
      )}
    </Card>
  );
}

const ORDER: UseState[] = ["used", "denied", "unused", "unknown"];

/** What happened comes first. */
function byState(actions: ActionUse[]): ActionUse[] {
  return [...actions].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** So many services of which nothing is used stand among the others. */
const FEW = 12;

function isInUse(of: ServiceUse): boolean {
  return of.actions.some((use) => use.count + use.denied > 0);
}

/** Services that only might be used, for who wants to see them. */
function Idle({ services, children }: { services: string[]; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
      <summary class="service idle">
        <span class="name">{counted(services.length, "service")} without use</span>
        <span class="dim names">{services.slice(0, FEW).join(", ")}, …</span>
      </summary>
      {open && <div class="of-idle">{children()}</div>}
    </details>
  );
}

/** What it does something with comes before what it only may. */
function usedFirst(services: ServiceUse[]): ServiceUse[] {
  const rank = (each: ServiceUse) => Math.min(ORDER.length, ...each.actions.map((use) => (use.count + use.denied > 0 ? ORDER.indexOf(use.state) : ORDER.length)));
  return [...services].sort((a, b) => rank(a) - rank(b));
}

function Service({ of, more, opens }: { of: ServiceUse; more: number; opens: boolean }) {
  const { service, actions } = of;
  const [open, setOpen] = useState(opens);
  const count = (state: UseState) => actions.filter((each) => each.state === state).length;
  const said = (["used", "unused", "denied", "unknown"] as const).filter((state) => count(state)).map((state) => `${count(state)} ${state}`);
  if (more > 0) said.push(`${figure(more)} more granted`);
  return (
    <details open={open} onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
      <summary class="service">
        <span class="name mono">{service}</span>
        <span class="dim">{said.join(", ")}</span>
        <Share used={count("used")} all={actions.length + more} />
      </summary>
      {/* An administrator may do some twenty thousand things: rows that nobody looks at are not made. */}
      {open && actions.map((each) => <Action key={each.action} use={each} />)}
      {open && more > 0 && (
        <p class="action leaf dim">
          {counted(more, "more action")} granted, of which nothing was seen; the <a href={link("catalogue", service)}>catalogue</a> has all.
        </p>
      )}
    </details>
  );
}

function Share({ used, all }: { used: number; all: number }) {
  return (
    <svg class="bar share" height="8" aria-hidden="true">
      <rect class="rail" width="100%" height="8" rx="2" />
      <rect class="used" width={`${(100 * used) / Math.max(1, all)}%`} height="8" rx="2" />
    </svg>
  );
}

function Action({ use }: { use: ActionUse }) {
  const head = (
    <>
      <span class="name mono break">{use.action}</span>
      <span class="row tight">
        <StateBadge state={use.state} />
        {use.sensitive && <Sensitive />}
      </span>
      <span class="dim level">{[use.level, use.why].filter(Boolean).map((word) => spelt(word as string)).join(" · ")}</span>
      <span class="numeric">{use.count + use.denied > 0 ? counted(use.count + use.denied, "call") : ""}</span>
      <span class="numeric denied-count">{use.denied > 0 ? `${figure(use.denied)} denied` : ""}</span>
      <span class="dim numeric seen">{use.lastSeen ? day(use.lastSeen) : ""}</span>
    </>
  );
  if (use.resources.length === 0) return <div class="action leaf">{head}</div>;
  return (
    <details class="of-action">
      <summary class="action">{head}</summary>
      <ul class="resources">
        {use.resources.map((each) => (
          <li key={each.arn}>
            <code class="break">{each.arn}</code>
            {each.count !== null && <span class="numeric">{figure(each.count)}</span>}
          </li>
        ))}
        {use.moreResources && <li class="dim">and more</li>}
      </ul>
    </details>
  );
}
