// The studio with a policy in YAML, and with texts that come from other systems.
import { assert } from "./checks.mjs";
import { write, written } from "./journey_studio.mjs";

const FAULTY = `Version: "2012-10-17"
Statement:
  - Sid: Orders
    Effect: Allow
    Action: [s3:PutObject, s3:GetObjct]
    Resource: arn:aws:s3:::größe-😀/*
  - Effect: Allow
    Action:
      - sqs:SendMesage # 😀 é
    Resource: "arn:aws:sqs:eu-central-1:123456789012:orders"
`;

export async function yaml({ check }, { page, url }) {
  const chosen = async (label) => {
    const option = page.locator(".cm-tooltip-autocomplete").getByRole("option", { name: label }).first();
    await option.waitFor();
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
  };

  await check("mistakes in YAML are underlined where they are", async () => {
    await page.goto(`${url}#/studio`);
    await write(page, FAULTY);
    for (const word of ["s3:GetObjct", "sqs:SendMesage"]) {
      const mark = page.locator(".cm-lintRange-error", { hasText: word });
      await mark.waitFor();
      assert.equal(await mark.innerText(), word);
    }
  });

  await check("a fix in YAML changes what it names and nothing else", async () => {
    await page.getByRole("listitem").filter({ hasText: "GetObjct" }).getByRole("button", { name: /^Fix/ }).click();
    await page.locator(".cm-lintRange-error", { hasText: "GetObjct" }).waitFor({ state: "detached" });
    assert.equal((await written(page)).trim(), FAULTY.replace("s3:GetObjct", '"s3:GetObject"').trim());
  });

  await check("YAML is completed: members, actions, resources, operators and keys", async () => {
    await write(page, 'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n');
    await page.keyboard.type("    Act");
    await chosen("Action");
    await page.keyboard.type("sqs:SendM");
    await chosen(/sqs:SendMessage/);
    await page.keyboard.type("\nRes");
    await chosen("Resource");
    await page.keyboard.press("Control+Space");
    await chosen(/^\*/);
    await page.keyboard.type("\nCondi");
    await chosen("Condition");
    await page.keyboard.type("\n  Str");
    await chosen(/StringEquals/);
    await page.keyboard.type("\n  aws:SourceAc");
    await chosen(/aws:SourceAccount/);
    await page.keyboard.type('"123456789012"');
    assert.equal(
      (await written(page)).replaceAll(/ +$/gm, ""),
      'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Action: sqs:SendMessage\n    Resource: "*"\n    Condition:\n      StringEquals:\n        aws:SourceAccount: "123456789012"',
    );
    await page.getByRole("tab", { name: "Explanation" }).click();
    await page.getByText(/^Allows/).waitFor();
  });

  await check("the key for a new line is no choice once a word is whole", async () => {
    await write(page, 'Version: "2012-10-17"\nStatement:\n  - Action: sqs:SendMessag');
    await page.keyboard.type("e");
    await page.waitForTimeout(400);
    await page.keyboard.press("Enter");
    await page.keyboard.type("x");
    assert.match(await written(page), /sqs:SendMessage\n +x$/);
  });

  await check("a word in YAML is explained under the pointer", async () => {
    await write(page, FAULTY);
    await page.mouse.move(5, 5);
    await page.locator(".cm-line").getByText("s3:PutObject").first().hover({ position: { x: 8, y: 6 } });
    await page.locator(".cm-tooltip").waitFor();
    await page.mouse.move(5, 5);
  });

  await check("and at the cursor, by a key", async () => {
    await page.getByRole("textbox", { name: "Policy document" }).focus();
    await page.keyboard.press("Control+Home");
    for (let line = 1; line < 5; line += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    for (let letter = 0; letter < 14; letter += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("F1");
    await page.locator(".cm-tooltip [role=status]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".cm-tooltip").waitFor({ state: "detached" });
  });

  await check("a file with tabs, another system's line ends and letters of four bytes is marked where it is wrong", async () => {
    const text = '{\r\n\t"Version": "2012-10-17",\r\n\t"Statement": [{\r\n\t\t"Sid": "𝒜😀é", "Effect": "Allow",\r\n\t\t"Action": "s3:PutObjct", "Resource": "*"\r\n\t}]\r\n}\r\n';
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open…" }).click();
    await (await chooser).setFiles({ name: "windows.json", mimeType: "application/json", buffer: Buffer.from(text) });
    const mark = page.locator(".cm-lintRange-error", { hasText: "PutObjct" });
    await mark.waitFor();
    assert.equal(await mark.innerText(), '"s3:PutObjct"');
    await page.locator(".cm-lintRange-error", { hasText: "😀" }).waitFor();
  });
}
