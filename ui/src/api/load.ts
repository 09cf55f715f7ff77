// What a page asks the server for, with its two other outcomes: not yet, and refused.
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, given } from "./client";

export type Loaded<T> = { state: "loading" } | { state: "failed"; problem: Problem; again?: () => void } | { state: "there"; value: T };

/** Asks again whenever one of `on` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(ask: (stop: AbortSignal) => Promise<T>, on: unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    // What is there stays until the new answer comes: a page that blinks is hard to read.
    setLoaded((before) => (before.state === "there" ? before : { state: "loading" }));
    ask(stop.signal).then(
      (value) => stop.signal.aborted || setLoaded({ state: "there", value }),
      (problem) => stop.signal.aborted || setLoaded({ state: "failed", problem: asProblem(problem), again: () => setTries((before) => before + 1) }),
    );
    return () => stop.abort();
  }, [...on, given.value, tries]);
  return loaded;
}

/** What is asked for by the press of a button, and about which state of things; what was asked last counts. */
export function usePressed<T>(): { loaded: Loaded<T> | undefined; about: string; press: (about: string, ask: () => Promise<T>) => void } {
  const [pressed, setPressed] = useState<{ loaded: Loaded<T>; about: string }>();
  const last = useRef(0);
  const press = (about: string, ask: () => Promise<T>) => {
    const mine = (last.current += 1);
    const is = (loaded: Loaded<T>) => mine === last.current && setPressed({ loaded, about });
    is({ state: "loading" });
    ask().then(
      (value) => is({ state: "there", value }),
      (problem) => is({ state: "failed", problem: asProblem(problem) }),
    );
  };
  return { loaded: pressed?.loaded, about: pressed?.about ?? "", press };
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, error instanceof Error ? error.message : String(error));
}

/** A value that follows another once that has been quiet for a while. */
export function useSettled<T>(value: T, wait = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
