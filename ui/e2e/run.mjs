// node e2e/run.mjs BINARY [--pictures FOLDER]: the pages of a real server in a real browser.
import { parseArgs } from "node:util";
import { launch, open } from "./browser.mjs";
import { Checks, assert } from "./checks.mjs";
import { beforeAnyLog, logs, overview } from "./journey_logs.mjs";
import { principal, unknownPrincipal } from "./journey_principal.mjs";
import { catalogue, theme, token } from "./journey_rest.mjs";
import { hostile } from "./journey_hostile.mjs";
import { many } from "./journey_many.mjs";
import { refused } from "./journey_refused.mjs";
import { comparison, saving, studio } from "./journey_studio.mjs";
import { ways } from "./journey_ways.mjs";
import { yaml } from "./journey_yaml.mjs";
import { grant } from "./grants.mjs";
import { pictures } from "./pictures.mjs";
import { serve } from "./server.mjs";
import { firstLoad, sweep } from "./sweep.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: "string" } } });
const [binary] = positionals;
if (!binary) throw new Error("which binary?");

const checks = new Checks();
const runner = { check: checks.check.bind(checks) };
const server = await serve(binary);
const browser = await launch();
try {
  await firstLoad(runner, browser, server.url);
  const { page, faults, close } = await open(browser, server.url);
  const on = { page, url: server.url };
  for (const journey of [beforeAnyLog, logs, overview, studio, comparison, saving, yaml, principal, catalogue, theme]) await journey(runner, on);
  await checks.check("no journey makes the browser complain, or asks anybody else", async () => assert.deepEqual(faults.splice(0), []));
  await unknownPrincipal(runner, on);
  await close();
  await grant(server.url);
  await sweep(runner, browser, server.url);
  if (values.pictures) await pictures(runner, browser, server.url, values.pictures);
  await roughly(await serve(binary));
} finally {
  await browser.close();
  await server.end();
}
await token(runner, binary);

/** What is not as it should be, on a server of its own. */
async function roughly({ url, end }) {
  const { page, faults, close } = await open(browser, url);
  for (const journey of [many, ways, hostile]) await journey(runner, { page, url });
  // A refusal stands in the console, whoever asked.
  const own = (fault) => !/status of 40[04]/.test(fault);
  await checks.check("nor does a rough one", async () => assert.deepEqual(faults.filter(own), []));
  await refused(runner, { page, url });
  await close();
  await end();
}

process.exitCode = checks.end() ? 0 : 1;
