// The server under test: the real binary on a free port, with a store of its own that is gone afterwards.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START = 20_000;

/** Starts `BINARY serve`, and says where it listens. */
export async function serve(binary, { token } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "leastwise-ui-"));
  const environment = { ...process.env, ...(token && { LEASTWISE_SERVE_TOKEN: token }) };
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--store", join(folder, "store")], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = [];
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server does not listen: ${said.join(" | ")}`)), START);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the server ends with ${code}: ${said.join(" | ")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const found = /http:\/\/\S+/.exec(line);
      if (found) resolve(found[0].replace(/\/?$/, "/"));
      clearTimeout(found ? timer : undefined);
    });
  });
  const end = async () => {
    child.removeAllListeners("exit");
    const gone = new Promise((resolve) => child.on("exit", resolve));
    child.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, end };
}
