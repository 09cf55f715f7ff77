// The overview: who may do more than they do, what is wrong with saved policies, which logs were read.
import { all } from "../../api/client";
import { useLoaded } from "../../api/load";
import { Card, Shown } from "../../parts/card";
import type { PrincipalRow } from "../../api/types";
import { Drift } from "./drift";
import { Findings } from "./findings";
import { NoUse } from "./no_use";
import { Runs } from "./runs";
import { Totals } from "./totals";

export function Overview() {
  const loaded = useLoaded((stop) => all<PrincipalRow>("principals", stop), []);
  return (
    <>
      <div class="head">
        <div>
          <h1>Overview</h1>
          <p>What principals may do, beside what they do.</p>
        </div>
      </div>
      <div class="stack">
        <Shown loaded={loaded} what="Reading the principals">
          {(rows) =>
            rows.length === 0 ? (
              <NoUse />
            ) : (
              <>
                <Totals rows={rows} />
                <Drift rows={rows} />
              </>
            )
          }
        </Shown>
        <div class="two">
          <Card title="Findings in saved policies" flush>
            <Findings />
          </Card>
          <Card title="Last runs" flush>
            <Runs most={6} />
          </Card>
        </div>
      </div>
    </>
  );
}
