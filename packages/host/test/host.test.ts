import { type Backend, type Bytes, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { type HostFailure, openHost, StoreFormatError } from "../src/index.ts";
import { guestView } from "./guest-view.ts";

const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const READ_WRITE = { access: "read-write", quotaBytes: 1_000 } as const;

function put(backend: Backend<"sync">, key: string, value: string): void {
  backend.commit({ checks: [], writes: [{ type: "put", key: bytes(key), value: bytes(value) }] });
}

describe("a host", () => {
  it("opens an empty backend, and opens its store again", () => {
    const backend = openMemory();
    openHost({ backend });
    expect(() => openHost({ backend })).not.toThrow();
  });

  it("refuses a backend with other data", () => {
    const backend = openMemory();
    put(backend, "theirs", "data");
    expect(() => openHost({ backend })).toThrow(StoreFormatError);
  });

  it("refuses a store of an unknown format, and names the formats that it knows", () => {
    const backend = openMemory();
    put(backend, "\0airssys", "3");
    expect(() => openHost({ backend })).toThrow("the store has format 3; this version reads and writes format 2");
  });

  it("returns a promise over an asynchronous backend", async () => {
    const opening = openHost({ backend: promised(openMemory()) });
    expect(opening).toBeInstanceOf(Promise);
    expect((await opening).mode).toBe("async");
  });

  it("refuses an unknown commit mode", () => {
    expect(() => openHost({ backend: openMemory(), commit: "calls" as "call" })).toThrow(RangeError);
  });

  it("shows a component only a reference to a failure, and logs the cause", async () => {
    const backend = openMemory();
    const failures: HostFailure[] = [];
    const host = openHost({ backend, log: (failure) => failures.push(failure) });
    const guest = guestView(host.bind("notes", READ_WRITE));
    backend.close();
    const answer = await guest.get("a");
    expect(answer).toEqual({ tag: "internal-error", val: failures[0]?.reference });
    expect(failures).toMatchObject([{ componentId: "notes", operation: "get", cause: { code: "closed" } }]);
  });

  it("fails a commit whose backend failed, with the reference and the cause", () => {
    const backend = openMemory();
    const failures: HostFailure[] = [];
    const host = openHost({ backend, log: (failure) => failures.push(failure) });
    const binding = host.bind("notes", READ_WRITE);
    binding.begin();
    binding.imports["airssys:wasm/storage"].storageSet("a", bytes("1"));
    backend.close();
    expect(() => binding.commit()).toThrow(expect.objectContaining({ code: "internal-error" }));
    expect(failures).toMatchObject([{ operation: "commit" }]);
  });

  it.each([
    ["an entry", "component:notes:a", (guest: ReturnType<typeof guestView>) => guest.get("a")],
    ["a namespace record", "\0ns\0component:notes", (guest: ReturnType<typeof guestView>) => guest.size()],
  ])("fails closed on %s that it cannot read", async (_what, key, read) => {
    const backend = openMemory();
    const host = openHost({ backend, log: () => {} });
    put(backend, key, "\x07not ours");
    expect(await read(guestView(host.bind("notes", READ_WRITE)))).toMatchObject({ tag: "internal-error" });
  });

  it("offers every interface under its name with and without the version", () => {
    const host = openHost({ backend: openMemory() });
    const { imports } = host.bind("notes", READ_WRITE);
    const versioned = Object.keys(imports).filter((name) => name.includes("@"));
    expect(versioned).toEqual(host.interfaces);
    expect(versioned).toHaveLength(9);
    for (const name of versioned as (keyof typeof imports)[]) {
      const [bare] = name.split("@") as [keyof typeof imports];
      expect(imports[bare]).toBe(imports[name]);
    }
  });

  it("is not affected when a guest changes bytes that it passed earlier", async () => {
    const host = openHost({ backend: openMemory() });
    const { imports } = host.bind("notes", READ_WRITE);
    const storage = imports["airssys:wasm/storage"];
    const value = bytes("before");
    storage.storageSet("a", value);
    value.fill(0);
    expect(await guestView(host.bind("notes", READ_WRITE)).get("a")).toBe("before");
  });
});
