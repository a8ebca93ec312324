import { describe, expect, it } from "vitest";
import { airssys, bytes, makeStore, withNamespaces } from "./command-line.ts";

const json = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("airssys ls", () => {
  it("lists namespaces with their usage and quota", async () => {
    const { code, out, err } = await airssys(["ls", "--store", makeStore()]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(
      [
        "namespace        keys  bytes   quota   used  version  state",
        "app:shop            1    2 B  1.0 MB  0.0 %        1  open",
        "component:notes     5   98 B                       5  open",
        "",
      ].join("\n"),
    );
  });

  it("prints an object for each namespace, and only those with a prefix", async () => {
    const { out } = await airssys(["ls", "app:", "--json", "--store", makeStore()]);
    expect(json(out)).toEqual([
      { name: "app:shop", bytes: 2, keys: 1, version: 1, state: "open", quota: { bytes: 1_000_000 } },
    ]);
  });

  it("takes the store of AIRSSYS_STORE", async () => {
    const { out } = await airssys(["ls", "--json"], { env: { AIRSSYS_STORE: makeStore() } });
    expect(json(out)).toHaveLength(2);
  });
});

describe("airssys usage", () => {
  it("counts what components see", async () => {
    const store = makeStore();
    expect((await airssys(["usage", "app:shop", "--store", store])).out).toBe("1 key, 2 B of 1.0 MB\n");
    const { out } = await airssys(["usage", "component:notes", "--json", "--store", store]);
    expect(json(out)).toEqual([{ namespace: "component:notes", bytes: 98, keys: 5, quota: {} }]);
  });
});

describe("airssys keys", () => {
  it("prints keys with their meaning in collections", async () => {
    const { out } = await airssys(["keys", "component:notes", "--store", makeStore()]);
    expect(out).toBe(
      'bin\nplain\nusers!m byAge!"nc042000000000000!u1  (users.byAge[36] → "u1")\nusers!mu1  (users["u1"])\nvisits!n  (visits)\n',
    );
  });

  it("prints the collections that they belong to", async () => {
    const { out } = await airssys(["keys", "component:notes", "--collections", "--store", makeStore()]);
    expect(out).toBe("users: IndexedMap, 1 entry, index byAge\nvisits: Counter\n");
  });

  it.each([
    [["--prefix", "p"], ["plain"]],
    [
      ["--start", "plain", "--end", "users!mu1"],
      ["plain", 'users!m byAge!"nc042000000000000!u1'],
    ],
    [["--limit", "1", "--reverse"], ["visits!n"]],
  ])("takes a range: %j", async (range, keys) => {
    const { out } = await airssys(["keys", "component:notes", "--json", ...range, "--store", makeStore()]);
    expect(json(out).map((each) => (each as { key: string }).key)).toEqual(keys);
  });

  it("goes through more keys than a page has", async () => {
    const store = makeStore((namespaces) =>
      namespaces.open("app:many").transaction((transaction) => {
        for (let index = 0; index < 1_234; index++) transaction.set(`key/${index}`, bytes("x"));
      }),
    );
    const { out } = await airssys(["keys", "app:many", "--store", store]);
    expect(out.split("\n")).toHaveLength(1_235);
  });
});

describe("airssys scan", () => {
  it("prints entries in a table that fits the terminal", async () => {
    const { out } = await airssys(["scan", "component:notes", "--store", makeStore()], { columns: 60 });
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(lines[1]).toMatch(/^bin +5 +4 B +bytes +ff 00 1b 5b$/);
  });

  it("prints an object for each entry, with its bytes", async () => {
    const { out } = await airssys([
      "scan",
      "component:notes",
      "--prefix",
      "users!mu",
      "--json",
      "--store",
      makeStore(),
    ]);
    expect(json(out)).toEqual([
      {
        key: "users!mu1",
        version: 1,
        bytes: 23,
        kind: "json",
        text: '{\n  "name": "Ada",\n  "age": 36\n}',
        value: Buffer.from('{"name":"Ada","age":36}').toString("base64"),
      },
    ]);
  });
});

describe("airssys get", () => {
  it("prints a value as what it is", async () => {
    const store = makeStore();
    const get = async (...args: string[]) => (await airssys(["get", "component:notes", ...args, "--store", store])).out;
    expect(await get("users!mu1")).toBe('{\n  "name": "Ada",\n  "age": 36\n}\n');
    expect(await get("plain")).toBe("some text\n");
    expect(await get("bin")).toBe("ff 00 1b 5b\n");
    expect(await get("plain", "--details")).toBe(
      "kind     text\nbytes    9 B\nversion  4\nexpires  never\n\nsome text\n",
    );
    expect(JSON.parse(await get("bin", "--json"))).toMatchObject({
      namespace: "component:notes",
      kind: "bytes",
      value: "/wAbWw==",
    });
  });

  it("says by which key a value was sealed", async () => {
    const sealed = Uint8Array.of(1, 2, 0, 0, 0, 7, ...new Uint8Array(12 + 5 + 16));
    const store = makeStore((namespaces) => namespaces.open("app:a").set("letter", sealed));
    expect((await airssys(["get", "app:a", "letter", "--store", store])).out).toContain("key 7");
  });

  it("writes raw bytes to a file or a program, and never to a terminal", async () => {
    const args = ["get", "component:notes", "bin", "--raw", "--store", makeStore()];
    expect((await airssys(args)).bytes).toEqual(Uint8Array.of(0xff, 0, 0x1b, 0x5b));
    const refused = await airssys(args, { isTerminal: true });
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("> FILE");
  });
});

describe("what is not there", () => {
  it.each([
    [["get", "component:notes", "nope"], 'airssys: component:notes has no key "nope"\n'],
    [["get", "component:nope", "a"], "airssys: there is no namespace component:nope\n"],
    [["keys", "component:note"], "airssys: there is no namespace component:note\n"],
    [["delete", "component:notes", "nope", "--yes"], "airssys: component:notes has no such key\n"],
    [["remove", "app:nope", "--yes"], "airssys: there is no namespace app:nope\n"],
  ])("ends with 3, and a line that says so: %j", async (args, err) => {
    expect(await airssys([...args, "--store", makeStore()])).toMatchObject({ code: 3, out: "", err });
  });

  it.each([
    ["ls"],
    ["get", "app:a", "b"],
    ["verify"],
    ["set", "app:a", "b", "c"],
    ["sweep"],
    ["remove", "app:a", "--yes"],
  ])("is no store that a command makes: %s", async (...args) => {
    const { existsSync } = await import("node:fs");
    const place = makeStore().replace(/store$/, "other");
    const { code, err } = await airssys([...args, "--store", place]);
    expect({ code, err }).toEqual({ code: 3, err: `airssys: there is no store at ${place}\n` });
    expect(existsSync(place.slice("lmdb:".length))).toBe(false);
  });

  it.each([
    [["get", "nope", "a"], "a namespace must be component:ID"],
    [["get"], "missing required argument"],
    [["frob"], "unknown command 'frob'"],
    [["ls", "--frob"], "unknown option '--frob'"],
    [["keys", "app:shop", "--limit", "0"], "It is a whole number from 1."],
    [["ls", "--store", "paper:./x"], "no engine is named"],
    [["get", "app:shop", "a\nb"], "must not contain control characters"],
    [[], "Usage: airssys"],
  ])("is wrong usage, which ends with 2: %j", async (args, told) => {
    const { code, err } = await airssys(args, { env: { AIRSSYS_STORE: makeStore() } });
    expect(code).toBe(2);
    expect(err).toContain(told);
  });
});

describe("a store that a program has open", () => {
  it("is read meanwhile, where the engine lets several processes in", async () => {
    const { out } = await airssys(["verify", "--json", "--store", makeStore()]);
    expect(json(out).map((each) => (each as { faults: unknown[] }).faults)).toEqual([[], []]);
  });

  it("is told to have been changed beside the record", async () => {
    const store = makeStore();
    const { openLmdb } = await import("@airssys/backend-lmdb");
    const backend = openLmdb({ path: store.slice("lmdb:".length) });
    backend.commit({ checks: [], writes: [{ type: "delete", key: bytes("component:notes:plain") }] });
    backend.close();
    const { code, out, err } = await airssys(["verify", "--store", store]);
    expect(code).toBe(1);
    expect(out).toMatch(/component:notes +4 +84 B +open +2 faults/);
    expect(out).toContain("5 keys are recorded, 4 are there");
    expect(err).toBe("airssys: 1 namespace of 2 not as recorded\n");
    expect(withNamespaces(store, (namespaces) => namespaces.open("app:shop").verify().faults)).toEqual([]);
  });
});
