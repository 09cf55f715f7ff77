// Serves DynamoDB by dynalite. Prints its port, then serves until its standard input ends; then prints how many calls came in.
const dynalite = require("dynalite");

const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
let calls = 0;
server.on("request", () => calls++);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => {
  console.log(calls, 0);
  process.exit();
});
