// The few figures that sum it up.
import type { PrincipalRow } from "../../api/types";
import { Figure, Figures } from "../../parts/figures";
import { compact, counted, percent } from "../../text/words";

export function Totals({ rows }: { rows: PrincipalRow[] }) {
  const sum = (of: (row: PrincipalRow) => number | null) => rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  const known = rows.filter((row) => row.grantedActions !== null);
  const granted = sum((row) => row.grantedActions);
  const unused = sum((row) => row.unusedActions);
  const without = rows.length - known.length;
  return (
    <Figures>
      <Figure name="principals" value={compact(rows.length)} more={without ? `${without} without a known policy` : "all with a known policy"} />
      <Figure name="calls" value={compact(sum((row) => row.calls))} more={`${compact(sum((row) => row.denied))} denied`} />
      <Figure name="granted actions" value={compact(granted)} more={`of ${counted(known.length, "principal")}`} />
      <Figure name="granted, never used" value={percent(unused, granted)} more={`${compact(unused)} actions`} />
      <Figure name="sensitive, never used" value={compact(sum((row) => row.sensitiveUnused))} more={`${compact(sum((row) => row.sensitiveUsed))} sensitive used`} />
    </Figures>
  );
}
