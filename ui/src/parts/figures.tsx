// A line of figures above a page.
import type { ComponentChildren } from "preact";

export function Figures({ children }: { children: ComponentChildren }) {
  return <dl class="figures">{children}</dl>;
}

export function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="big">{value}</dd>
      <dd class="dim small">{more}</dd>
    </div>
  );
}
