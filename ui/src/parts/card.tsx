// Parts of a page, and what stands in them while there is nothing to show.
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/client";
import type { Loaded } from "../api/load";
import { Icon } from "./icon";
import { Ticked } from "./ticked";

interface CardProps {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
  flush?: boolean;
}

export function Card({ title, aside, children, flush }: CardProps) {
  const id = `card-${title.toLowerCase().replace(/\W+/g, "-")}`;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside && <div class="row">{aside}</div>}
      </div>
      <div class={flush ? "card-body flush" : "card-body"}>{children}</div>
    </section>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="note bad" role="alert">
      <Icon name="stop" />
      <div>
        <p class="break">
          <Ticked text={problem.message} />
        </p>
        {problem.hint && (
          <p class="break">
            <Ticked text={problem.hint} />
          </p>
        )}
        {again && (
          <button type="button" class="button low" onClick={again}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}

/** Above what was true of an earlier state of things. */
export function Stale({ children }: { children: ComponentChildren }) {
  return (
    <p class="note" role="status">
      <Icon name="info" />
      <span>{children}</span>
    </p>
  );
}

export function Waiting({ what }: { what: string }) {
  return (
    <p class="waiting" role="status">
      {what}…
    </p>
  );
}

/** Shows what has come, or why it has not. */
export function Shown<T>({ loaded, what, children }: { loaded: Loaded<T>; what: string; children: (value: T) => ComponentChildren }) {
  if (loaded.state === "loading") return <Waiting what={what} />;
  if (loaded.state === "failed") return <ProblemNote problem={loaded.problem} again={loaded.again} />;
  return <>{children(loaded.value)}</>;
}
