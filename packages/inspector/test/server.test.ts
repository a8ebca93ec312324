import { request } from "node:http";
import { openMemory } from "@airssys/backend/memory";
import { type Namespaces, openStore } from "@airssys/host";
import { StorageError } from "@airssys/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WriteRequest } from "../src/api/answers.ts";
import { type Inspector, openInspector } from "../src/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const HOSTILE = `</script><img src=x onerror="alert(1)">'"&`;

let namespaces: Namespaces<"sync">;
let reader: Inspector;
let writer: Inspector;

beforeAll(async () => {
  namespaces = openStore({ backend: openMemory() });
  namespaces.open("app:shop").set("a/1", bytes('{"n":12345678901234567890}'));
  namespaces.open("app:shop").set("a/2", bytes("text"), { ttlSeconds: 3_600 });
  namespaces.open("app:shop").set(HOSTILE, bytes(HOSTILE));
  namespaces.open("app:shop").set("users!mu1", bytes('{"name":"Ada","__proto__":[1]}'));
  namespaces.setQuota("app:shop", { bytes: 1_000_000 });
  reader = await openInspector({ namespaces });
  writer = await openInspector({ namespaces, write: true });
});

afterAll(async () => {
  await Promise.all([reader, writer].map((each) => each?.close()));
});

const tokenOf = ({ url }: Inspector) => new URL(url).hash.replace("#token=", "");

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Unlike `fetch` it sends any header. */
function ask(
  inspector: Inspector,
  path: string,
  { method = "GET", headers = {}, body }: Asked = {},
): Promise<Answered> {
  const authorization = `Bearer ${tokenOf(inspector)}`;
  return new Promise((resolve, reject) => {
    const options = { port: inspector.port, host: "127.0.0.1", path, method, headers: { authorization, ...headers } };
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, headers: answered, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function json(inspector: Inspector, path: string): Promise<Record<string, unknown>> {
  const { status, text } = await ask(inspector, path);
  expect({ status, text }).toMatchObject({ status: 200 });
  return JSON.parse(text) as Record<string, unknown>;
}

const query = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();

function write(inspector: Inspector, body: Partial<WriteRequest>, headers: Record<string, string> = {}) {
  return ask(inspector, "/api/write", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("who may ask", () => {
  test("the address has 127.0.0.1, the port, and a token behind the #", () => {
    expect(reader.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    expect(reader.url).toContain(`:${reader.port}/`);
    expect(tokenOf(reader)).not.toBe(tokenOf(writer));
  });

  test.each([[""], ["Bearer "], ["Bearer wrong"], ["Basic eDp5"]])(
    "the token %j opens nothing",
    async (authorization) => {
      for (const path of ["/api/store", "/api/namespaces", "/api/changes", "/api/entry", "/api/write", "/api/other"]) {
        const { status, text } = await ask(reader, path, { headers: { authorization } });
        expect({ path, status }).toEqual({ path, status: 401 });
        expect(text).not.toContain("shop");
      }
    },
  );

  test("the token of another inspector opens nothing", async () => {
    const authorization = `Bearer ${tokenOf(writer)}`;
    expect((await ask(reader, "/api/store", { headers: { authorization } })).status).toBe(401);
  });

  test.each(["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", "[::1]"])(
    "another name than its own, %j, is refused even for files",
    async (host) => {
      for (const path of ["/", "/api/store"])
        expect((await ask(reader, path, { headers: { host } })).status).not.toBe(200);
    },
  );

  test("localhost is as good as 127.0.0.1", async () => {
    const host = `localhost:${reader.port}`;
    expect((await ask(reader, "/api/store", { headers: { host } })).status).toBe(200);
  });

  test.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("a page of another origin is refused, whatever it knows: %j", async (headers) => {
    expect((await ask(reader, "/api/store", { headers })).status).toBe(403);
    const body = { namespace: "app:shop", key: "evil", version: null, value: null, expiresAt: null };
    expect((await write(writer, body, headers)).status).toBe(403);
  });

  test("its own page is answered", async () => {
    const headers = { origin: `http://127.0.0.1:${reader.port}`, "sec-fetch-site": "same-origin" };
    expect((await ask(reader, "/api/store", { headers })).status).toBe(200);
  });
});

describe("what is answered to everybody", () => {
  test.each(["/", "/api/store", "/nothing", "/api/nothing"])(
    "%s has the headers that keep a page to itself",
    async (path) => {
      const { headers } = await ask(reader, path, path === "/api/store" ? { headers: { authorization: "" } } : {});
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|data:|\*/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "x-frame-options": "DENY",
      });
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    },
  );

  test("the page has no inline script or style, and nothing of elsewhere", async () => {
    const { text } = await ask(reader, "/");
    expect(text).toContain("<title>airssys inspector</title>");
    expect(text).not.toMatch(/<script(?![^>]*\bsrc="\/)|<style|\bstyle=|\bon\w+=|https?:/);
    for (const [, path = ""] of text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const file = await ask(reader, path);
      expect(file.status).toBe(200);
      expect(file.headers["content-type"]).toMatch(/^(text\/javascript|text\/css|image\/svg\+xml)/);
    }
  });

  test.each(["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/stamp", "/assets", "//etc/passwd"])(
    "%s leads to no file",
    async (path) => {
      const { status, text } = await ask(reader, path);
      expect(status).toBe(404);
      expect(text).not.toContain("@airssys");
    },
  );

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "%s is refused where there is nothing to write",
    async (method) => {
      expect((await ask(writer, "/", { method })).status).toBe(405);
      expect((await ask(writer, "/api/namespaces", { method })).status).toBe(404);
    },
  );
});

