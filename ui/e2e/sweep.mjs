// Every page in both themes and both widths: accessible, within the window, silent, alone.
import { assert } from "./checks.mjs";
import { accessibility, open, overflow, settled } from "./browser.mjs";
import { ORDER_SERVICE } from "./sample_logs.mjs";

export const PAGES = {
  overview: "#/overview",
  principal: `#/principal/${encodeURIComponent(ORDER_SERVICE)}`,
  studio: "#/studio",
  explanation: "#/studio",
  simulate: "#/studio",
  compare: "#/studio",
  logs: "#/logs",
  catalogue: "#/catalogue",
  service: "#/catalogue/sqs/SendMessage",
  nowhere: "#/nowhere",
};

/** What is done on a page before it is looked at. */
const FIRST = {
  principal: async (page) => {
    for (const kind of ["service", "action"]) {
      const closed = page.locator(`details:not([open]) > summary.${kind}`);
      while (await closed.count()) await closed.first().click();
    }
  },
  explanation: (page) => page.getByRole("tab", { name: "Explanation" }).click(),
  simulate: async (page) => {
    await page.getByRole("tab", { name: "Simulate" }).click();
    await page.getByRole("button", { name: "Add a condition key" }).click();
    await page.getByRole("button", { name: "Decide" }).click();
    await page.locator(".decision").waitFor();
  },
  compare: async (page) => {
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("button", { name: "As it is now" }).click();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.locator(".verdicts").waitFor();
  },
};

export async function sweep({ check }, browser, url) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const { page, faults, close } = await open(browser, url, { theme, width });
      for (const [name, hash] of Object.entries(PAGES)) {
        await check(`${name}, ${theme}, ${width} wide: accessible, in its window, no complaint, no stranger`, async () => {
          await page.goto(url + hash);
          await page.reload();
          await page.getByRole("heading", { level: 1 }).waitFor();
          await settled(page);
          await FIRST[name]?.(page);
          assert.deepEqual(await accessibility(page), []);
          assert.equal(await overflow(page), 0);
          assert.deepEqual(faults.splice(0), []);
        });
      }
      await close();
    }
  }
}

const MOST = 300 * 1024;

export async function firstLoad({ check }, browser, url) {
  await check("the first load is at most 300 KB, and the editor is not among it", async () => {
    const { page, close } = await open(browser, url);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    let bytes = 0;
    const names = [];
    session.on("Network.responseReceived", ({ response }) => names.push(response.url));
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(url);
    await settled(page);
    await close();
    console.log(`        ${names.length} answers, ${(bytes / 1024).toFixed(1)} KB`);
    assert.ok(bytes > 10_000 && bytes <= MOST, `${bytes} bytes`);
    assert.ok(!names.some((name) => name.includes("/assets/open-")), names.join(" "));
  });
}
