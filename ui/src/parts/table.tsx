// Tables that sort by a click on a heading, and show long lists a part at a time.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { figure } from "../text/words";
import { clicked, sorted, type Direction, type Sorting } from "../text/sorting";
import { Icon } from "./icon";

export interface Column<T> {
  id: string;
  title: ComponentChildren;
  /** What it sorts by; a column without it does not sort. */
  value?: (row: T) => string | number | null | undefined;
  cell: (row: T) => ComponentChildren;
  numeric?: boolean;
  /** Which way it sorts at the first press: numbers from the largest, all else from the first, unless this says otherwise. */
  begins?: Direction;
  /** Left out where there is no room for it. */
  wide?: boolean;
  /** Names the row. */
  heading?: boolean;
  class?: string;
}

interface TableProps<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  first: Sorting;
  /** How many rows are made at first. */
  most?: number;
}

/** So many rows are made with each press for more. */
const AT_ONCE = 200;

export function Table<T>({ caption, columns, rows, rowKey, first, most: begin = AT_ONCE }: TableProps<T>) {
  const [sorting, setSorting] = useState(first);
  const [most, setMost] = useState(begin);
  const by = columns.find((column) => column.id === sorting.by)?.value;
  const inOrder = useMemo(() => (by ? sorted(rows, by, sorting.direction) : rows), [rows, sorting]);
  return (
    <>
      <Rows caption={caption} columns={columns} rows={inOrder.slice(0, most)} rowKey={rowKey} sorting={sorting} sort={setSorting} />
      {rows.length > most && (
        <p class="row more">
          <span class="dim" role="status">
            {figure(most)} of {figure(rows.length)}
          </span>
          <button type="button" class="button low" onClick={() => setMost(most + AT_ONCE)}>
            Show {figure(Math.min(AT_ONCE, rows.length - most))} more
          </button>
          <button type="button" class="button low" onClick={() => setMost(Infinity)}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}

interface RowsProps<T> extends Omit<TableProps<T>, "first" | "most"> {
  sorting: Sorting;
  sort: (to: Sorting) => void;
}

function Rows<T>({ caption, columns, rows, rowKey, sorting, sort }: RowsProps<T>) {
  return (
    <table class="table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} sorting={sorting} sort={sort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) =>
              column.heading ? (
                <th key={column.id} scope="row" class={classOf(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heading<T>({ column, sorting, sort }: { column: Column<T>; sorting: Sorting; sort: (to: Sorting) => void }) {
  const now = sorting.by === column.id ? sorting.direction : undefined;
  if (!column.value) {
    return (
      <th scope="col" class={classOf(column)}>
        {column.title}
      </th>
    );
  }
  const begin = column.begins ?? (column.numeric ? "descending" : "ascending");
  return (
    <th scope="col" class={classOf(column)} aria-sort={now ?? "none"}>
      <button type="button" class={now ? "sort on" : "sort"} onClick={() => sort(clicked(sorting, column.id, begin))}>
        <span>{column.title}</span>
        <Icon name={now === "ascending" ? "up" : "down"} size={12} />
      </button>
    </th>
  );
}

function classOf<T>(column: Column<T>): string {
  return [column.numeric && "numeric", column.wide && "wide", column.class].filter(Boolean).join(" ");
}