describe("what is read", () => {
  test("namespaces with what they use", async () => {
    const answer = await json(reader, "/api/namespaces");
    expect(answer).toMatchObject({
      namespaces: [{ name: "app:shop", keys: 4, state: "open", quotaBytes: 1_000_000, quotaKeys: null }],
      after: null,
    });
  });

  test("entries, page by page", async () => {
    const first = await json(reader, `/api/entries?${query({ namespace: "app:shop", limit: "2" })}`);
    expect(first).toMatchObject({
      entries: [{ key: HOSTILE, summary: HOSTILE, kind: "text" }, { key: "a/1" }],
      after: "a/1",
    });
    const second = await json(reader, `/api/entries?${query({ namespace: "app:shop", after: "a/1" })}`);
    expect(second).toMatchObject({ entries: [{ key: "a/2" }, { text: 'users["u1"]' }], after: null });
    const found = await json(reader, `/api/entries?${query({ namespace: "app:shop", prefix: "a/", last: "a/1" })}`);
    expect(found).toMatchObject({ entries: [{ key: "a/1", summary: '{"n": 12345678901234567890}' }] });
  });

  test("the members of JSON, exactly", async () => {
    const asked = query({ namespace: "app:shop", fields: "yes" });
    const { entries } = (await json(reader, `/api/entries?${asked}`)) as {
      entries: { fields?: Record<string, string> }[];
    };
    expect(entries.map(({ fields }) => fields && Object.entries(fields))).toEqual([
      undefined,
      [["n", "12345678901234567890"]],
      undefined,
      [
        ["name", '"Ada"'],
        ["__proto__", "[1]"],
      ],
    ]);
  });

  test("one entry with its value, version and expiry; null where there is none", async () => {
    const entry = await json(reader, `/api/entry?${query({ namespace: "app:shop", key: "a/2" })}`);
    expect(entry).toMatchObject({ kind: "text", value: "text", bytes: 7, version: 2, edit: null });
    expect(entry.expiresAt).toBeGreaterThan(Date.now());
    expect(await json(reader, `/api/entry?${query({ namespace: "app:shop", key: "no" })}`)).toBeNull();
    expect(await json(writer, `/api/entry?${query({ namespace: "app:shop", key: "a/2" })}`)).toMatchObject({
      edit: { as: "text", text: "text" },
    });
  });

  test("collections", async () => {
    expect(await json(reader, `/api/collections?${query({ namespace: "app:shop" })}`)).toMatchObject({
      collections: [{ name: "users", prefix: "users!m", text: "users: StorageMap, 1 entry" }],
      isPartial: false,
    });
  });

  test("looking at a namespace that is not there makes none", async () => {
    expect(await json(reader, `/api/entries?${query({ namespace: "user:nobody" })}`)).toMatchObject({ entries: [] });
    expect(namespaces.list({ prefix: "user:" }).namespaces).toEqual([]);
  });

  test.each([
    ["/api/entries", "lacks"],
    ["/api/entries?namespace=nothing:x", "must be component:ID"],
    ["/api/entries?namespace=app:shop&limit=0", "1 to 1000"],
    ["/api/entries?namespace=app:shop&limit=1001", "1 to 1000"],
    ["/api/entries?namespace=app:shop&limit=x", "1 to 1000"],
    ["/api/entries?namespace=app:shop&prefix=%00", "control characters"],
    [`/api/entry?namespace=app:shop&key=${"x".repeat(257)}`, "256 bytes"],
    ["/api/entry?namespace=app:shop", "lacks"],
  ])("%s is refused in words", async (path, words) => {
    const { status, text, headers } = await ask(reader, path);
    expect(status).toBe(400);
    expect(headers["content-type"]).toContain("application/json");
    expect((JSON.parse(text) as { error: string }).error).toContain(words);
  });

  test("hostile keys and values are JSON, never HTML", async () => {
    for (const path of [
      "/api/entries?namespace=app:shop",
      `/api/entry?${query({ namespace: "app:shop", key: HOSTILE })}`,
    ]) {
      const { headers, text } = await ask(reader, path);
      expect(headers["content-type"]).toContain("application/json");
      expect(text).toContain(JSON.stringify(HOSTILE).slice(1, -1));
    }
    const { headers } = await ask(reader, `/${encodeURIComponent(HOSTILE)}`);
    expect(headers["content-type"]).toContain("application/json");
  });
});

