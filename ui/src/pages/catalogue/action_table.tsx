// Actions as a table.
import type { ActionLine } from "../../api/catalogue";
import { Table, type Column } from "../../parts/table";
import { link } from "../../route";

const COLUMNS: Column<ActionLine>[] = [
  {
    id: "action",
    title: "Action",
    heading: true,
    value: (row) => row.action,
    cell: (row) => {
      const [service = "", name = ""] = row.action.split(":");
      return (
        <a class="mono break" href={link("catalogue", service, name)}>
          {row.action}
        </a>
      );
    },
  },
  { id: "level", title: "Access level", value: (row) => row.access_level, cell: (row) => row.access_level.replace("-", " ") },
  { id: "on", title: "Resource types", wide: true, cell: (row) => row.resource_types.join(", ") || <span class="dim">none: needs *</span> },
  { id: "keys", title: "Condition keys", wide: true, numeric: true, value: (row) => row.condition_keys.length, cell: (row) => row.condition_keys.length || "–" },
];

export function ActionTable({ actions }: { actions: ActionLine[] }) {
  return <Table caption="Actions" columns={COLUMNS} rows={actions} rowKey={(row) => row.action} first={{ by: "action", direction: "ascending" }} />;
}
