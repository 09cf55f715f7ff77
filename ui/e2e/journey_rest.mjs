// The catalogue, the theme, and the token.
import { assert } from "./checks.mjs";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";

export async function catalogue({ check }, { page, url }) {
  await check("the catalogue is searched, and an action looked up", async () => {
    await page.goto(`${url}#/catalogue`);
    await page.getByRole("link", { name: /Amazon SQS/ }).waitFor();
    await page.getByRole("searchbox").fill("s3:GetObjectT");
    await page.getByRole("link", { name: "s3:GetObjectTagging" }).click();
    await page.getByRole("region", { name: "s3:GetObjectTagging" }).getByText("arn:${Partition}:s3:::${BucketName}/${ObjectName}").waitFor();
    await page.getByRole("tab", { name: /Condition keys/ }).click();
    await page.getByText("s3:ExistingObjectTag/<key>").or(page.getByText(/s3:ExistingObjectTag/)).first().waitFor();
  });
}

export async function theme({ check }, { page, url }) {
  await check("the theme that was chosen stays", async () => {
    await page.goto(url);
    const now = () => page.evaluate(() => document.documentElement.dataset.theme);
    const before = await now();
    await page.getByRole("button", { name: /theme/ }).click();
    assert.notEqual(await now(), before);
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.notEqual(await now(), before);
    await page.getByRole("button", { name: /theme/ }).click();
  });
}

export async function token({ check }, binary) {
  await check("a token is asked for once, and kept for the visit", async () => {
    const server = await serve(binary, { token: "correct-horse-battery-staple" });
    const browser = await launch();
    try {
      const { page } = await open(browser, server.url);
      await page.goto(`${server.url}#/catalogue`);
      const dialog = page.getByRole("dialog");
      // Who puts it off is asked again.
      await dialog.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Try again" }).click();
      await dialog.getByLabel("Token").fill("wrong-token-wrong-token");
      await dialog.getByRole("button").click();
      await dialog.getByText("does not take").waitFor();
      await dialog.getByLabel("Token").fill("correct-horse-battery-staple");
      await dialog.getByRole("button").click();
      await page.getByRole("link", { name: /Amazon SQS/ }).waitFor();
      await page.reload();
      await page.getByRole("link", { name: /Amazon SQS/ }).waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0);
    } finally {
      await browser.close();
      await server.end();
    }
  });
}
