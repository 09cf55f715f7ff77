// The differences of two policies: proved to be none, or region by region with a request that shows each.
import { Icon, type IconName } from "../../parts/icon";
import { Ticked } from "../../parts/ticked";
import { askWitness, type Witness } from "./request";

interface Access {
  verdict: "none" | "witness" | "unknown";
  witness: Witness | null;
  why: string[];
}

export interface Compared {
  newAccess: Access;
  removedAccess: Access;
  regions: { change: "new" | "removed"; text: string; witness?: Witness | null }[];
  regionsComplete: boolean;
  notes?: string[];
}

export function Differences({ of, tryIt }: { of: Compared; tryIt: () => void }) {
  return (
    <div class="stack">
      <div class="verdicts">
        <Verdict title="New access" of={of.newAccess} tone="red" />
        <Verdict title="Access lost" of={of.removedAccess} tone="amber" />
      </div>
      {of.regions.length > 0 && (
        <ul class="regions">
          {of.regions.map((region) => (
            <li key={region.text}>
              <p>
                <span class={`badge ${region.change === "new" ? "red" : "amber"}`}>
                  {region.change === "new" ? "+ new" : "− lost"}
                </span>{" "}
                <Ticked text={region.text.replace(/^(new|removed): /, "")} />
              </p>
              {region.witness && <Shows witness={region.witness} tryIt={tryIt} />}
            </li>
          ))}
        </ul>
      )}
      {!of.regionsComplete && <p class="small dim">There may be more regions than these.</p>}
      {of.notes?.map((note) => (
        <p class="small dim" key={note}>
          {note}
        </p>
      ))}
    </div>
  );
}

const SAID: Record<Access["verdict"], [string, IconName]> = {
  none: ["none: proved over all requests", "check"],
  witness: ["yes, shown by a request", "triangle"],
  unknown: ["not known", "question"],
};

function Verdict({ title, of, tone }: { title: string; of: Access; tone: string }) {
  const [said, icon] = SAID[of.verdict];
  return (
    <div>
      <h3>{title}</h3>
      <p>
        <span class={`badge ${of.verdict === "none" ? "green" : of.verdict === "unknown" ? "grey" : tone}`}>
          <Icon name={icon} size={13} />
          {said}
        </span>
      </p>
      <ul class="small dim">
        {of.why.map((why) => (
          <li key={why}>
            <Ticked text={why} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Shows({ witness, tryIt }: { witness: Witness; tryIt: () => void }) {
  const look = () => {
    askWitness(witness);
    tryIt();
  };
  const context = Object.entries(witness.context);
  return (
    <div class="witness small">
      <p>
        Such as <code>{witness.action}</code> on <code class="break">{witness.resource}</code>
        {context.map(([key, value]) => (
          <span key={key}>
            {" "}
            with <code>{key}</code> = <code>{[value].flat().join(", ")}</code>
          </span>
        ))}
        {witness.absent.length > 0 && <> without {witness.absent.join(", ")}</>}
      </p>
      <button type="button" class="button low" onClick={look}>
        Simulate it
      </button>
    </div>
  );
}
