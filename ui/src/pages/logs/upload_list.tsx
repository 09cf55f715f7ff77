// Files of this visit, each with how far it is.
import { Icon, type IconName } from "../../parts/icon";
import { compact, counted, figure } from "../../text/words";
import { Skipped } from "../overview/runs";
import type { Upload } from "./uploads";

const SAID: Record<Upload["state"], [string, IconName, string]> = {
  sending: ["on its way", "up", "grey"],
  reading: ["being read", "right", "blue"],
  done: ["read", "check", "green"],
  failed: ["failed", "stop", "red"],
};

export function UploadList({ uploads }: { uploads: Upload[] }) {
  return (
    <ul class="runs" aria-live="polite">
      {uploads.map((each) => (
        <One key={each.id} upload={each} />
      ))}
    </ul>
  );
}

function One({ upload }: { upload: Upload }) {
  const [said, icon, tone] = SAID[upload.state];
  const { run } = upload;
  return (
    <li>
      <div class="run-head">
        <strong class="break as-is">{upload.name}</strong>
        <span class={`badge ${tone}`}>
          <Icon name={icon} size={13} />
          {said}
        </span>
      </div>
      {(upload.state === "sending" || upload.state === "reading") && <progress aria-label={`Reading ${upload.name}`} />}
      {upload.problem ? (
        <p class="bad-text break">
          {upload.problem.message}
          {upload.problem.hint && <span class="dim"> {upload.problem.hint}</span>}
        </p>
      ) : run ? (
        <p>
          {figure(run.used)} of {counted(run.in, "event")} used
        </p>
      ) : (
        <p class="dim">
          {compact(upload.size)} bytes
          {upload.events > 0 && `, ${counted(upload.events, "event")} so far`}
        </p>
      )}
      <Skipped skipped={run?.skipped ?? upload.skipped} />
    </li>
  );
}
