// One principal: what it used, the policy that would do, and taking that home.
import { readFileSync } from "node:fs";
import { assert } from "./checks.mjs";
import { ORDER_SERVICE } from "./sample_logs.mjs";

export async function principal({ check }, { page, url }) {
  const tree = page.getByRole("region", { name: "Services, actions and resources" });
  const draft = page.getByRole("region", { name: /Drafted policy/ });

  await check("from the overview to a principal, by keyboard", async () => {
    await page.goto(url);
    await page.getByRole("rowheader").getByRole("link", { name: "order-service" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "order-service" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    await page.getByText("From first to last use, by service").waitFor();
    await page.getByRole("img", { name: /\d+ calls?, \d+ of them denied, on \d+ days/ }).locator("canvas").waitFor();
  });

  await check("services open to actions, and actions to resources", async () => {
    const service = tree.locator("summary.service", { hasText: "dynamodb" });
    if (!(await service.evaluate((summary) => summary.parentElement.open))) await service.press("Enter");
    await tree.locator("summary.action", { hasText: "dynamodb:GetItem" }).press("Enter");
    await tree.getByText("arn:aws:dynamodb:eu-central-1:123456789012:table/orders").first().waitFor();
  });

  await check("unused, denied and sensitive actions are told apart", async () => {
    await tree.getByRole("button", { name: "Unused" }).click();
    const closed = tree.locator("details:not([open]) > summary.service");
    while (await closed.count()) await closed.first().click();
    const unused = await tree.locator(".action").allInnerTexts();
    assert.ok(unused.some((text) => text.includes("s3:DeleteObject")), unused.join());
    assert.ok(unused.every((text) => text.includes("unused")), unused.join());
    await tree.getByRole("button", { name: "All" }).click();
  });

  await check("the draft stands beside the current policy, and its lines show their evidence", async () => {
    await draft.getByRole("columnheader", { name: "Current" }).waitFor();
    await draft.getByRole("button", { name: "dynamodb:PutItem" }).focus();
    const evidence = draft.getByRole("complementary", { name: "Evidence" });
    await evidence.getByText(/dynamodb.amazonaws.com:PutItem/).waitFor();
    await draft.getByRole("button", { name: "kms:Decrypt" }).hover();
    await evidence.getByText(/kms.amazonaws.com:Decrypt/).waitFor();
  });

  for (const [language, holds] of [
    ["JSON", '"dynamodb:PutItem"'],
    ["Terraform", "aws_iam_policy"],
    ["CloudFormation", "AWS::IAM::"],
  ]) {
    await check(`the draft is exported as ${language}`, async () => {
      const [download] = await Promise.all([page.waitForEvent("download"), draft.getByRole("button", { name: language, exact: true }).click()]);
      assert.ok(readFileSync(await download.path(), "utf8").includes(holds));
    });
  }

  await check("the draft opens in the studio, and the checks find no error in it", async () => {
    await draft.getByRole("button", { name: "Open in the studio" }).click();
    await page.locator(".cm-line").getByText("dynamodb:PutItem").waitFor();
    await page.getByRole("tab", { name: /Findings \d+/ }).waitFor();
    assert.equal(await page.locator(".badge.red").count(), 0);
  });
}

export async function unknownPrincipal({ check }, { page, url }) {
  await check("a principal that nobody knows is told so", async () => {
    await page.goto(`${url}#/principal/${encodeURIComponent(ORDER_SERVICE.replace("order", "no"))}`);
    await page.getByRole("alert").waitFor();
  });
}
