// For each service a line from the first use to the last, on one scale of time.
import type { ActionUse, PrincipalDetail } from "../../api/types";
import { counted, day, minute } from "../../text/words";

interface Line {
  service: string;
  from: number;
  to: number;
  calls: number;
  denied: number;
}

const DAY = 86_400_000;

export function Lifelines({ detail }: { detail: PrincipalDetail }) {
  const lines = detail.services.map((each) => lineOf(each.service, each.actions)).filter((line) => line !== undefined);
  if (lines.length === 0) return <p class="dim">{detail.calls > 0 ? "When its calls were made is not known." : "No call of it is known."}</p>;
  const start = Math.min(...lines.map((line) => line.from));
  const end = Math.max(...lines.map((line) => line.to));
  const told = (at: number) => (end - start < 2 * DAY ? minute : day)(new Date(at).toISOString());
  const share = (at: number) => (end > start ? (96 * (at - start)) / (end - start) + 2 : 50);
  return (
    <figure>
      <figcaption class="label">From first to last use, by service</figcaption>
      <ul class="lifelines">
        {lines
          .sort((a, b) => b.calls - a.calls)
          .map((line) => (
            <li key={line.service}>
              <code title={line.service}>{line.service}</code>
              <svg class="lifeline" height="16" role="img" aria-label={`from ${told(line.from)} to ${told(line.to)}`}>
                <line class="rail" x1="0" x2="100%" y1="8" y2="8" />
                <line class="life" x1={`${share(line.from)}%`} x2={`${share(line.to)}%`} y1="8" y2="8" />
                <circle cx={`${share(line.from)}%`} cy="8" r="3.5" />
                <circle cx={`${share(line.to)}%`} cy="8" r="3.5" />
              </svg>
              <span class="dim numeric">
                {counted(line.calls, "call")}
                {line.denied > 0 && `, ${line.denied} denied`}
              </span>
            </li>
          ))}
        <li class="scale" aria-hidden="true">
          <span />
          <span class="ends">
            <span>{told(start)}</span>
            <span>{told(end)}</span>
          </span>
          <span />
        </li>
      </ul>
    </figure>
  );
}

function lineOf(service: string, actions: ActionUse[]): Line | undefined {
  const times = actions.flatMap((each) => [each.firstSeen, each.lastSeen]).filter((time) => time !== null && time !== undefined);
  if (times.length === 0) return undefined;
  const sorted = times.map((time) => Date.parse(time)).sort((a, b) => a - b);
  const sum = (of: (each: ActionUse) => number) => actions.reduce((total, each) => total + of(each), 0);
  return { service, from: sorted[0] as number, to: sorted.at(-1) as number, calls: sum((each) => each.count + each.denied), denied: sum((each) => each.denied) };
}
