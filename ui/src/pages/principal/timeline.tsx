// When it did something: calls by day as far as usage knows days, and for each service from when to when.
import { useEffect, useRef, useState } from "preact/hooks";
import type { PrincipalDetail } from "../../api/types";
import { isDark } from "../../theme";
import { counted, day } from "../../text/words";
import { Lifelines } from "./lifelines";

export function Timeline({ detail }: { detail: PrincipalDetail }) {
  const days = detail.days ?? [];
  return (
    <div class="stack">
      {days.length > 1 && <Days days={days} />}
      {detail.lastSeen && (detail.undated ?? 0) > 0 && (
        <p class="dim small">Of {counted(detail.undated ?? 0, "call")} the day is not known: the files that tell of them span several days.</p>
      )}
      <Lifelines detail={detail} />
    </div>
  );
}

function Days({ days }: { days: NonNullable<PrincipalDetail["days"]> }) {
  const holder = useRef<HTMLDivElement>(null);
  const [isMissing, setMissing] = useState(false);
  const dark = isDark();
  useEffect(() => {
    let gone = false;
    let end = () => {};
    // The chart library is fetched when there is something to draw.
    import("../../charts/days").then(
      ({ drawDays }) => {
        if (!gone && holder.current) end = drawDays(holder.current, days);
      },
      () => setMissing(true),
    );
    return () => {
      gone = true;
      end();
    };
  }, [days, dark]);
  const calls = days.reduce((sum, each) => sum + each.calls, 0);
  const denied = days.reduce((sum, each) => sum + each.denied, 0);
  const said = `${counted(calls, "call")}, ${denied} of them denied, on ${counted(days.length, "day")} from ${day(days[0]?.day)} to ${day(days.at(-1)?.day)}`;
  return (
    <figure>
      <figcaption class="label">Calls by day</figcaption>
      {isMissing ? <p class="dim">{said}. The chart could not be fetched.</p> : <div class="days" ref={holder} role="img" aria-label={said} />}
    </figure>
  );
}
