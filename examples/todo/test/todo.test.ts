import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildTodo } from "../demo/build-todo.ts";
import { type Item, type OpenTodo, openTodo } from "../demo/open-todo.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

describe("the todo list on LMDB", { timeout: 60_000 }, () => {
  let component: Uint8Array;
  let folder: string;
  let open: OpenTodo;
  let now: number;

  beforeAll(async () => {
    component = await buildTodo();
  }, 120_000);

  beforeEach(async () => {
    now = Date.UTC(2030, 0, 1);
    folder = mkdtempSync(join(tmpdir(), "airssys-todo-"));
    open = await openTodo(component, folder, () => now);
  });

  afterEach(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });

  async function restart(): Promise<void> {
    await open.close();
    open = await openTodo(component, folder, () => now);
  }

  const add = (title: string, due?: string, ...tags: string[]) => open.todo.call("todo.add", title, due, tags);
  const titles = async (items: Promise<Item[]>) => (await items).map(({ title }) => title);
  const undone = () => titles(open.todo.call("todo.all", false));
  const done = () => titles(open.todo.call("todo.all", true));

  it("finds items by status, by due date and by tag, also after a restart", async () => {
    const item = { id: 1, title: "plants", due: "2030-02-02", tags: ["home"], isDone: false };
    expect(await add("plants", "2030-02-02", "home", "home")).toEqual(item);
    await add("report", "2030-01-31", "work");
    await add("call", undefined, "home", "work");
    await open.todo.call("todo.complete", 2);
    await restart();
    expect(await open.todo.call("todo.all", false)).toEqual([item, expect.objectContaining({ id: 3 })]);
    expect(await done()).toEqual(["report"]);
    expect(await titles(open.todo.call("todo.tagged", "home"))).toEqual(["plants", "call"]);
    expect(await titles(open.todo.call("todo.dueBefore", "2030-03-01"))).toEqual(["plants"]);
    await open.todo.call("todo.reopen", 2);
    expect(await titles(open.todo.call("todo.dueBefore", "2030-03-01"))).toEqual(["report", "plants"]);
    expect(await titles(open.todo.call("todo.dueBefore", "2030-01-31"))).toEqual([]);
  });

  it("forgets what is done after a week, with its tags and to the last byte, unless it is reopened", async () => {
    await add("plants", "2030-02-02", "home");
    const { keyCount } = await open.todo.usage();
    await add("report", "2030-01-31", "home", "work");
    await open.todo.call("todo.complete", 1);
    await open.todo.call("todo.complete", 2);
    now += 6 * DAY_MS;
    await restart();
    expect(await done()).toEqual(["plants", "report"]);
    await open.todo.call("todo.reopen", 1);
    now += DAY_MS;
    expect(await done()).toEqual([]);
    expect(await undone()).toEqual(["plants"]);
    expect(await titles(open.todo.call("todo.tagged", "home"))).toEqual(["plants"]);
    expect((await open.todo.usage()).keyCount).toBe(keyCount);
  });

  it("removes an item from wherever it was found", async () => {
    await add("plants", "2030-02-02", "home");
    expect(await open.todo.call("todo.remove", 1)).toBe(true);
    expect(await open.todo.call("todo.remove", 1)).toBe(false);
    expect(await undone()).toEqual([]);
    expect((await open.todo.usage()).keyCount).toBe(1); // the counter of ids
  });

  it("keeps nothing of a call that fails, not even the id that it took", async () => {
    const refused = { code: "refused", payload: { tag: "invalid-argument", val: expect.stringContaining("31 May") } };
    await expect(add("report", "31 May")).rejects.toMatchObject(refused);
    await expect(add("x".repeat(1_100_000))).rejects.toMatchObject({ payload: { tag: "value-too-large" } });
    await expect(add("tag", undefined, "ok", "x".repeat(300))).rejects.toMatchObject({
      payload: { tag: "invalid-key" },
    });
    await expect(open.todo.call("todo.complete", 1)).rejects.toMatchObject({ payload: { tag: "key-not-found" } });
    expect((await open.todo.usage()).keyCount).toBe(0);
    await restart();
    expect(await add("plants")).toMatchObject({ id: 1 });
  });
});
