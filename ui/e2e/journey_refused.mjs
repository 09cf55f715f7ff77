// What goes wrong between the pages and the server is told, can be tried again, and is never left to the console.
import { assert } from "./checks.mjs";
import { accessibility } from "./browser.mjs";
import { sampleLogs } from "./sample_logs.mjs";
import { PAGES } from "./sweep.mjs";

const API = "**/api/v1/**";
const WAYS = {
  "a server that is gone": [(route) => route.abort("connectionrefused"), /does not answer/],
  "a server that has too much to do": [
    (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ title: "busy", detail: "too many requests at a time", hint: "try again" }) }),
    /too many requests/,
  ],
  "a proxy that answers with a page": [(route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }), /answers 502/],
  "a page in place of data": [(route) => route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Sign in</h1>" }), /no JSON/],
};

export async function refused({ check }, { page, url }) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));

  for (const [what, [answer, said]] of Object.entries(WAYS)) {
    await check(`${what} is told on every page`, async () => {
      await page.route(API, answer);
      for (const name of ["overview", "principal", "studio", "logs", "catalogue"]) {
        await page.goto(url + PAGES[name]);
        await page.reload();
        await page.getByRole("alert").filter({ hasText: said }).first().waitFor();
      }
      await page.unroute(API);
      assert.deepEqual(errors.splice(0), []);
    });
  }

  await check("a part of the pages that does not come is no silence", async () => {
    // A chart takes several days of use.
    for (const { name, buffer } of sampleLogs().slice(0, 9)) {
      const sent = await page.request.post(`${url}api/v1/uploads?name=${name}`, { data: buffer, headers: { "content-type": "application/octet-stream" } });
      assert.ok(sent.ok(), await sent.text());
    }
    await page.goto(url + PAGES.principal);
    await page.reload();
    await page.locator(".days canvas").waitFor();
    await page.route("**/assets/{days,open}-*.js", (route) => route.abort());
    await page.reload();
    await page.getByText("The chart could not be fetched.").waitFor();
    await page.goto(url + PAGES.studio);
    await page.locator("textarea[aria-label='Policy document']").waitFor();
    await page.unroute("**/assets/{days,open}-*.js");
    assert.deepEqual(errors.splice(0), []);
  });

  await check("what failed is asked for again by a press", async () => {
    await page.route(API, WAYS["a server that is gone"][0]);
    await page.goto(`${url}#/catalogue`);
    await page.reload();
    const again = page.getByRole("button", { name: "Try again" });
    await again.waitFor();
    assert.deepEqual(await accessibility(page), []);
    await page.unroute(API);
    await again.press("Enter");
    await page.getByRole("link", { name: /Amazon SQS/ }).waitFor();
  });

  await check("buttons of the studio and files say what went wrong", async () => {
    await page.goto(`${url}#/studio`);
    await page.getByRole("tab", { name: "Simulate" }).click();
    await page.route(API, WAYS["a server that is gone"][0]);
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByRole("alert").getByText(/does not answer/).waitFor();
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("button", { name: "As it is now" }).click();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByRole("alert").getByText(/does not answer/).first().waitFor();
    await page.goto(`${url}#/logs`);
    await page.getByLabel("Files to read").setInputFiles([{ name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") }]);
    await page.getByRole("region", { name: "Files of this visit" }).getByText(/does not answer/).first().waitFor();
    await page.unroute(API);
    assert.deepEqual(errors.splice(0), []);
  });

  await check("an answer that comes late takes nothing away from what came after it", async () => {
    await page.goto(`${url}#/catalogue`);
    await page.getByRole("link", { name: /Amazon SQS/ }).waitFor();
    let first = true;
    await page.route("**/api/v1/query_service_actions", async (route) => {
      const late = first;
      first = false;
      if (late) await new Promise((go) => setTimeout(go, 1500));
      await route.continue().catch(() => {});
    });
    const search = page.getByRole("searchbox");
    await search.fill("sqs:");
    await page.waitForTimeout(400);
    await search.fill("sts:");
    await page.getByRole("link", { name: "sts:AssumeRole", exact: true }).waitFor();
    await page.waitForTimeout(1600);
    await page.getByRole("link", { name: "sts:AssumeRole", exact: true }).waitFor();
    await page.unroute("**/api/v1/query_service_actions");
  });
}
