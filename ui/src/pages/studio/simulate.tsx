// Who does what, where, under which circumstances: is it allowed, and why.
import { call } from "../../api/client";
import { usePressed } from "../../api/load";
import { Icon } from "../../parts/icon";
import { Shown, Stale } from "../../parts/card";
import { Decisions, type Simulated } from "./decisions";
import { kind } from "./document";
import { asked, limitsOnly, simulation, type Asked } from "./request";

export function Simulate({ guessed }: { guessed: string }) {
  const { loaded, about, press } = usePressed<Simulated>();
  const of = asked.value;
  const set = (part: Partial<Asked>) => (asked.value = { ...asked.peek(), ...part });
  const request = simulation(of, guessed);
  const decide = (event: SubmitEvent) => {
    event.preventDefault();
    press(JSON.stringify(request), () => call<Simulated>("simulate_policy", request));
  };
  const shape = kind.value || guessed;
  return (
    <form class="pad stack" onSubmit={decide}>
      <div class="form">
        <Field label="Who" value={of.who} set={(who) => set({ who })} placeholder="some role of the account" />
        <Field label="What" value={of.what} set={(what) => set({ what })} placeholder="s3:GetObject" required />
        <Field label="Where" value={of.where} set={(where) => set({ where })} placeholder="any resource, or an ARN" />
        <Context context={of.context} set={(context) => set({ context })} />
      </div>
      {limitsOnly(shape) && <p class="dim small">A policy of the kind “{shape}” only limits, so it is decided beside one that allows everything.</p>}
      <div class="row">
        <button type="submit" class="button main">
          Decide
        </button>
      </div>
      <div aria-live="polite">
        {loaded?.state === "there" && about !== JSON.stringify(request) && <Stale>The policy or the request has changed since; decide again.</Stale>}
        {loaded && (
          <Shown loaded={loaded} what="Deciding">
            {(simulated) => <Decisions simulated={simulated} />}
          </Shown>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  placeholder: string;
  required?: boolean;
}

function Field({ label, value, set, placeholder, required }: FieldProps) {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input type="text" class="mono" value={value} placeholder={placeholder} required={required} spellcheck={false} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

function Context({ context, set }: { context: Asked["context"]; set: (context: Asked["context"]) => void }) {
  const change = (at: number, part: Partial<Asked["context"][number]>) => set(context.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <fieldset class="field">
      <legend class="label">Context</legend>
      {context.map((each, index) => (
        <div class="pair" key={index}>
          <input type="text" class="mono" aria-label="Condition key" placeholder="aws:SourceIp" value={each.key} onInput={(event) => change(index, { key: event.currentTarget.value })} />
          <input type="text" class="mono" aria-label="Value" placeholder="203.0.113.9" value={each.value} onInput={(event) => change(index, { value: event.currentTarget.value })} />
          <button type="button" class="button quiet low" aria-label={`Take ${each.key || "the key"} out`} onClick={() => set(context.filter((_, at) => at !== index))}>
            <Icon name="cross" size={14} />
          </button>
        </div>
      ))}
      <button type="button" class="button low" onClick={() => set([...context, { key: "", value: "" }])}>
        Add a condition key
      </button>
    </fieldset>
  );
}
