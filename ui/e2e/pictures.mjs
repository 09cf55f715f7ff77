// Pictures of the pages for the README.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { assert } from "./checks.mjs";
import { open, settled } from "./browser.mjs";
import { PAGES } from "./sweep.mjs";
import { write } from "./journey_studio.mjs";

const MOST = 200 * 1024;
const RISKY = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Deploy",
      "Effect": "Allow",
      "Action": ["lambda:UpdateFunctionCode", "iam:PassRole"],
      "Resource": "*"
    },
    {
      "Sid": "Artifacts",
      "Effect": "Allow",
      "Action": ["s3:GetObjct", "s3:PutObject"],
      "Resource": "arn:aws:s3:::artifacts-prod/*"
    }
  ]
}
`;

const PICTURES = [
  ["overview", "overview", {}],
  ["overview-dark", "overview", { theme: "dark" }],
  ["overview-phone", "overview", { width: 390 }],
  ["principal", "principal", { first: evidence }],
  ["studio", "studio", { first: risky }],
  ["catalogue", "service", {}],
];

async function evidence(page) {
  await page.locator(".diff").scrollIntoViewIfNeeded();
  await page.getByRole("button", { name: "dynamodb:GetItem" }).first().focus();
}

async function risky(page) {
  await write(page, RISKY);
  await page.locator(".cm-lintRange-error").first().waitFor();
  await page.keyboard.press("Control+Home");
}

export async function pictures({ check }, browser, url, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, of, { first, ...how }] of PICTURES) {
    await check(`picture ${name}`, async () => {
      const { page, close } = await open(browser, url, how);
      await page.goto(url + PAGES[of]);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await settled(page);
      await first?.(page);
      await page.waitForTimeout(400);
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      await close();
      assert.ok(statSync(path).size <= MOST, `${statSync(path).size} bytes`);
    });
  }
}
