import { openMemory } from "@airssys/backend/memory";
import { beforeEach, describe, expect, it } from "vitest";
import { type Binding, openHost } from "../src/index.ts";
import { nodeCipher } from "../src/node/index.ts";

// What one request may be at most, so that none keeps or fills the host: the limits of the contract that no other test
// is about.

const LINE = (index: number) => `{"key":"${index}","value":""}\n`;

describe("one request", () => {
  let binding: Binding<"sync">;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => LINE(index)).join("");
  const importing = (text: string) => binding.imports["airssys:wasm/storage-transfer"].storageImport(text);
  const counted = () => binding.imports["airssys:wasm/storage-ranges"].storageCount({});
  const limitExceeded = { tag: "err", val: { tag: "limit-exceeded" } };

  beforeEach(() => {
    const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(7) }], newest: 1 });
    const limits = { callKeysMax: 1_000_000 };
    binding = openHost({ backend: openMemory(), cipher, limits }).bind("notes", { access: "admin", quotaBytes: 1e9 });
  });

  it("imports 100 000 lines, and refuses one more", () => {
    expect(importing(lines(100_001))).toMatchObject(limitExceeded);
    expect(counted()).toEqual({ tag: "ok", val: 0n });
    expect(importing(lines(100_000))).toEqual({ tag: "ok", val: 100_000n });
  });

  it("removes 100 000 keys, and refuses one more", () => {
    const { storageDeleteRange } = binding.imports["airssys:wasm/storage-ranges"];
    importing(lines(100_000));
    binding.imports["airssys:wasm/storage"].storageSet("x", new Uint8Array());
    expect(storageDeleteRange({ start: "0" })).toMatchObject(limitExceeded);
    expect(counted()).toEqual({ tag: "ok", val: 100_001n });
    expect(storageDeleteRange({ start: "0", end: "x" })).toEqual({ tag: "ok", val: 100_000n });
  });

  it("reads values of 16 MiB in total, and refuses more", () => {
    const { storageGetMany } = binding.imports["airssys:wasm/storage-batch"];
    const keys = Array.from({ length: 17 }, (_, index) => `large ${index}`);
    for (const key of keys) binding.imports["airssys:wasm/storage"].storageSet(key, new Uint8Array(1_048_576));
    expect(storageGetMany(keys.slice(1)).tag).toBe("ok");
    expect(storageGetMany(keys)).toMatchObject(limitExceeded);
    // Names that come twice are values twice.
    expect(storageGetMany(new Array<string>(17).fill("large 0"))).toMatchObject(limitExceeded);
  });

  it("opens the sealed form of the longest plaintext, and nothing longer", () => {
    const { seal, open } = binding.imports["airssys:wasm/storage-cipher"] as NonNullable<
      Binding<"sync">["imports"]["airssys:wasm/storage-cipher"]
    >;
    const none = new Uint8Array();
    const sealed = seal("name", new Uint8Array(1_048_576), none);
    if (sealed.tag === "err") throw new Error(sealed.val.tag);
    expect(open("name", sealed.val, none).tag).toBe("ok");
    const longer = open("name", new Uint8Array(sealed.val.length + 1), none);
    expect(longer).toMatchObject({ tag: "err", val: { tag: "value-too-large" } });
  });
});
