// A policy in the making: findings, fixes, words, decisions, comparisons, and saving.
import { assert } from "./checks.mjs";
import { ORDER_SERVICE } from "./sample_logs.mjs";

// The name before the mistake takes more bytes than characters, so an offset taken for the other misses its place.
const FAULTY = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Orders", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::bücher-😀-prod/*" },
    { "Effect": "Allow", "Action": ["s3:GetObjct", "s3:PutObject"], "Resource": "arn:aws:s3:::orders-prod/*" }
  ]
}
`;

const CURRENT = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Storage", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "iam:PassRole"], "Resource": "*" },
    { "Sid": "Tables", "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:DeleteTable"], "Resource": "arn:aws:dynamodb:eu-central-1:123456789012:table/orders" }
  ]
}
`;

export async function write(page, text, label = "Policy document") {
  const editor = page.getByRole("textbox", { name: label });
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

export const written = (page) => page.getByRole("textbox", { name: "Policy document" }).evaluate((content) => [...content.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));

export async function studio({ check }, { page, url }) {
  await check("mistakes are underlined where they are, behind characters of several bytes", async () => {
    await page.goto(`${url}#/studio`);
    await write(page, FAULTY);
    const mark = page.locator(".cm-lintRange-error", { hasText: "GetObjct" });
    await mark.waitFor();
    assert.equal(await mark.innerText(), '"s3:GetObjct"');
    await page.getByRole("listitem").filter({ hasText: "invalid-action" }).waitFor();
  });

  await check("a fix changes what it names and nothing else", async () => {
    await page.getByRole("listitem").filter({ hasText: "invalid-action" }).getByRole("button", { name: /^Fix/ }).click();
    await page.locator(".cm-lintRange-error", { hasText: "GetObjct" }).waitFor({ state: "detached" });
    assert.equal((await written(page)).trim(), FAULTY.replace("GetObjct", "GetObject").trim());
  });

  await check("actions are completed from the catalogue", async () => {
    await write(page, '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:"}]}');
    await page.keyboard.press("Control+End");
    for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.type("SendM");
    const option = page.getByRole("option", { name: /sqs:SendMessage/ });
    await option.waitFor();
    // The editor takes no answer that comes as fast as the question.
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
    assert.match(await written(page), /"Action": "sqs:SendMessage"/);
  });

  await check("a word under the pointer is explained", async () => {
    await page.mouse.move(5, 5);
    await page.locator(".cm-line").getByText("sqs:SendMessage").hover();
    await page.locator(".cm-tooltip .title", { hasText: "sqs:SendMessage" }).waitFor();
    await page.mouse.move(5, 5);
  });

  await check("the editor is no trap for the keyboard", async () => {
    await page.getByRole("textbox", { name: "Policy document" }).focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "tab");
  });

  await check("the policy is explained in words", async () => {
    await write(page, CURRENT);
    await page.getByRole("tab", { name: "Explanation" }).click();
    await page.getByText(/Allows \d+ actions of 3 services/).waitFor();
    await page.getByRole("heading", { name: /Storage/ }).waitFor();
  });

  await check("a request is decided, with the chain of reasons", async () => {
    await page.getByRole("tab", { name: "Explanation" }).press("ArrowRight");
    await page.getByLabel("What", { exact: true }).fill("dynamodb:GetItem");
    await page.getByLabel("Where", { exact: true }).fill("arn:aws:dynamodb:eu-central-1:123456789012:table/orders");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("allowed", { exact: true }).waitFor();
    await page.getByLabel("Where", { exact: true }).fill("arn:aws:dynamodb:eu-central-1:123456789012:table/other");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("implicitly denied").waitFor();
    await page.locator(".layer").getByText(/is not among its resources/).first().waitFor();
  });
}

export async function comparison({ check }, { page }) {
  await check("two policies are compared, and the witness can be decided", async () => {
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("button", { name: "As it is now" }).click();
    await write(page, CURRENT.replace('"s3:DeleteObject", ', "").replace("dynamodb:GetItem", "dynamodb:UpdateItem"));
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByText("yes, shown by a request").first().waitFor();
    const region = page.getByRole("listitem").filter({ hasText: "+ new" });
    assert.match(await region.first().innerText(), /dynamodb:UpdateItem/);
    await region.first().getByRole("button", { name: "Simulate it" }).click();
    assert.equal(await page.getByLabel("What", { exact: true }).inputValue(), "dynamodb:UpdateItem");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("allowed", { exact: true }).waitFor();
  });

  await check("that nothing was added is proved", async () => {
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.getByRole("button", { name: "As it is now" }).click();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByText("none: proved over all requests").first().waitFor();
    assert.equal(await page.getByText("none: proved over all requests").count(), 2);
  });
}

export async function saving({ check }, { page, url }) {
  await check("a policy is saved as what a principal is granted", async () => {
    await page.goto(`${url}#/studio`);
    await write(page, CURRENT);
    await page.getByRole("button", { name: "Save…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("order-service");
    await dialog.getByLabel(/Current policy of/).fill(ORDER_SERVICE);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.goto(`${url}#/overview`);
    const findings = page.getByRole("region", { name: "Findings in saved policies" });
    await findings.getByText(/findings? in 1 policy/).waitFor();
    await findings.getByText("high", { exact: true }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "order-service" });
    await row.getByRole("img", { name: /of \d+ granted/ }).waitFor();
  });

  await check("a saved policy opens again", async () => {
    await page.getByRole("region", { name: "Findings in saved policies" }).getByRole("link", { name: "order-service" }).click();
    await page.locator(".cm-line").getByText("DeleteTable").waitFor();
  });
}
