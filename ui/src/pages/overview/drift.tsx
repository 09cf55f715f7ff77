// Drift: for each principal what is used of what is granted, as a table whose bars share one scale.
import { useMemo, useState } from "preact/hooks";
import type { PrincipalRow } from "../../api/types";
import { Card } from "../../parts/card";
import { Table, type Column } from "../../parts/table";
import { link } from "../../route";
import { day, figure, shortName } from "../../text/words";
import { DriftBar, extent, Legend, scaleOf } from "./drift_bar";

/** What else the overview has stands below. */
const MOST = 25;

export function Drift({ rows }: { rows: PrincipalRow[] }) {
  const [wanted, setWanted] = useState("");
  const shown = useMemo(() => rows.filter((row) => row.principal.toLowerCase().includes(wanted.toLowerCase())), [rows, wanted]);
  const scale = useMemo(() => scaleOf(rows), [rows]);
  return (
    <Card
      title="Drift by principal"
      flush
      aside={
        <label class="filter">
          <span class="unseen">Filter principals</span>
          <input type="search" placeholder="Filter principals" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
      }
    >
      <Legend />
      <Table
        caption="Actions granted, used and sensitive, by principal"
        columns={columns(scale)}
        rows={shown}
        rowKey={(row) => row.principal}
        first={{ by: "unused", direction: "descending" }}
        most={MOST}
      />
      {shown.length === 0 && <p class="waiting">No principal's ARN holds “{wanted}”.</p>}
    </Card>
  );
}

function columns(scale: number): Column<PrincipalRow>[] {
  return [
    {
      id: "principal",
      title: "Principal",
      heading: true,
      class: "named",
      value: (row) => shortName(row.principal),
      cell: (row) => (
        <>
          <a href={link("principal", row.principal)}>{shortName(row.principal)}</a>
          <span class="under">
            {row.kind}
            {row.account && ` · ${row.account}`}
          </span>
        </>
      ),
    },
    { id: "drift", title: "Used and unused", begins: "descending", value: extent, cell: (row) => <DriftBar row={row} scale={scale} />, class: "bar-cell" },
    { id: "used", title: "Used", numeric: true, wide: true, value: (row) => row.usedActions, cell: (row) => figure(row.usedActions) },
    { id: "granted", title: "Granted", numeric: true, wide: true, value: (row) => row.grantedActions, cell: (row) => figure(row.grantedActions) },
    { id: "unused", title: "Unused", numeric: true, value: (row) => row.unusedActions, cell: (row) => figure(row.unusedActions) },
    {
      id: "sensitive",
      title: "Sensitive unused",
      numeric: true,
      wide: true,
      value: (row) => row.sensitiveUnused,
      cell: (row) => figure(row.sensitiveUnused),
    },
    { id: "calls", title: "Calls", numeric: true, wide: true, value: (row) => row.calls, cell: (row) => figure(row.calls) },
    { id: "denied", title: "Denied", numeric: true, wide: true, value: (row) => row.denied, cell: (row) => figure(row.denied) },
    { id: "seen", title: "Last seen", numeric: true, wide: true, value: (row) => row.lastSeen, cell: (row) => day(row.lastSeen) },
  ];
}
