// More principals than a page shows at once, and one that may do everything.
import { assert } from "./checks.mjs";
import { accessibility } from "./browser.mjs";
import { ORDER_SERVICE, manyPrincipals } from "./sample_logs.mjs";

const MANY = 1_203;

export async function many({ check }, { page, url }) {
  const table = page.getByRole("table", { name: /Actions granted/ });

  await check("every one of many principals counts, and can be reached", async () => {
    await page.goto(`${url}#/logs`);
    await page.getByLabel("Files to read").setInputFiles([manyPrincipals(MANY)]);
    await page.getByText("1 of 1 read").waitFor();
    await page.goto(`${url}#/overview`);
    await table.waitFor();
    assert.equal(await page.locator(".figures dd.big").first().innerText(), "1,203");
    assert.equal(await table.getByRole("row").count(), 26);
    await page.getByRole("searchbox", { name: "Filter principals" }).fill("worker-1202");
    assert.equal(await table.getByRole("row").count(), 2);
    await page.getByRole("searchbox", { name: "Filter principals" }).fill("");
    await page.getByRole("button", { name: "Show 200 more" }).press("Enter");
    assert.equal(await table.getByRole("row").count(), 226);
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal(await table.getByRole("row").count(), MANY + 1);
  });

  await check("a list that takes several answers is asked for to its end", async () => {
    let asked = 0;
    await page.route("**/api/v1/principals?*", async (route) => {
      const to = new URL(route.request().url());
      to.searchParams.set("limit", "500");
      asked += 1;
      await route.continue({ url: to.href });
    });
    await page.reload();
    await table.waitFor();
    assert.equal(await page.locator(".figures dd.big").first().innerText(), "1,203");
    assert.equal(asked, 3);
    await page.unroute("**/api/v1/principals?*");
  });

  await check("who may do everything is shown with all of it, listed or counted", async () => {
    const arn = ORDER_SERVICE.replace("order-service", "worker-7");
    const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    const saved = await page.request.put(`${url}api/v1/policies/all`, { data: { document: policy, principal: arn } });
    assert.ok(saved.ok(), await saved.text());
    await page.goto(`${url}#/principal/${encodeURIComponent(arn)}`);
    const tree = page.getByRole("region", { name: "Services, actions and resources" });
    // What it uses comes first, with all that it may do there.
    const first = tree.locator("summary.service").first();
    assert.match(await first.innerText(), /sqs[\s\S]*1 used, \d+ unused/);
    await tree.getByText(/\d+ services without use/).click();
    await tree.locator("summary.service", { hasText: "workspaces" }).getByText("more granted").first().waitFor();
    assert.equal(await tree.locator(".action").count(), 0);
    await first.press("Enter");
    await tree.getByText("sqs:DeleteQueue", { exact: true }).waitFor();
    assert.deepEqual(await accessibility(page), []);
  });
}
