// The policy in words.
import { call } from "../../api/client";
import { useLoaded } from "../../api/load";
import { Empty, Shown } from "../../parts/card";
import { Ticked } from "../../parts/ticked";
import { figure, spelt } from "../../text/words";
import { asGiven, hasStatements, kind } from "./document";

interface Words {
  summary: string;
  statements: { index: number; sid: string | null; effect: string; explanation: string }[];
  services: { service: string; title: string; actions: number; of: number; list: number; read: number; write: number; permissions_management: number; tagging: number; when: string }[];
  unknown_actions: string[];
  total: number;
}

export function Explanation({ text }: { text: string }) {
  if (!hasStatements(text)) {
    return (
      <Empty title="There is nothing to explain yet">
        <p>The policy cannot be read as it stands; the findings say where it breaks off.</p>
      </Empty>
    );
  }
  return <Explained text={text} />;
}

function Explained({ text }: { text: string }) {
  const loaded = useLoaded((stop) => call<Words>("explain_policy", { ...asGiven(), policy: { text } }, stop), [text, kind.value]);
  return (
    <Shown loaded={loaded} what="Explaining">
      {(explained) => (
        <div class="pad stack">
          <p class="summary">
            <Ticked text={explained.summary} />
          </p>
          <ol class="statements">
            {explained.statements.map((each) => (
              <li key={each.index}>
                <h3>
                  {each.sid ?? `Statement ${each.index + 1}`} <span class={`badge ${each.effect === "Deny" ? "red" : "green"}`}>{each.effect}</span>
                </h3>
                <p>
                  <Ticked text={each.explanation} />
                </p>
              </li>
            ))}
          </ol>
          {explained.services.length > 0 && <Services of={explained.services} />}
          {explained.unknown_actions.length > 0 && <p class="small">Not known to the catalogue: {explained.unknown_actions.join(", ")}</p>}
        </div>
      )}
    </Shown>
  );
}

function Services({ of }: { of: Words["services"] }) {
  return (
    <table class="table edge">
      <caption class="unseen">Allowed actions by service and access level</caption>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col" class="numeric">
            Allowed
          </th>
          <th scope="col">By level</th>
          <th scope="col" class="wide">
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((each) => (
          <tr key={each.service}>
            <th scope="row">
              <code>{each.service}</code>
            </th>
            <td class="numeric">
              {figure(each.actions)} <span class="dim">of {figure(each.of)}</span>
            </td>
            <td>{levels(each)}</td>
            <td class="wide">{spelt(each.when)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const LEVELS = ["list", "read", "write", "permissions_management", "tagging"] as const;

function levels(of: Words["services"][number]): string {
  return LEVELS.filter((level) => of[level] > 0)
    .map((level) => `${of[level]} ${spelt(level)}`)
    .join(", ");
}
