// The editor in the page. What it is made of is fetched when it is first shown.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Editor } from "../../editor/open";
import { Waiting } from "../../parts/card";

interface CodeEditorProps {
  label: string;
  text: string;
  changed: (text: string) => void;
  helps?: boolean;
  ready?: (editor: Editor | undefined) => void;
  low?: boolean;
}

export function CodeEditor({ label, text, changed, helps = false, ready, low = false }: CodeEditorProps) {
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState(false);
  const [now, setNow] = useState(text);
  useEffect(() => {
    let gone = false;
    import("../../editor/open").then(
      ({ openEditor }) => {
        if (gone || !holder.current) return;
        editor.current = openEditor(holder.current, { text, label, changed: (to) => (setNow(to), changed(to)), helps });
        setOpen(true);
        ready?.(editor.current);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      ready?.(undefined);
      editor.current?.close();
      editor.current = undefined;
    };
  }, []);
  useEffect(() => editor.current?.setText(text), [text]);
  if (failed) {
    return <textarea aria-label={label} class="code-editor" value={now} onInput={(event) => (setNow(event.currentTarget.value), changed(event.currentTarget.value))} />;
  }
  return (
    <>
      {!open && <Waiting what="Opening the editor" />}
      <div ref={holder} class={low ? "code-editor low" : "code-editor"} />
    </>
  );
}
