// What was read, newest first.
import { get } from "../../api/client";
import { useLoaded } from "../../api/load";
import type { Run } from "../../api/types";
import { Empty, Shown } from "../../parts/card";
import { Ticked } from "../../parts/ticked";
import { link, route } from "../../route";
import { counted, figure, minute, spelt } from "../../text/words";

export function Runs({ most, again = 0 }: { most: number; again?: number }) {
  const loaded = useLoaded((stop) => get<{ result: Run[]; truncated: boolean }>("runs", { limit: most }, stop), [again, most]);
  return (
    <Shown loaded={loaded} what="Reading the runs">
      {({ result, truncated }) =>
        result.length === 0 ? (
          <NoRuns />
        ) : (
          <>
            <List runs={result} />
            {truncated && <p class="waiting">These are the last {result.length}; the API lists all.</p>}
          </>
        )
      }
    </Shown>
  );
}

function List({ runs }: { runs: Run[] }) {
  return (
    <ul class="runs">
      {runs.map((run) => (
        <li key={run.id}>
          <div class="run-head">
            <strong>{spelt(run.kind)}</strong>
            <time dateTime={run.startedAt}>{minute(run.startedAt)} UTC</time>
          </div>
          <p>
            {figure(run.used)} of {counted(run.in, "event")} used, from {counted(run.files, "file")}
            {run.note && (
              <span class="dim">
                {" · "}
                <Ticked text={run.note} />
              </span>
            )}
          </p>
          <Skipped skipped={run.skipped} />
        </li>
      ))}
    </ul>
  );
}

export function Skipped({ skipped }: { skipped: Record<string, number> }) {
  const reasons = Object.entries(skipped ?? {}).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  return (
    <p class="row small">
      <span class="dim">skipped:</span>
      {reasons.map(([reason, count]) => (
        <span class="chip" key={reason}>
          {spelt(reason)} {figure(count)}
        </span>
      ))}
    </p>
  );
}

function NoRuns() {
  return (
    <Empty title="Nothing was read yet">
      <p>
        {route.value.page === "logs" ? "Drop files above" : <a href={link("logs")}>Drop log files</a>}, and each file's run is listed here with what was skipped and why.
      </p>
    </Empty>
  );
}
