import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Namespaces } from "@airssys/host";
import { describe, expect, it } from "vitest";
import { airssys, bytes, makeStore, stored, temporaryFolder, withNamespaces } from "./command-line.ts";

const DAY_SECONDS = 86_400;

describe("airssys set", () => {
  it.each([
    [["--as", "text"], "hello", "", "hello"],
    [["--as", "json"], '{"a":1}', "", '{"a":1}'],
    [["--as", "hex"], "6869", "", "hi"],
    [["--as", "base64"], "aGk=", "", "hi"],
    [[], "-", "from the input", "from the input"],
  ])("stores a value: %j %s", async (options, value, input, expected) => {
    const store = makeStore();
    expect(await airssys(["set", "app:new", "key", value, ...options, "--store", store], { input })).toMatchObject({
      code: 0,
      err: "",
    });
    expect(stored(store, "app:new", "key")).toBe(expected);
  });

  it("stores a file, with an expiry", async () => {
    const [store, folder] = [makeStore(), temporaryFolder()];
    writeFileSync(join(folder, "value"), "of a file");
    const { code } = await airssys([
      "set",
      "app:new",
      "key",
      "--file",
      join(folder, "value"),
      "--ttl",
      String(DAY_SECONDS),
      "--store",
      store,
    ]);
    expect(code).toBe(0);
    const entry = withNamespaces(store, (namespaces) => namespaces.open("app:new").getEntry("key"));
    expect(entry?.expiresAt).toBeGreaterThan(Date.now() + (DAY_SECONDS - 60) * 1_000);
  });

  it("stores nothing where the key is not as it has to be", async () => {
    const store = makeStore();
    const set = async (...args: string[]) => await airssys(["set", "app:shop", "a", "2", ...args, "--store", store]);
    expect(await set("--if-absent")).toMatchObject({ code: 3, err: "airssys: the key has version 1\n" });
    expect(await set("--if-version", "7")).toMatchObject({ code: 3 });
    expect(stored(store, "app:shop", "a")).toBe("1");
    expect(await set("--if-version", "1")).toMatchObject({ code: 0 });
    expect(stored(store, "app:shop", "a")).toBe("2");
  });

  it("says what it would store", async () => {
    const store = makeStore();
    const { code, err } = await airssys(["set", "app:shop", "a", "two", "--dry-run", "--store", store]);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'airssys: would store 3 bytes under "a" in app:shop, in place of 1 byte\n',
    });
    expect(stored(store, "app:shop", "a")).toBe("1");
  });

  it.each([
    [["--as", "json"], "{", "the value is no JSON"],
    [["--as", "hex"], "xy", "the value is not hexadecimal"],
    [["--as", "base64"], "aGk", "the value is not Base64"],
    [["--file", "x"], "y", "a value is missing"],
  ])("refuses a value that is not what it should be: %j %s", async (options, value, told) => {
    const { code, err } = await airssys(["set", "app:new", "key", value, ...options, "--store", makeStore()]);
    expect(code).toBe(2);
    expect(err).toContain(told);
  });

  it("keeps to the quota that is stored with the namespace", async () => {
    const store = makeStore();
    await airssys(["quota", "app:shop", "--bytes", "5", "--store", store]);
    const { code, err } = await airssys(["set", "app:shop", "long", "too long", "--store", store]);
    expect(code).toBe(1);
    expect(err).toContain("quota");
  });
});

describe("what destroys", () => {
  const ways: [string[], string, string][] = [
    [["delete", "component:notes", "plain"], "Remove 1 key of component:notes?", "plain"],
    [["delete", "component:notes", "--prefix", "users!"], "Remove 2 keys of component:notes?", "users!mu1"],
    [["remove", "component:notes"], "Remove component:notes with 5 keys of 98 B?", "plain"],
    [["move", "component:notes", "app:other"], "Move 5 keys of component:notes to app:other?", "plain"],
  ];
  it.each(ways)("is asked for, and done if the answer is yes: %j", async (args, question, key) => {
    const store = makeStore();
    const asked = await airssys([...args, "--store", store], { isTerminal: true, input: "n\n" });
    expect(asked).toMatchObject({ code: 130, err: `${question} [y/N] airssys: interrupted\n` });
    expect(stored(store, "component:notes", key)).toBeDefined();
    expect(await airssys([...args, "--store", store], { isTerminal: true, input: "y\n" })).toMatchObject({ code: 0 });
    expect(stored(store, "component:notes", key)).toBeUndefined();
  });

  it.each(ways)("is refused where nobody can answer, unless it is confirmed: %j", async (args, question, key) => {
    const store = makeStore();
    const { code, err } = await airssys([...args, "--store", store]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `airssys: ${question} Nobody can answer here: add --yes to do it\n`,
    });
    expect(stored(store, "component:notes", key)).toBeDefined();
    expect(await airssys([...args, "--yes", "--store", store])).toMatchObject({ code: 0 });
    expect(stored(store, "component:notes", key)).toBeUndefined();
  });

  it.each(ways)("changes nothing in a dry run: %j", async (args, _question, key) => {
    const store = makeStore();
    const { code, err } = await airssys([...args, "--dry-run", "--store", store]);
    expect(code).toBe(0);
    expect(err).toContain("would ");
    expect(stored(store, "component:notes", key)).toBeDefined();
  });
});

