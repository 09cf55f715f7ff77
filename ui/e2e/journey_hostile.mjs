// Names that would be markup if anybody took them for it.
import { assert } from "./checks.mjs";
import { settled } from "./browser.mjs";
import { write } from "./journey_studio.mjs";
import { HOSTILE, ORDER_SERVICE, hostileLog } from "./sample_logs.mjs";

export async function hostile({ check }, { page, url }) {
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const harmless = async () => {
    await settled(page);
    assert.deepEqual(asked, []);
    // The editor has empty pictures of its own around what it shows of odd letters.
    assert.equal(await page.locator("main img:not(.cm-widgetBuffer), main script, main b").count(), 0);
  };

  await check("a file's name is shown, not run", async () => {
    await page.goto(`${url}#/logs`);
    await page.getByLabel("Files to read").setInputFiles([hostileLog()]);
    await page.getByText("1 of 1 read").waitFor();
    await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
    await harmless();
  });

  await check("so are names of principals, buckets, services and actions", async () => {
    await page.goto(`${url}#/overview`);
    await page.getByRole("searchbox", { name: "Filter principals" }).fill("<img");
    await page.getByRole("rowheader").getByRole("link", { name: "<img src=x" }).click();
    await page.getByRole("heading", { level: 1, name: "<img src=x" }).waitFor();
    await settled(page);
    for (const kind of ["service", "action"]) {
      const closed = page.locator(`details:not([open]) > summary.${kind}`);
      while (await closed.count()) await closed.first().click();
    }
    await page.locator(".grounded").first().focus();
    await harmless();
    // What was drafted is what is exported, whatever the names.
    const draft = page.getByRole("region", { name: /Drafted policy/ });
    const [download] = await Promise.all([page.waitForEvent("download"), draft.getByRole("button", { name: "JSON", exact: true }).click()]);
    assert.doesNotMatch(download.suggestedFilename(), /[<>"/\\]/);
  });

  await check("and what stands in a policy, in findings, explanations and decisions", async () => {
    await page.goto(`${url}#/studio`);
    const action = `s3:${HOSTILE}`;
    await write(page, JSON.stringify({ Version: HOSTILE, Statement: [{ Sid: HOSTILE, Effect: "Allow", Action: [action, "s3:GetObject"], Resource: `arn:aws:s3:::${HOSTILE}` }] }, null, 2));
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.locator(".cm-lintRange-error").first().hover();
    await page.locator(".cm-tooltip").waitFor();
    await page.mouse.move(5, 5);
    for (const tab of ["Findings", "Explanation", "Simulate"]) {
      await page.getByRole("tab", { name: tab }).click();
      await harmless();
    }
    await page.getByLabel("Who", { exact: true }).fill(HOSTILE);
    await page.getByLabel("Where", { exact: true }).fill(HOSTILE);
    await page.getByRole("button", { name: "Decide" }).click();
    await page.locator(".decision, main [role=alert]").first().waitFor();
    await harmless();
  });

  await check("and addresses, whatever they name", async () => {
    for (const to of [`#/principal/${encodeURIComponent(HOSTILE)}`, `#/studio/${encodeURIComponent(HOSTILE)}`, `#/catalogue/${encodeURIComponent(HOSTILE)}/x`, `#/catalogue?search=${encodeURIComponent(HOSTILE)}`, `#/${encodeURIComponent(HOSTILE)}`, "#/principal", "#/%"]) {
      await page.goto(url + to);
      await page.reload();
      await page.getByRole("heading", { level: 1 }).waitFor();
      await harmless();
    }
    await page.goto(`${url}#/principal/${encodeURIComponent(ORDER_SERVICE)}`);
  });
}
