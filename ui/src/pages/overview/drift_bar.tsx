// One bar of the drift chart: used, unused, and of the unused what is sensitive. Each part has a texture beside its colour.
import type { PrincipalRow } from "../../api/types";
import { counted } from "../../text/words";

/** The bars' right end. Roots keep small principals visible beside an administrator. */
export function scaleOf(rows: PrincipalRow[]): number {
  return Math.sqrt(rows.reduce((most, row) => Math.max(most, extent(row)), 1));
}

/** Not what is granted: actions may be used that other policies grant. */
export function extent(row: PrincipalRow): number {
  return row.usedActions + (row.unusedActions ?? 0);
}

const HEIGHT = 14;

export function DriftBar({ row, scale }: { row: PrincipalRow; scale: number }) {
  const whole = extent(row);
  const width = (100 * Math.sqrt(whole)) / scale;
  const part = (count: number) => (whole ? (count / whole) * width : 0);
  const sensitive = row.sensitiveUnused ?? 0;
  const used = part(row.usedActions);
  const plain = part(Math.max(0, (row.unusedActions ?? 0) - sensitive));
  // Shares of the width rather than a viewBox: textures must not be stretched.
  return (
    <svg class="bar" height={HEIGHT} role="img" aria-label={said(row)}>
      <title>{said(row)}</title>
      {row.grantedActions !== null && plain > 0 && <Part kind="unused" from={used} width={plain} />}
      {sensitive > 0 && <Part kind="sensitive" from={used + plain} width={Math.max(part(sensitive), 0.8)} />}
      {row.usedActions > 0 && <Part kind="used" from={0} width={Math.max(used, 0.8)} />}
    </svg>
  );
}

const FILL = { used: undefined, unused: "url(#hatch)", sensitive: "url(#dots)" };

function Part({ kind, from, width }: { kind: keyof typeof FILL; from: number; width: number }) {
  return <rect class={kind} fill={FILL[kind]} x={`${from}%`} y="0.5" width={`${width}%`} height={HEIGHT - 1} />;
}

function said(row: PrincipalRow): string {
  const used = `${counted(row.usedActions, "action")} used`;
  if (row.grantedActions === null) return `${used}; what is granted is not known`;
  const sensitive = row.sensitiveUnused ? `, ${row.sensitiveUnused} of them sensitive` : "";
  return `${used}; of ${row.grantedActions} granted, ${row.unusedActions ?? 0} unused${sensitive}`;
}

/** Drawn once for the page; the bars' fills refer to it. */
export function Legend() {
  return (
    <div class="legend" aria-hidden="true">
      <svg width="0" height="0" class="patterns">
        <defs>
          <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" class="hatch-ground" />
            <rect width="1.5" height="5" class="hatch-line" />
          </pattern>
          <pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse">
            <rect width="4" height="4" class="dots-ground" />
            <circle cx="1.4" cy="1.4" r="0.9" class="dots-dot" />
          </pattern>
        </defs>
      </svg>
      {(["used", "unused", "sensitive"] as const).map((each) => (
        <span key={each}>
          <svg width="22" height="12" class="bar swatch">
            <rect width="22" height="12" rx="2" class={each} fill={FILL[each]} />
          </svg>
          {each === "sensitive" ? "unused and sensitive" : each}
        </span>
      ))}
      <span class="dim">lengths are square roots</span>
    </div>
  );
}
