// What the policy allows beside another one, over all requests.
import { signal } from "@preact/signals";
import { all, call, get } from "../../api/client";
import { useLoaded, usePressed } from "../../api/load";
import type { SavedPolicy } from "../../api/types";
import { ProblemNote, Shown, Stale } from "../../parts/card";
import { CodeEditor } from "./code_editor";
import { asGiven, text, textOf } from "./document";
import { Differences, type Compared } from "./differences";

/** The policy as it was. */
const earlier = signal("");

export function Compare({ tryIt }: { tryIt: () => void }) {
  const { loaded, about, press } = usePressed<Compared>();
  const { policy, ...rest } = asGiven();
  const request = { policy_a: { text: earlier.value }, policy_b: policy, ...rest };
  const asked = JSON.stringify(request);
  const compare = () => press(asked, () => call<Compared>("compare_policies", request));
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
        {loaded?.state === "there" && about !== asked && <Stale>A policy has changed since; compare again.</Stale>}
        {loaded && (
          <Shown loaded={loaded} what="Comparing over all requests">
            {(compared) => <Differences of={compared} tryIt={tryIt} />}
          </Shown>
        )}
      </div>
    </div>
  );
}

const VERSIONS = 20;

/** The newest, and those before it: all are kept, numbered from 1. */
function versionsOf(policy: SavedPolicy): number[] {
  const newest = Math.max(0, ...policy.versions.map((each) => each.version));
  return Array.from({ length: Math.min(newest, VERSIONS) }, (_, back) => newest - back);
}

/** Saved policies and their versions, to begin from. */
function SavedPolicies() {
  const loaded = useLoaded((stop) => all<SavedPolicy>("policies", stop), []);
  const opened = usePressed<void>();
  const saved = loaded.state === "there" ? loaded.value : [];
  if (loaded.state === "failed") return <ProblemNote problem={loaded.problem} again={loaded.again} />;
  if (opened.loaded?.state === "failed") return <ProblemNote problem={opened.loaded.problem} />;
  if (saved.length === 0) return null;
  const open = (chosen: string) => {
    const [name, version] = JSON.parse(chosen) as [string, number];
    opened.press(chosen, async () => {
      const policy = await get<SavedPolicy>(`policies/${encodeURIComponent(name)}`);
      const found = policy.versions.find((each) => each.version === version);
      if (found) earlier.value = textOf(found.document);
    });
  };
  return (
    <label class="saved">
      <span class="unseen">A saved policy</span>
      <select value="" onChange={(event) => event.currentTarget.value && open(event.currentTarget.value)}>
        <option value="">a saved policy…</option>
        {saved.flatMap((policy) =>
          versionsOf(policy).map((version) => (
            <option key={`${policy.name} ${version}`} value={JSON.stringify([policy.name, version])}>
              {policy.name}, version {version}
            </option>
          )),
        )}
      </select>
    </label>
  );
}
