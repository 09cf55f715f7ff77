// Files of this visit, each with how far it is.
import { Icon, type IconName } from "../../parts/icon";
import { Ticked } from "../../parts/ticked";
import { compact, counted, figure } from "../../text/words";
import { Skipped } from "../overview/runs";
import type { Upload } from "./uploads";

const SAID: Record<Upload["state"], [string, IconName, string]> = {
  sending: ["on its way", "up", "grey"],
  reading: ["being read", "right", "blue"],
  done: ["read", "check", "green"],
  failed: ["failed", "stop", "red"],
};

/** Of those that are read so many are listed; the runs have them all. */
const MOST = 5;

export function UploadList({ uploads }: { uploads: Upload[] }) {
  const done = uploads.filter((each) => each.state === "done");
  const waiting = uploads.filter((each) => each.state === "sending");
  const listed = [...uploads.filter((each) => each.state === "failed" || each.state === "reading"), ...waiting.slice(-1), ...done.slice(0, MOST)];
  const hidden = uploads.length - listed.length;
  return (
    <ul class="runs">
      {listed.map((each) => (
        <One key={each.id} upload={each} />
      ))}
      {hidden > 0 && <li class="dim">and {counted(hidden, "more file")}</li>}
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
      {(upload.state === "sending" || upload.state === "reading") && <progress aria-label={`Reading ${upload.name}`} {...(upload.read > 0 && { value: upload.read, max: upload.size })} />}
      {upload.problem ? (
        <p class="bad-text break">
          <Ticked text={upload.problem.message} />
          {upload.problem.hint && (
            <span class="dim">
              {" "}
              <Ticked text={upload.problem.hint} />
            </span>
          )}
        </p>
      ) : run ? (
        <p class="break">
          {figure(run.used)} of {counted(run.in, "event")} used
          {run.note && run.note !== upload.name && (
            <span class="dim">
              {" · "}
              <Ticked text={run.note} />
            </span>
          )}
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
