// Ways through the pages: links from elsewhere, back and forward, and where the keyboard is afterwards.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "./checks.mjs";
import { accessibility } from "./browser.mjs";
import { sampleLogs } from "./sample_logs.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.id);

export async function ways({ check }, { page, url }) {
  await check("a folder is read with all below it, and nothing that is hidden", async () => {
    const folder = mkdtempSync(join(tmpdir(), "leastwise-logs-"));
    const [one, two] = sampleLogs();
    for (const [path, bytes] of [["a/1.json", one.buffer], ["b/c/1.json", two.buffer], ["b/again.json", one.buffer], ["b/.DS_Store", "x"], ["b/cut.json", one.buffer.subarray(0, 900)], ["readme.txt", "no log"]]) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    await page.goto(`${url}#/logs`);
    await page.getByLabel("Folder to read").setInputFiles(folder);
    const list = page.getByRole("region", { name: "Files of this visit" });
    await list.getByText("4 of 5 read, 1 failed").waitFor();
    const item = (name) => list.getByRole("listitem").filter({ hasText: name });
    await item("b/c/1.json").getByText(/events? used/).waitFor();
    // Whichever of both was read first counts.
    assert.equal(await list.getByText("was counted before").count(), 1);
    await item("b/cut.json").getByText(/skipped:[\s\S]*unreadable 1/).waitFor();
    await item("readme.txt").getByText("failed").waitFor();
    assert.deepEqual(await accessibility(page), []);
    rmSync(folder, { recursive: true, force: true });
  });

  await check("each step leads to the page's content, by keyboard and back", async () => {
    await page.goto(`${url}#/catalogue`);
    const search = page.getByRole("searchbox", { name: "Search services and actions" });
    await search.pressSequentially("s3:getobjectt");
    const found = page.getByRole("link", { name: "s3:GetObjectTagging" });
    await found.press("Enter");
    await page.getByRole("heading", { level: 2, name: "s3:GetObjectTagging" }).waitFor();
    assert.equal(await focused(page), "main");
    await page.goBack();
    await found.waitFor();
    assert.equal(await search.inputValue(), "s3:getobjectt");
    await page.goForward();
    await page.getByRole("heading", { level: 2, name: "s3:GetObjectTagging" }).waitFor();
    await page.getByRole("link", { name: "s3:GetObjectTorrent" }).press("Enter");
    await page.getByRole("heading", { level: 2, name: "s3:GetObjectTorrent" }).waitFor();
    assert.equal(await focused(page), "main");
    assert.match(await page.title(), /^Catalogue/);
  });

  await check("a search for a service's actions finds them wherever they stand in the list", async () => {
    await page.goto(`${url}#/catalogue?search=${encodeURIComponent("sts:")}`);
    await page.reload();
    await page.getByRole("link", { name: "sts:GetCallerIdentity" }).waitFor();
    await page.getByRole("searchbox").fill("nosuch:Get");
    await page.getByText("There is no service “nosuch”.").waitFor();
  });

  await check("a saved policy that is not there is told", async () => {
    await page.goto(`${url}#/studio/no-such-policy`);
    await page.getByRole("alert").getByText("no-such-policy").waitFor();
  });

  await check("a decision says when it is one about another text", async () => {
    await page.goto(`${url}#/studio`);
    await page.getByRole("tab", { name: "Simulate" }).click();
    await page.getByRole("button", { name: "Decide" }).click();
    await page.locator(".decision").waitFor();
    await page.getByLabel("What", { exact: true }).fill("s3:DeleteObject");
    await page.getByText("has changed since").waitFor();
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("has changed since").waitFor({ state: "detached" });
  });

  await check("every version of a saved policy can be compared with", async () => {
    for (const action of ["s3:GetObject", "s3:PutObject"]) {
      const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] };
      assert.ok((await page.request.put(`${url}api/v1/policies/twice`, { data: { document } })).ok());
    }
    await page.goto(`${url}#/studio/twice`);
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("combobox", { name: "A saved policy" }).selectOption({ label: "twice, version 1" });
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByText("yes, shown by a request").first().waitFor();
  });
}
