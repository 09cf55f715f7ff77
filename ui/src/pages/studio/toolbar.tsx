// What can be done with the policy as a whole.
import { useRef, useState } from "preact/hooks";
import { put, type Problem } from "../../api/client";
import { asProblem } from "../../api/load";
import { ProblemNote } from "../../parts/card";
import { Icon } from "../../parts/icon";
import { hasStatements, kind, KINDS, name, parsedPolicy, principal, text } from "./document";

export function Toolbar({ guessed }: { guessed?: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const readable = hasStatements(text.value);
  const tidy = () => {
    const policy = parsedPolicy(text.value);
    if (policy) text.value = `${JSON.stringify(policy, null, 2)}\n`;
  };
  return (
    <div class="toolbar">
      <strong class="doc-name break">{name.value || "Unsaved policy"}</strong>
      <label class="kind">
        <span class="unseen">Kind of policy</span>
        <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
          <option value="">{guessed ? `auto: ${guessed}` : "auto"}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <span class="row tight">
        <OpenFile />
        <button type="button" class="button low" disabled={!parsedPolicy(text.value)} onClick={tidy}>
          Tidy
        </button>
        <button type="button" class="button low main" disabled={!readable} onClick={() => dialog.current?.showModal()}>
          Save…
        </button>
      </span>
      <SaveDialog dialog={dialog} />
    </div>
  );
}

function OpenFile() {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  const open = async () => {
    const file = input.current?.files?.[0];
    if (!input.current || !file) return;
    setProblem("");
    try {
      text.value = await file.text();
    } catch {
      return setProblem("The browser cannot read the file.");
    }
    // The same file may be chosen again, once it was changed.
    input.current.value = "";
    name.value = file.name.replace(/\.(json|ya?ml)$/, "");
    kind.value = "";
  };
  return (
    <>
      <input ref={input} type="file" accept=".json,.yaml,.yml" class="unseen" tabIndex={-1} aria-hidden="true" onChange={open} />
      <button type="button" class="button low" onClick={() => input.current?.click()}>
        <Icon name="file" size={14} />
        Open…
      </button>
      {problem && (
        <span role="alert" class="small bad-text">
          {problem}
        </span>
      )}
    </>
  );
}

function SaveDialog({ dialog }: { dialog: { current: HTMLDialogElement | null } }) {
  const [problem, setProblem] = useState<Problem>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const [named, of] = [String(given.get("name")).trim(), String(given.get("principal")).trim()];
    try {
      await put(`policies/${encodeURIComponent(named)}`, { document: parsedPolicy(text.value) ?? text.value, ...(of && { principal: of }) });
      name.value = named;
      principal.value = of;
      setProblem(undefined);
      dialog.current?.close();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="save-title">
      <form onSubmit={save}>
        <h2 id="save-title">Save the policy</h2>
        <p class="dim">A name that is taken gets a new version; the earlier ones are kept.</p>
        <label>
          <span class="label">Name</span>
          <input type="text" name="name" required value={name.value} pattern="[A-Za-z0-9+=,.@_\-]+" title="Letters, digits and + = , . @ _ -" />
        </label>
        <label>
          <span class="label">Current policy of (an ARN; may stay empty)</span>
          <input type="text" name="principal" value={principal.value} placeholder="arn:aws:iam::123456789012:role/…" />
        </label>
        {problem && <ProblemNote problem={problem} />}
        <div class="row">
          <button type="submit" class="button main">
            Save
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