describe("airssys copy", () => {
  it("copies a namespace to another name, and to another store", async () => {
    const store = makeStore();
    const other = store.replace(/store$/, "other");
    expect(await airssys(["copy", "app:shop", "app:copy", "--store", store])).toMatchObject({ code: 0 });
    expect(await airssys(["copy", "app:shop", "--to", other, "--store", store])).toMatchObject({ code: 0 });
    expect([stored(store, "app:copy", "a"), stored(other, "app:shop", "a")]).toEqual(["1", "1"]);
    expect(await airssys(["copy", "app:shop", "app:copy", "--store", store])).toMatchObject({ code: 1 });
  });
});

describe("airssys export and import", () => {
  it("take a namespace out and put it in", async () => {
    const [store, file] = [makeStore(), join(temporaryFolder(), "notes.jsonl")];
    expect(await airssys(["export", "component:notes", "--out", file, "--store", store])).toMatchObject({
      code: 0,
      out: "",
    });
    const { out } = await airssys(["export", "component:notes", "--store", store]);
    expect(out).toBe(readFileSync(file, "utf8"));
    expect(await airssys(["import", "app:a", file, "--store", store])).toMatchObject({
      code: 0,
      err: "airssys: 5 lines stored in app:a\n",
    });
    const imported = await airssys(["import", "app:b", "--atomic", "--json", "--store", store], { input: out });
    expect(JSON.parse(imported.out)).toEqual({ namespace: "app:b", lines: 5 });
    for (const name of ["app:a", "app:b"]) expect((await airssys(["export", name, "--store", store])).out).toBe(out);
    expect(await airssys(["export", "app:shop", "--out", file, "--store", store])).toMatchObject({ code: 1 });
  });

  it("stores nothing more once it is interrupted", async () => {
    const world = { input: '{"key":"a","value":"MQ=="}\n', signal: AbortSignal.abort() };
    const { code, err } = await airssys(["import", "app:a", "--store", makeStore()], world);
    expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining("interrupted") });
  });

  it("says where to go on after a line that is wrong", async () => {
    const input = '{"key":"a","value":"MQ=="}\n{"key":"b","value":"?"}\n';
    const { code, err } = await airssys(["import", "app:a", "--store", makeStore()], { input });
    expect(code).toBe(1);
    expect(err).toMatch(/line 2: .*; go on with --skip-lines 1\n$/);
  });
});

describe("airssys quota", () => {
  it("prints, stores and removes a quota", async () => {
    const store = makeStore();
    const quota = async (...args: string[]) => (await airssys(["quota", "app:shop", ...args, "--store", store])).out;
    expect(await quota()).toBe("1.0 MB\n");
    expect(await quota("--bytes", "25MB", "--keys", "100")).toBe("25.0 MB, 100 keys\n");
    expect(JSON.parse(await quota("--json"))).toEqual({
      namespace: "app:shop",
      quota: { bytes: 25_000_000, keys: 100 },
    });
    expect(await quota("--none", "--dry-run")).toBe("would be: no quota\n");
    expect(await quota("--none")).toBe("no quota\n");
    expect(await quota()).toBe("no quota\n");
  });
});

describe("airssys sweep", () => {
  it("removes what has expired", async () => {
    const store = makeStore();
    const fill = (namespaces: Namespaces<"sync">) => {
      for (let index = 0; index < 5; index++)
        namespaces.open("app:a").set(`key${index}`, bytes("x"), index < 3 ? { ttlSeconds: 1 } : "never");
    };
    withNamespaces(store, fill, () => Date.now() - 10_000);
    expect(await airssys(["sweep", "--store", store])).toMatchObject({
      code: 0,
      err: "airssys: removed 3 expired keys\n",
    });
    expect(JSON.parse((await airssys(["sweep", "app:a", "--json", "--store", store])).out)).toEqual({
      namespace: "app:a",
      keys: 0,
    });
  });
});

describe("airssys backup and restore", () => {
  it("bring back a store, and one namespace", async () => {
    const store = makeStore();
    const place = join(temporaryFolder(), "backup");
    const { code, out } = await airssys(["backup", place, "--json", "--store", store]);
    expect({ code, ...JSON.parse(out) }).toEqual({ code: 0, path: place, bytes: expect.any(Number) });
    expect(await airssys(["backup", place, "--store", store])).toMatchObject({ code: 1 });
    await airssys(["set", "app:shop", "a", "changed", "--store", store]);
    await airssys(["set", "app:shop", "b", "new", "--store", store]);
    expect(await airssys(["restore", place, "app:shop", "--store", store])).toMatchObject({ code: 2 });
    expect(await airssys(["restore", place, "app:shop", "--yes", "--store", store])).toMatchObject({ code: 0 });
    expect([stored(store, "app:shop", "a"), stored(store, "app:shop", "b")]).toEqual(["1", undefined]);
    const fresh = `lmdb:${join(temporaryFolder(), "fresh")}`;
    expect(await airssys(["restore", place, "--dry-run", "--store", fresh])).toMatchObject({ code: 0 });
    expect(existsSync(fresh.slice("lmdb:".length))).toBe(false);
    expect(await airssys(["restore", place, "--store", fresh])).toMatchObject({
      code: 0,
      err: `airssys: 6 keys of 2 namespaces in ${fresh}\n`,
    });
    expect(stored(fresh, "component:notes", "plain")).toBe("some text");
    expect(await airssys(["restore", place, "--store", fresh])).toMatchObject({ code: 1 }); // it holds data
  });
});
