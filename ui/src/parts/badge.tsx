// Words for severities and states, each with a shape of its own beside its colour.
import type { Severity, UseState } from "../api/types";
import { Icon, type IconName } from "./icon";

const SEVERITY: Record<Severity, [IconName, string]> = {
  error: ["stop", "red"],
  critical: ["shield", "red"],
  high: ["triangle", "orange"],
  warning: ["triangle", "amber"],
  medium: ["info", "amber"],
  low: ["info", "blue"],
  suggestion: ["bulb", "grey"],
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const [icon, tone] = SEVERITY[severity] ?? ["info", "grey"];
  return (
    <span class={`badge ${tone}`}>
      <Icon name={icon} size={13} />
      {severity}
    </span>
  );
}

const STATE: Record<UseState, [IconName, string]> = {
  used: ["check", "green"],
  unused: ["ring", "amber"],
  denied: ["cross", "red"],
  unknown: ["question", "grey"],
};

export function StateBadge({ state }: { state: UseState }) {
  const [icon, tone] = STATE[state] ?? STATE.unknown;
  return (
    <span class={`badge ${tone}`}>
      <Icon name={icon} size={13} />
      {state}
    </span>
  );
}

export function Sensitive() {
  return (
    <span class="badge purple">
      <Icon name="shield" size={13} />
      sensitive
    </span>
  );
}
