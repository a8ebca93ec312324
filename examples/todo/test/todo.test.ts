import "@airssys/testing/vitest";
import { createHarness, type Harness, type Instance } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Item, TodoExports } from "../demo/open-todo.ts";

describe.each(["mock", "memory", "lmdb"] as const)("the todo list, %s", (mode) => {
  let harness: Harness<TodoExports>;
  let todo: Instance<TodoExports>;

  beforeEach(async () => {
    harness = await createHarness<TodoExports>({
      entry: new URL("../src/todo.ts", import.meta.url),
      mode,
      conditions: ["@airssys/source"],
      cacheFolder: new URL("../../../.cache", import.meta.url),
    });
    todo = await harness.start();
  });

  afterEach(() => harness.close());

  const add = (title: string, due?: string, ...tags: string[]) => todo.call("todo.add", title, due, tags);
  const titles = async (items: Promise<Item[]>) => (await items).map(({ title }) => title);
  const undone = () => titles(todo.call("todo.all", false));
  const done = () => titles(todo.call("todo.all", true));
  const dueBefore = (day: string) => titles(todo.call("todo.dueBefore", day));
  const tagged = (tag: string) => titles(todo.call("todo.tagged", tag));

  it("finds items by status, by due date and by tag, also after a restart", async () => {
    const item = { id: 1, title: "plants", due: "2030-02-02", tags: ["home"], isDone: false };
    expect(await add("plants", "2030-02-02", "home", "home")).toEqual(item);
    await add("report", "2030-01-31", "work");
    await add("call", undefined, "home", "work");
    await todo.call("todo.complete", 2);
    await harness.restart();
    expect(await todo.call("todo.all", false)).toEqual([item, expect.objectContaining({ id: 3 })]);
    expect(await done()).toEqual(["report"]);
    expect(await tagged("home")).toEqual(["plants", "call"]);
    expect(await dueBefore("2030-03-01")).toEqual(["plants"]);
    await todo.call("todo.reopen", 2);
    expect(await dueBefore("2030-03-01")).toEqual(["report", "plants"]);
    expect(await dueBefore("2030-01-31")).toEqual([]);
  });

  it("forgets what is done after a week, with its tags and to the last byte, unless it is reopened", async () => {
    await add("plants", "2030-02-02", "home");
    const usage = await harness.usage("todo");
    await add("report", "2030-01-31", "home", "work");
    await todo.call("todo.complete", 1);
    await todo.call("todo.complete", 2);
    harness.clock.advance("6 days");
    await harness.restart();
    expect(await done()).toEqual(["plants", "report"]);
    await todo.call("todo.reopen", 1);
    harness.clock.advance("1 day");
    expect(await done()).toEqual([]);
    expect(await undone()).toEqual(["plants"]);
    expect(await tagged("home")).toEqual(["plants"]);
    await expect(harness).toHaveUsage("todo", usage);
  });

  it("removes an item from wherever it was found", async () => {
    await add("plants", "2030-02-02", "home");
    expect(await todo.call("todo.remove", 1)).toBe(true);
    expect(await todo.call("todo.remove", 1)).toBe(false);
    expect(await undone()).toEqual([]);
    expect(await harness.snapshot("todo")).toEqual({ "ids!n": 1 });
  });

  it("keeps nothing of a call that fails, not even the id that it took", async () => {
    const tooLong = "x".repeat(300);
    await expect(add("report", "31 May")).toBeRefused({
      tag: "invalid-argument",
      val: expect.stringContaining("31 May"),
    });
    await expect(add("x".repeat(1_100_000))).toBeRefused({ tag: "value-too-large" });
    await expect(add("tag", undefined, "ok", tooLong)).toBeRefused({ tag: "invalid-key" });
    await expect(todo.call("todo.complete", 1)).toBeRefused({ tag: "key-not-found" });
    await expect(harness).toHaveUsage("todo", { keyCount: 0 });
    await harness.restart();
    expect(await add("plants")).toMatchObject({ id: 1 });
  });

  it("stores an item once, and under everything by which it is found a key of no value", async () => {
    await add("plants", "2030-02-02", "home");
    expect(await harness.snapshot("todo")).toMatchInlineSnapshot(`
      {
        "ids!n": 1,
        "items!m byDue!2030-02-02!"nbff0000000000000": "",
        "items!m byStatus!"f!"nbff0000000000000": "",
        "items!m"nbff0000000000000": {
          "due": "2030-02-02",
          "id": 1,
          "isDone": false,
          "tags": [
            "home",
          ],
          "title": "plants",
        },
        "tags!uhome!s"nbff0000000000000": "",
      }
    `);
  });

  it("finds what is due without looking at anything else", async () => {
    for (const day of ["2030-02-03", "2030-02-02", "2030-02-01"]) await add(day, day);
    harness.operations.clear();
    expect(await dueBefore("2030-02-03")).toEqual(["2030-02-01", "2030-02-02"]);
    expect(harness.operations.names()).toMatchInlineSnapshot(`
      [
        "storage-range",
        "storage-get-many",
      ]
    `);
  });

  it("has an item as it was when the disk is full, and takes the change later", async () => {
    await add("plants", "2030-02-02", "home");
    const before = await harness.snapshot("todo");
    harness.faults.fullDisk();
    await expect(todo.call("todo.complete", 1)).toFailAs("not-committed");
    expect(await harness.snapshot("todo")).toEqual(before);
    expect(await dueBefore("2030-03-01")).toEqual(["plants"]);
    harness.faults.heal();
    await todo.call("todo.complete", 1);
    expect(await dueBefore("2030-03-01")).toEqual([]);
  });

  it("has an item as it was, wherever the program ends while it is changed", async () => {
    await add("plants", "2030-02-02", "home");
    const before = await harness.snapshot("todo");
    for (const operations of [1, 2, 3, 4]) {
      harness.crashAfter(operations);
      await expect(todo.call("todo.complete", 1)).toFailAs("crashed");
      expect(await harness.snapshot("todo")).toEqual(before);
    }
    await todo.call("todo.complete", 1);
    expect(await done()).toEqual(["plants"]);
  });
});
