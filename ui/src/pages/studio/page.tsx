// The policy studio: a policy in the making, with everything that can be said about it.
import { useEffect, useRef, useState } from "preact/hooks";
import { call, get } from "../../api/client";
import { useLoaded, useSettled } from "../../api/load";
import type { Finding, SavedPolicy } from "../../api/types";
import type { Editor } from "../../editor/open";
import { ProblemNote, Shown } from "../../parts/card";
import { Tabs } from "../../parts/tabs";
import { CodeEditor } from "./code_editor";
import { Compare } from "./compare";
import { asGiven, kind, name, principal, takeBrought, text, textOf } from "./document";
import { Explanation } from "./explanation";
import { FindingList } from "./finding_list";
import { Simulate } from "./simulate";
import { Toolbar } from "./toolbar";

interface Validated {
  is_valid: boolean;
  kind: string;
  findings: Finding[];
}

export function Studio({ saved }: { saved?: string }) {
  const [tab, choose] = useState("findings");
  const editor = useRef<Editor | undefined>(undefined);
  const [opened, setOpened] = useState(0);
  useState(takeBrought);
  const opening = useOpened(saved);
  const settled = useSettled(text.value);
  const checked = useLoaded(
    async (stop) => ({ of: settled, answer: await call<Validated>("validate_policy", { ...asGiven(), policy: { text: settled } }, stop) }),
    [settled, kind.value],
  );
  useEffect(() => {
    if (checked.state === "there") editor.current?.show(checked.value.of, checked.value.answer.findings);
  }, [checked, opened]);
  const count = checked.state === "there" ? checked.value.answer.findings.length : undefined;
  return (
    <>
      <div class="head">
        <div>
          <h1>Policy studio</h1>
          <p>Checked as you type. Ctrl-Space completes; F1 or the pointer explains a word.</p>
        </div>
      </div>
      {opening.state === "failed" && <ProblemNote problem={opening.problem} again={opening.again} />}
      <div class="studio">
        <section class="card writing" aria-label="Policy">
          <Toolbar guessed={checked.state === "there" ? checked.value.answer.kind : undefined} />
          <CodeEditor
            label="Policy document"
            text={text}
            helps
            ready={(to) => {
              editor.current = to;
              setOpened((before) => before + 1);
            }}
          />
        </section>
        <section class="card saying" aria-label="What is said about it">
          <Tabs
            name="About the policy"
            tabs={[
              { id: "findings", title: "Findings", mark: count === undefined ? undefined : <span class="count">{count}</span> },
              { id: "explanation", title: "Explanation" },
              { id: "simulate", title: "Simulate" },
              { id: "compare", title: "Compare" },
            ]}
            chosen={tab}
            choose={choose}
          >
            {tab === "findings" && (
              <Shown loaded={checked} what="Checking">
                {({ answer }) => (
                  <FindingList findings={answer.findings} reveal={(finding) => editor.current?.reveal(finding)} apply={(edits) => editor.current?.apply(edits)} />
                )}
              </Shown>
            )}
            {tab === "explanation" && <Explanation text={settled} />}
            {tab === "simulate" && <Simulate guessed={checked.state === "there" ? checked.value.answer.kind : "identity"} />}
            {tab === "compare" && <Compare tryIt={() => choose("simulate")} />}
          </Tabs>
        </section>
      </div>
    </>
  );
}

/** Opens a saved policy that the address names. If there is none, what was in the studio stays. */
function useOpened(saved: string | undefined) {
  const loaded = useLoaded(async (stop) => (saved ? get<SavedPolicy>(`policies/${encodeURIComponent(saved)}`, {}, stop) : undefined), [saved]);
  useEffect(() => {
    if (loaded.state !== "there" || !loaded.value) return;
    const policy = loaded.value;
    const newest = policy.versions.reduce((a, b) => (b.version > a.version ? b : a));
    text.value = textOf(newest.document);
    name.value = policy.name;
    principal.value = policy.principal ?? "";
    kind.value = "";
  }, [loaded]);
  return loaded;
}
