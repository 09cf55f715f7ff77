// Logs: drop CloudTrail files, watch them being read, see what was skipped and why.
import { useState } from "preact/hooks";
import { Card } from "../../parts/card";
import { figure } from "../../text/words";
import { Runs } from "../overview/runs";
import { DropZone } from "./drop_zone";
import { UploadList } from "./upload_list";
import { uploads, type Upload } from "./uploads";

export function Logs() {
  const [read, setRead] = useState(0);
  return (
    <>
      <div class="head">
        <div>
          <h1>Logs</h1>
          <p>What CloudTrail saw becomes use: who called what, how often, with which outcome. Files stay on this server; an event counts once, however often it is read.</p>
        </div>
      </div>
      <div class="stack">
        <DropZone done={() => setRead((before) => before + 1)} />
        {uploads.value.length > 0 && (
          <Card title="Files of this visit" flush aside={<Progress />}>
            <UploadList uploads={uploads.value} />
          </Card>
        )}
        <Card title="Runs" flush>
          <Runs most={50} again={read} />
        </Card>
      </div>
    </>
  );
}

function Progress() {
  const all = uploads.value.length;
  const count = (state: Upload["state"]) => uploads.value.filter((each) => each.state === state).length;
  const [done, failed] = [count("done"), count("failed")];
  return (
    <>
      {done + failed < all && <progress aria-label="All files" value={done + failed} max={all} />}
      <span class="dim small" role="status">
        {figure(done)} of {figure(all)} read{failed > 0 && `, ${figure(failed)} failed`}
      </span>
    </>
  );
}
