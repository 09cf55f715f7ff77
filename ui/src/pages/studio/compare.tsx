// What the policy allows beside another one, over all requests.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { call, get } from "../../api/client";
import { asProblem, useLoaded, type Loaded } from "../../api/load";
import type { SavedPolicy } from "../../api/types";
import { Shown } from "../../parts/card";
import { listed } from "../overview/findings";
import { CodeEditor } from "./code_editor";
import { asGiven, text, textOf } from "./document";
import { Differences, type Compared } from "./differences";

/** The policy as it was. */
const earlier = signal("");

export function Compare({ tryIt }: { tryIt: () => void }) {
  const [loaded, setLoaded] = useState<Loaded<Compared> | undefined>();
  const compare = async () => {
    setLoaded({ state: "loading" });
    try {
      const { policy, ...rest } = asGiven();
      const request = { policy_a: { text: earlier.peek() }, policy_b: policy, ...rest };
      setLoaded({ state: "there", value: await call<Compared>("compare_policies", request) });
    } catch (error) {
      setLoaded({ state: "failed", problem: asProblem(error) });
    }
  };
  return (
    <div class="pad stack">
      <p class="small dim">The policy in the editor is the new one. Which is the old one?</p>
      <div class="row">
        <SavedPolicies />
        <button type="button" class="button low" onClick={() => (earlier.value = text.value)}>
          As it is now
        </button>
      </div>
      <CodeEditor label="Old policy" text={earlier} low />
      <div class="row">
        <button type="button" class="button main" disabled={!earlier.value.trim()} onClick={compare}>
          Compare
        </button>
      </div>
      <div aria-live="polite">
        {loaded && (
          <Shown loaded={loaded} what="Comparing over all requests">
            {(compared) => <Differences of={compared} tryIt={tryIt} />}
          </Shown>
        )}
      </div>
    </div>
  );
}

/** Saved policies and their versions, to begin from. */
function SavedPolicies() {
  const loaded = useLoaded((stop) => get<SavedPolicy[] | { result: SavedPolicy[] }>("policies", {}, stop), []);
  const saved = loaded.state === "there" ? listed(loaded.value) : [];
  if (saved.length === 0) return null;
  const open = async (chosen: string) => {
    const [name, version] = JSON.parse(chosen) as [string, number];
    const policy = await get<SavedPolicy>(`policies/${encodeURIComponent(name)}`);
    const found = policy.versions.find((each) => each.version === version);
    if (found) earlier.value = textOf(found.document);
  };
  return (
    <label class="saved">
      <span class="unseen">A saved policy</span>
      <select value="" onChange={(event) => event.currentTarget.value && open(event.currentTarget.value)}>
        <option value="">a saved policy…</option>
        {saved.flatMap((policy) =>
          policy.versions.map(({ version }) => (
            <option key={`${policy.name} ${version}`} value={JSON.stringify([policy.name, version])}>
              {policy.name}, version {version}
            </option>
          )),
        )}
      </select>
    </label>
  );
}
