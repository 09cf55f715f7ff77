// Copies a text, and says that it did.
import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon";

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  useEffect(() => {
    const timer = setTimeout(() => setCopied("no"), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  // There is no clipboard where the page came unencrypted from another machine.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied("yes");
    } catch {
      setCopied("refused");
    }
  };
  return (
    <button type="button" class="button quiet low" onClick={copy}>
      <Icon name={copied === "yes" ? "check" : "copy"} size={14} />
      <span aria-live="polite">{{ no: "Copy", yes: "Copied", refused: "The browser refuses" }[copied]}</span>
      <span class="unseen"> {what}</span>
    </button>
  );
}
