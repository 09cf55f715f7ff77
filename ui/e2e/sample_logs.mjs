// CloudTrail logs of a small account, the same each time.
const ACCOUNT = "123456789012";
const START = Date.UTC(2026, 8, 1, 8);
const DAYS = 30;

const ROLES = {
  "order-service": [
    ["s3", "GetObject", { bucketName: "orders-prod", key: "in/1.json" }],
    ["s3", "PutObject", { bucketName: "orders-prod", key: "out/1.json" }],
    ["dynamodb", "GetItem", { tableName: "orders" }],
    ["dynamodb", "PutItem", { tableName: "orders" }],
    ["sqs", "SendMessage", { queueUrl: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders` }],
    ["kms", "Decrypt", { keyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }],
  ],
  deploy: [
    ["lambda", "UpdateFunctionCode20150331v2", { functionName: "orders" }],
    ["iam", "CreateRole", { roleName: "orders-exec" }],
    ["cloudformation", "CreateChangeSet", { stackName: "orders", changeSetName: "next" }],
    ["ecs", "UpdateService", { cluster: "prod", service: "orders" }],
  ],
  "report-reader": [
    ["athena", "StartQueryExecution", { workGroup: "primary" }],
    ["glue", "GetTable", { databaseName: "sales", name: "orders" }],
    ["s3", "ListObjects", { bucketName: "reports" }],
  ],
  "ci-runner": [
    ["ecr", "PutImage", { repositoryName: "orders" }],
    ["ssm", "GetParameter", { name: "/ci/token" }],
    ["secretsmanager", "GetSecretValue", { secretId: "ci/npm" }],
  ],
};

export const ORDER_SERVICE = `arn:aws:iam::${ACCOUNT}:role/order-service`;

/** A file for each day, as CloudTrail's own files never span two. */
export function sampleLogs() {
  const files = [];
  const random = dice(7);
  let number = 0;
  for (let day = 0; day < DAYS; day += 1) {
    const records = [];
    for (const [role, calls] of Object.entries(ROLES)) {
      const busy = day % 7 < 5 ? 6 : 2;
      for (let times = random(busy); times > 0; times -= 1) {
        const call = calls[random(calls.length)];
        const at = START + day * 86_400_000 + random(700) * 60_000;
        number += 1;
        records.push(record(number, role, call, at, random(18) === 0));
      }
    }
    const name = `trail-${new Date(START + day * 86_400_000).toISOString().slice(0, 10)}.json`;
    files.push({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ Records: records })) });
  }
  return files;
}

function record(number, role, [service, name, parameters], at, denied) {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`;
  const issuer = { type: "Role", principalId: "AROAEXAMPLE", arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role };
  const action = `${service}:${name}`;
  return {
    eventVersion: "1.09",
    eventTime: new Date(at).toISOString().replace(".000Z", "Z"),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: "eu-central-1",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-sdk",
    ...(denied && { errorCode: "AccessDenied", errorMessage: `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action` }),
    requestParameters: parameters,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    eventType: "AwsApiCall",
    recipientAccountId: ACCOUNT,
    userIdentity: { type: "AssumedRole", principalId: "AROAEXAMPLE:session", arn, accountId: ACCOUNT, sessionContext: { sessionIssuer: issuer } },
  };
}

/** Numbers that look random and are not (a linear congruential generator). */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function file(name, records) {
  return { name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ Records: records })) };
}

/** One file in which so many roles make a call each. */
export function manyPrincipals(count) {
  const call = ["sqs", "SendMessage", { queueUrl: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders` }];
  return file("many.json", Array.from({ length: count }, (_, at) => record(at, `worker-${at}`, call, START + at * 1000, false)));
}

/** What nobody should be called, in every place where the pages show a name. */
export const HOSTILE = `<img src=x onerror=alert(1)>"'&{{7*7}}\u202e`;

export function hostileLog() {
  const call = ["s3", "GetObject", { bucketName: HOSTILE, key: `<script>alert(2)</script>/${HOSTILE}` }];
  const odd = ["<b>svc</b>", HOSTILE, {}];
  return { ...file("x.json", [record(900_001, HOSTILE, call, START, false), record(900_002, HOSTILE, odd, START, true)]), name: `${HOSTILE}.json` };
}
