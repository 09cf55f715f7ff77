// Where files are dropped or chosen.
import { useRef, useState } from "preact/hooks";
import { Icon } from "../../parts/icon";
import { sendFiles, type Kind } from "./uploads";

export function DropZone({ done }: { done: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [kind, setKind] = useState<Kind>("logs");
  const take = (files: FileList | null | undefined) => {
    if (files?.length) void sendFiles([...files], kind, done);
    if (input.current) input.current.value = "";
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer?.files);
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section class={over ? "drop over" : "drop"} aria-label="Add files" onDragOver={dragged} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Icon name="logs" size={28} />
      <div>
        <h2>Drop files here</h2>
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
        <input ref={input} type="file" multiple class="unseen" tabIndex={-1} aria-label="Files to read" onChange={() => take(input.current?.files)} />
        <button type="button" class="button main" onClick={() => input.current?.click()}>
          Choose files…
        </button>
      </div>
    </section>
  );
}
