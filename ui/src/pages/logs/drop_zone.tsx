// Where files are dropped or chosen.
import { useRef, useState } from "preact/hooks";
import { Problem } from "../../api/client";
import { asProblem } from "../../api/load";
import { ProblemNote } from "../../parts/card";
import { Icon } from "../../parts/icon";
import { dropped, isHidden, pathOf } from "./folders";
import { sendFiles, type Kind } from "./uploads";

/** Browsers know it, the types do not. */
const FOLDER = { webkitdirectory: true };

export function DropZone({ done }: { done: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const [over, setOver] = useState(false);
  const [kind, setKind] = useState<Kind>("logs");
  const take = (files: File[]) => {
    setProblem(files.length === 0 ? new Problem(0, "there is no file in it") : undefined);
    void sendFiles(files, kind, done);
  };
  const chosen = (from: HTMLInputElement | null) => {
    if (!from) return;
    take([...(from.files ?? [])].filter((file) => !isHidden(pathOf(file))));
    from.value = "";
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    try {
      if (event.dataTransfer) take(await dropped(event.dataTransfer));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section class={over ? "drop over" : "drop"} aria-label="Add files" onDragOver={dragged} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Icon name="logs" size={28} />
      <div>
        <h2>Drop files or folders here</h2>
        <p class="dim small">CloudTrail's JSON, plain or compressed (.gz, .zst); Security Lake's Parquet; or usage that leastwise analyze wrote.</p>
      </div>
      <div class="row">
        <div class="segments" role="group" aria-label="What the files are">
          <button type="button" aria-pressed={kind === "logs"} onClick={() => setKind("logs")}>
            Logs
          </button>
          <button type="button" aria-pressed={kind === "usage"} onClick={() => setKind("usage")}>
            Usage
          </button>
        </div>
        <input ref={input} type="file" multiple class="unseen" tabIndex={-1} aria-label="Files to read" onChange={() => chosen(input.current)} />
        <input ref={folder} type="file" {...FOLDER} class="unseen" tabIndex={-1} aria-label="Folder to read" onChange={() => chosen(folder.current)} />
        <button type="button" class="button main" onClick={() => input.current?.click()}>
          Choose files…
        </button>
        <button type="button" class="button" onClick={() => folder.current?.click()}>
          Choose a folder…
        </button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </section>
  );
}
