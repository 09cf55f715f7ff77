// Tables that sort by a click on a heading.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { clicked, sorted, type Direction, type Sorting } from "../text/sorting";
import { Icon } from "./icon";

export interface Column<T> {
  id: string;
  title: ComponentChildren;
  /** What it sorts by; a column without it does not sort. */
  value?: (row: T) => string | number | null | undefined;
  cell: (row: T) => ComponentChildren;
  numeric?: boolean;
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
}

export function Table<T>({ caption, columns, rows, rowKey, first }: TableProps<T>) {
  const [sorting, setSorting] = useState(first);
  const by = columns.find((column) => column.id === sorting.by);
  const shown = by?.value ? sorted(rows, by.value, sorting.direction) : rows;
  return (
    <table class="table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} sorting={sorting} sort={setSorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
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
  const begin: Direction = column.numeric ? "descending" : "ascending";
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
