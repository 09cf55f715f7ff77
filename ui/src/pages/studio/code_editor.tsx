// The editor in the page. What it is made of is fetched when it is first shown.
import { effect, type Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Editor } from "../../editor/open";
import { Waiting } from "../../parts/card";

interface CodeEditorProps {
  label: string;
  /** Both ways: what is typed, and what others set. */
  text: Signal<string>;
  helps?: boolean;
  ready?: (editor: Editor | undefined) => void;
  low?: boolean;
}

export function CodeEditor({ label, text, helps = false, ready, low = false }: CodeEditorProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"opening" | "open" | "failed">("opening");
  useEffect(() => {
    let gone = false;
    let close = () => {};
    import("../../editor/open").then(
      ({ openEditor }) => {
        if (gone || !holder.current) return;
        const editor = openEditor(holder.current, { text: text.peek(), label, changed: (to) => (text.value = to), helps });
        // At once, not with the next drawing: by then more may have been typed, which would be lost.
        const deaf = effect(() => editor.setText(text.value));
        close = () => {
          deaf();
          editor.close();
        };
        setState("open");
        ready?.(editor);
      },
      () => setState("failed"),
    );
    return () => {
      gone = true;
      ready?.(undefined);
      close();
    };
  }, []);
  if (state === "failed") {
    return <textarea aria-label={label} class="code-editor" value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />;
  }
  return (
    <>
      {state === "opening" && <Waiting what="Opening the editor" />}
      <div ref={holder} class={low ? "code-editor low" : "code-editor"} />
    </>
  );
}