describe("changes", () => {
  test("are told as they are committed, and the stream ends when the inspector is closed", async () => {
    const inspector = await openInspector({ namespaces });
    const { body } = await fetch(`http://127.0.0.1:${inspector.port}/api/changes`, {
      headers: { authorization: `Bearer ${tokenOf(inspector)}` },
    });
    const events = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await events.read()).value).toContain('"name":"app:shop"');
    namespaces.open("user:eve").set("k", bytes("v"));
    expect((await events.read()).value).toContain('"name":"user:eve"');
    await namespaces.remove("user:eve");
    await inspector.close();
    await inspector.close();
    await expect(readAll(events)).resolves.toBeUndefined();
    await expect(fetch(`http://127.0.0.1:${inspector.port}/`)).rejects.toThrow();
  });
});

async function readAll(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError); // the connection was cut
  }
}

describe("writing", () => {
  const entry = {
    namespace: "app:edits",
    key: "k",
    version: null,
    value: { as: "text", text: "1" },
    expiresAt: null,
  } as const;

  test("a store that is read only stays as it is", async () => {
    const before = namespaces.list().namespaces;
    const { status, text } = await write(reader, entry);
    expect(status).toBe(403);
    expect(text).toContain("read only");
    expect(namespaces.list().namespaces).toEqual(before);
  });

  test("a value is set, changed, deleted, and each of it undone", async () => {
    const store = namespaces.open("app:edits");
    const steps: WriteRequest[] = [];
    const act = async (body: WriteRequest) => {
      const { status, text } = await write(writer, body);
      expect({ status, text }).toMatchObject({ status: 200 });
      return (JSON.parse(text) as { undo: WriteRequest }).undo;
    };
    const expiresAt = Date.now() + 3_600_000;
    store.set("b", Uint8Array.of(0xff, 0x00, 0x0d), { expiresAt });
    steps.push(await act(entry));
    steps.push(await act({ ...entry, version: store.getEntry("k")!.version, value: { as: "hex", text: "FF 00" } }));
    expect(store.get("k")).toEqual(Uint8Array.of(0xff, 0));
    steps.push(await act({ ...entry, version: store.getEntry("k")!.version, value: null }));
    expect(store.has("k")).toBe(false);
    const restored = await act({ ...entry, key: "b", version: store.getEntry("b")!.version, value: null });
    expect(store.has("b")).toBe(false);
    await act(restored);
    expect(store.getEntry("b")).toMatchObject({ value: Uint8Array.of(0xff, 0x00, 0x0d), expiresAt });
    const third = await act(steps[2]!);
    expect(store.get("k")).toEqual(Uint8Array.of(0xff, 0));
    expect(third.value).toBeNull();
  });

  test("what somebody else has changed meanwhile is a conflict, and stays", async () => {
    const store = namespaces.open("app:edits");
    store.set("mine", bytes("new"));
    for (const version of [null, 1, store.getEntry("mine")!.version + 1])
      expect((await write(writer, { ...entry, key: "mine", version })).status).toBe(409);
    expect(store.get("mine")).toEqual(bytes("new"));
  });

  test.each<[string, object]>([
    ["no namespace", { ...entry, namespace: undefined }],
    ["a namespace that is none", { ...entry, namespace: "nothing:x" }],
    ["a key that is none", { ...entry, key: "a\nb" }],
    ["a version that is none", { ...entry, version: "1" }],
    ["half a byte", { ...entry, value: { as: "hex", text: "f" } }],
    ["a value that is none", { ...entry, value: "text" }],
    ["an expiry in the dark", { ...entry, key: "new", expiresAt: -1 }],
    ["a value that is too large", { ...entry, key: "new", value: { as: "text", text: "x".repeat(1_048_577) } }],
    ["no expiry", { ...entry, expiresAt: undefined }],
  ])("%s is refused in words", async (_name, body) => {
    const { status, text } = await write(writer, body);
    expect({ status, text }).toMatchObject({ status: 400 });
  });

  test("a body that is no JSON, of another type, or too long, is refused", async () => {
    const headers = { "content-type": "application/json" };
    expect((await ask(writer, "/api/write", { method: "POST", headers, body: "{" })).status).toBe(400);
    const form = { "content-type": "text/plain" };
    expect((await ask(writer, "/api/write", { method: "POST", headers: form, body: "{}" })).status).toBe(415);
    const body = "x".repeat(9_000_000);
    expect((await ask(writer, "/api/write", { method: "POST", headers, body })).status).toBe(413);
    expect((await ask(writer, "/api/write", { method: "GET" })).status).toBe(405);
  });
});

describe("opening", () => {
  test.each([-1, 65_536, 1.5])("the port %d is refused", async (port) => {
    await expect(openInspector({ namespaces, port })).rejects.toThrow(RangeError);
  });

  test("a port that is taken is an error, and an option that is not known too", async () => {
    await expect(openInspector({ namespaces, port: reader.port })).rejects.toThrow("EADDRINUSE");
    await expect(openInspector({ namespaces, writable: true } as object as { namespaces: Namespaces })).rejects.toThrow(
      StorageError,
    );
  });
});
