// Runs checks one after another, and counts.
import assert from "node:assert/strict";

export { assert };

/** One check may take so long. */
const LIMIT = 60_000;

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("it does not end")), LIMIT).unref());
}

export class Checks {
  passed = 0;
  failed = [];

  async check(name, body) {
    try {
      await Promise.race([body(), late()]);
      this.passed += 1;
      console.log(`passed  ${name}`);
    } catch (error) {
      this.failed.push(name);
      console.log(`FAILED  ${name}\n        ${String(error?.message ?? error).replaceAll("\n", "\n        ").slice(0, 1800)}`);
    }
  }

  end() {
    console.log(`${this.passed + this.failed.length} tried, ${this.failed.length} failed`);
    return this.failed.length === 0 && this.passed > 0;
  }
}
