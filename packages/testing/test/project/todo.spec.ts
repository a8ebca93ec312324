import { createHarness } from "@airssys/testing";
import { expect, it } from "vitest";
import { todo } from "./src/todo.ts";

const open = () =>
  createHarness({
    entry: new URL("./src/todo.ts", import.meta.url),
    wit: new URL("./todo.wit", import.meta.url),
    manifest: '[component]\nid = "todo"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
    conditions: ["@airssys/source"],
    mode: "mock",
  });

it("adds", async () => {
  await using harness = await open();
  const todo = await harness.start();
  expect(await todo.call("todo.add", "plants")).toBe(1);
  expect(await todo.call("todo.add", "stones")).toBe(2);
  await expect(todo.call("todo.refuse", "stones")).rejects.toMatchObject({ code: "refused", payload: "stones" });
});

it("is a module like any other, as long as it needs no storage", () => {
  expect(() => todo.refuse("text")).toThrow("text");
  expect(() => todo.add("text")).toThrow(
    '"storageGet" of airssys:wasm/storage@0.1.0 was called outside of any component',
  );
});

it("fails", async () => {
  await using harness = await open();
  const todo = await harness.start();
  await todo.call("todo.fail", "me");
});
