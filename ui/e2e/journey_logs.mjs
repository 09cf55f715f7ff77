// From an empty store to use: files are dropped, read, and shown.
import { assert } from "./checks.mjs";
import { settled } from "./browser.mjs";
import { sampleLogs } from "./sample_logs.mjs";

export async function beforeAnyLog({ check }, { page, url }) {
  await check("an empty overview says what to do", async () => {
    await page.goto(url);
    await page.getByRole("heading", { name: "No use is known yet" }).waitFor();
    await page.getByRole("link", { name: "Logs", exact: true }).first().waitFor();
    await page.getByRole("heading", { name: "No policies are saved yet" }).waitFor();
  });
}

export async function logs({ check }, { page, url }) {
  await check("files are read with their progress, and their runs are listed", async () => {
    await page.goto(`${url}#/logs`);
    const files = sampleLogs();
    await page.getByLabel("Files to read").setInputFiles(files);
    const list = page.getByRole("region", { name: "Files of this visit" });
    await list.getByText(`${files.length} of ${files.length} read`).waitFor({ timeout: 45_000 });
    assert.match(await list.innerText(), /events? used/);
    await settled(page);
    assert.match(await page.getByRole("region", { name: "Runs" }).innerText(), /events? used, from 1 file/);
  });

  await check("what is no log is told with its reason", async () => {
    const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("not a log") };
    await page.getByLabel("Files to read").setInputFiles(file);
    const list = page.getByRole("region", { name: "Files of this visit" });
    const item = list.getByRole("listitem").filter({ hasText: "notes.txt" });
    await item.getByText(/skipped:|failed/).waitFor();
  });
}

export async function overview({ check }, { page, url }) {
  await check("the overview lists principals, and sorts by pointer and keyboard", async () => {
    await page.goto(url);
    const table = page.getByRole("table", { name: /Actions granted/ });
    await table.waitFor();
    assert.equal(await table.getByRole("row").count(), 5);
    const names = async () => (await table.getByRole("rowheader").allInnerTexts()).map((name) => name.split("\n")[0]);
    await table.getByRole("button", { name: "Principal" }).click();
    assert.deepEqual(await names(), ["ci-runner", "deploy", "order-service", "report-reader"]);
    assert.equal(await table.getByRole("columnheader", { name: "Principal" }).getAttribute("aria-sort"), "ascending");
    await table.getByRole("button", { name: "Principal" }).press("Enter");
    assert.deepEqual(await names(), ["report-reader", "order-service", "deploy", "ci-runner"]);
    await page.getByRole("searchbox", { name: "Filter principals" }).fill("order");
    assert.deepEqual(await names(), ["order-service"]);
  });
}
