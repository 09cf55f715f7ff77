// Decisions, each with the chain of reasons that leads to it.
import { Icon, type IconName } from "../../parts/icon";
import { Ticked } from "../../parts/ticked";
import { counted } from "../../text/words";

export interface Simulated {
  cases: Decided[];
  total: number;
  truncated: boolean;
}

interface Decided {
  name: string;
  decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";
  blockedBy: string[];
  reasons: string[];
  filled: Record<string, string | string[]>;
  hangsOn: string[];
  answers?: { allowed: string; actions: number; actionsAllowed: number };
  layers?: { layer: string; policies: { name: string; level?: string; statements: Statement[] }[] }[];
}

interface Statement {
  statement: string;
  effect?: string;
  applies: "yes" | "no" | "unknown";
  element?: string;
  why?: string;
}

const SAID: Record<Decided["decision"], [string, IconName, string]> = {
  Allowed: ["allowed", "check", "green"],
  ExplicitlyDenied: ["explicitly denied", "stop", "red"],
  ImplicitlyDenied: ["implicitly denied", "cross", "amber"],
  Unknown: ["unknown", "question", "grey"],
};

export function Decisions({ simulated }: { simulated: Simulated }) {
  return (
    <ul class="decisions">
      {simulated.cases.map((each) => (
        <Decision key={each.name} of={each} />
      ))}
      {simulated.truncated && <li class="dim small">and {counted(simulated.total - simulated.cases.length, "more request")}</li>}
    </ul>
  );
}

function Decision({ of }: { of: Decided }) {
  const [said, icon, tone] = SAID[of.decision];
  const filled = Object.entries(of.filled);
  return (
    <li class={`decision ${tone}`}>
      <div class="row spread">
        <code class="break">{of.name}</code>
        <span class={`badge ${tone} decided`}>
          <Icon name={icon} size={13} />
          {said}
        </span>
      </div>
      <ol class="reasons">
        {of.reasons.map((reason) => (
          <li key={reason}>
            <Ticked text={reason} />
          </li>
        ))}
      </ol>
      {of.layers?.map((layer) => (
        <Layer key={layer.layer} of={layer} blocks={of.blockedBy.includes(layer.layer)} />
      ))}
      {of.hangsOn.length > 0 && <p class="small">AWS's documentation is open on a point that decides here: {of.hangsOn.join(", ")}</p>}
      {filled.length > 0 && (
        <details class="small">
          <summary>{counted(filled.length, "condition key follows", "condition keys follow")} from the request</summary>
          <dl class="keys">
            {filled.map(([key, value]) => (
              <div key={key}>
                <dt class="mono">{key}</dt>
                <dd class="mono break">{[value].flat().join(", ")}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

const APPLIES: Record<Statement["applies"], [IconName, string]> = {
  yes: ["check", "applies"],
  no: ["dash", "does not apply"],
  unknown: ["question", "may apply"],
};

function Layer({ of, blocks }: { of: NonNullable<Decided["layers"]>[number]; blocks: boolean }) {
  return (
    <div class="layer">
      <h4>
        {of.layer} {blocks && <span class="badge red">blocks</span>}
      </h4>
      <ul>
        {of.policies.flatMap((policy) =>
          policy.statements.map((each) => {
            const [icon, said] = APPLIES[each.applies];
            return (
              <li key={policy.name + each.statement}>
                <Icon name={icon} size={13} />
                <span>
                  <Ticked text={each.statement} />
                  {each.effect && ` (${each.effect})`} {said}
                  {each.why && (
                    <span class="dim">
                      : <Ticked text={each.why} />
                    </span>
                  )}
                </span>
              </li>
            );
          }),
        )}
      </ul>
    </div>
  );
}
