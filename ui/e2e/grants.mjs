// What the principals of the sample are granted, so that there is drift to see.
const GRANTS = {
  deploy: {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Deploy", Effect: "Allow", Action: ["cloudformation:*", "ecs:UpdateService", "lambda:Update*"], Resource: "*" },
      { Sid: "Roles", Effect: "Allow", Action: ["iam:CreateRole", "iam:PassRole", "iam:AttachRolePolicy"], Resource: "*" },
    ],
  },
  "report-reader": {
    Version: "2012-10-17",
    Statement: [{ Sid: "Reports", Effect: "Allow", Action: ["athena:StartQueryExecution", "glue:Get*", "s3:List*"], Resource: "*" }],
  },
};

/** Saves them as current policies, as the studio does. */
export async function grant(url) {
  for (const [name, document] of Object.entries(GRANTS)) {
    const answer = await fetch(`${url}api/v1/policies/${name}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ document, principal: `arn:aws:iam::123456789012:role/${name}` }),
    });
    if (!answer.ok) throw new Error(`${name} is not saved: ${answer.status} ${await answer.text()}`);
  }
}
