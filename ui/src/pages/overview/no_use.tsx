// What stands where use would stand, before any log was read.
import { Empty } from "../../parts/card";
import { link } from "../../route";

export function NoUse() {
  return (
    <section class="card" aria-label="Principals">
      <Empty title="No use is known yet">
        <p>
          Leastwise compares what CloudTrail saw with what policies grant. Drop some log files on the page <a href={link("logs")}>Logs</a>, or read a folder
          from the command line and send what comes of it there:
        </p>
        <pre tabIndex={0}>leastwise analyze ./cloudtrail-logs -o usage.json</pre>
        <p>
          No logs at hand? The <a href={link("studio")}>policy studio</a> and the <a href={link("catalogue")}>catalogue</a> need none.
        </p>
      </Empty>
    </section>
  );
}
