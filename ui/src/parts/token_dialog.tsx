// Asks for the token where the server wants one. It is kept until the tab is closed.
import { useEffect, useRef } from "preact/hooks";
import { giveToken, tokenWanted } from "../api/client";

export function TokenDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = tokenWanted.value;
  useEffect(() => {
    if (wanted && !dialog.current?.open) dialog.current?.showModal();
    if (!wanted) dialog.current?.close();
  }, [wanted]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget as HTMLFormElement).get("token");
    if (typeof token === "string" && token.trim()) giveToken(token.trim());
  };
  return (
    <dialog ref={dialog} aria-labelledby="token-title">
      <form onSubmit={submit}>
        <h2 id="token-title">This server asks for a token</h2>
        <p class="dim">{wanted?.again ? "It does not take the one given before." : "Whoever started it knows it. It is kept until this tab is closed."}</p>
        <label>
          <span class="label">Token</span>
          <input type="password" name="token" autocomplete="off" required />
        </label>
        <div class="row">
          <button type="submit" class="button main">
            Use it
          </button>
        </div>
      </form>
    </dialog>
  );
}
