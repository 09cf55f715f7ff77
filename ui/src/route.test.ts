import { expect, test } from "vitest";
import { link, parsed } from "./route";

test("an ARN survives the address", () => {
  const arn = "arn:aws:iam::123456789012:role/path/ä b%";
  expect(parsed(link("principal", arn))).toEqual({ page: "principal", rest: [arn], search: "" });
});

test.each(["", "#", "#/", "#//"])("%j is the overview", (hash) => {
  expect(parsed(hash)).toEqual({ page: "overview", rest: [], search: "" });
});

test("what is badly encoded is taken as it is", () => {
  expect(parsed("#/catalogue/%E0%A4%A")).toEqual({ page: "catalogue", rest: ["%E0%A4%A"], search: "" });
});

test("what is searched for is no part of the path", () => {
  expect(parsed("#/catalogue?search=s3%3AGet%2A+%26")).toEqual({ page: "catalogue", rest: [], search: "s3:Get* &" });
});
