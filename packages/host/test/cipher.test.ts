import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { Mode } from "@airssys/backend";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cipher, type KeyRing, type SealContext, webCipher } from "../src/index.ts";
import { nodeCipher } from "../src/node/index.ts";
import { bytes, text } from "./guest.ts";

const CIPHERS: readonly [string, (keyRing: KeyRing) => Cipher<Mode>][] = [
  ["nodeCipher", nodeCipher],
  ["webCipher", webCipher],
];

const masterKey = (number: number) => ({ number, bytes: new Uint8Array(32).fill((number % 200) + 1) });
const ONE: KeyRing = { keys: [masterKey(1)], newest: 1 };
const CONTEXT: SealContext = { namespace: "component:notes", keyName: "letters", associatedData: bytes("letters/1") };
const SEALED_MORE_BYTES = 33;

/** The table of the document, by the names of its rows. */
const documented = Object.fromEntries(
  [
    ...readFileSync(new URL("../../../docs/formats/sealed.md", import.meta.url), "utf8").matchAll(
      /^\| ([a-z 0-9]+?) +\| `([^`]+)`/gm,
    ),
  ].map(([, name, value]) => [name, value]),
);
const hex = (digits: string | undefined) => new Uint8Array(Buffer.from(digits ?? "", "hex"));

describe("the example of docs/formats/sealed.md", () => {
  const { namespace, plaintext, nonce } = documented;
  const context = {
    namespace: namespace ?? "",
    keyName: documented["key name"] ?? "",
    associatedData: bytes(documented["associated data"] ?? ""),
  };
  const keyRing = { keys: [{ number: 7, bytes: hex(documented["master key 7"]) }], newest: 7 };

  it("can be made with HKDF and AES-GCM alone, as the document describes", () => {
    const prefixed = (string: string) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(string));
      return Buffer.concat([length, Buffer.from(string)]);
    };
    const names = [prefixed(context.namespace), prefixed(context.keyName)];
    const header = Buffer.from("0100000007", "hex");
    const info = Buffer.concat([prefixed("airssys:wasm/storage-cipher 1"), ...names]);
    const key = Buffer.from(hkdfSync("sha256", hex(documented["master key 7"]), "", info, 32));
    const additional = Buffer.concat([header, ...names, context.associatedData]);
    const cipher = createCipheriv("aes-256-gcm", key, hex(nonce)).setAAD(additional);
    const ciphertext = Buffer.concat([cipher.update(plaintext ?? ""), cipher.final()]);
    expect(info.toString("hex")).toBe(documented.info);
    expect(key.toString("hex")).toBe(documented["derived key"]);
    expect(additional.toString("hex")).toBe(documented["additional data"]);
    expect(Buffer.concat([header, hex(nonce), ciphertext, cipher.getAuthTag()]).toString("hex")).toBe(
      documented.sealed,
    );
  });

  it.each(CIPHERS)("is opened by %s", async (_name, cipherOf) => {
    expect(text(await cipherOf(keyRing).open(hex(documented.sealed), context))).toBe(plaintext);
  });

  it.each(CIPHERS)("is how %s seals, but for the nonce", async (_name, cipherOf) => {
    const sealed = await cipherOf(keyRing).seal(bytes(plaintext ?? ""), context);
    const key = hex(documented["derived key"]);
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(5, 17));
    decipher.setAAD(hex(documented["additional data"])).setAuthTag(sealed.subarray(-16));
    expect(decipher.update(sealed.subarray(17, -16)).toString() + decipher.final().toString()).toBe(plaintext);
    expect(Buffer.from(sealed.subarray(0, 5)).toString("hex")).toBe("0100000007");
  });
});

describe.each(CIPHERS)("%s", (_name, cipherOf) => {
  const cipher = cipherOf(ONE);

  it("opens plaintexts of any length that it has sealed", async () => {
    for (const length of [0, 1, 15, 16, 17, 4_096, 1_048_576]) {
      const plaintext = new Uint8Array(randomBytes(length));
      const sealed = await cipher.seal(plaintext, CONTEXT);
      expect(sealed.length).toBe(length + SEALED_MORE_BYTES);
      expect(await cipher.open(sealed, CONTEXT)).toEqual(plaintext);
    }
  });

  it.each(CIPHERS)("opens what %s has sealed", async (_other, otherOf) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 100 }),
        fc.uint8Array({ maxLength: 100 }),
        fc.string({ unit: "grapheme", minLength: 1 }),
        async (plaintext, associatedData, keyName) => {
          const context = { namespace: "org/acme", keyName, associatedData };
          expect(await cipher.open(await otherOf(ONE).seal(plaintext, context), context)).toEqual(plaintext);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("never repeats a nonce or sealed bytes", async () => {
    const sealed = await Promise.all(Array.from({ length: 1_000 }, () => cipher.seal(bytes("same"), CONTEXT)));
    expect(new Set(sealed.map((each) => Buffer.from(each).toString("hex"))).size).toBe(1_000);
    expect(new Set(sealed.map((each) => Buffer.from(each.subarray(5, 17)).toString("hex"))).size).toBe(1_000);
  });

  it("refuses sealed bytes with any bit changed", async () => {
    const sealed = await cipher.seal(bytes("secret"), CONTEXT);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = new Uint8Array(sealed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await cipher.open(altered, CONTEXT)).toBeUndefined();
    }
  });

  it("refuses sealed bytes that were cut at either end, or lengthened", async () => {
    const sealed = await cipher.seal(bytes("secret"), CONTEXT);
    for (let length = 0; length < sealed.length; length++) {
      expect(await cipher.open(sealed.subarray(0, length), CONTEXT)).toBeUndefined();
      expect(await cipher.open(sealed.subarray(sealed.length - length), CONTEXT)).toBeUndefined();
    }
    expect(await cipher.open(Uint8Array.of(...sealed, 0), CONTEXT)).toBeUndefined();
    expect(await cipher.open(Uint8Array.of(0, ...sealed), CONTEXT)).toBeUndefined();
  });

  it("refuses forged bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (made) => {
        expect(await cipher.open(made, CONTEXT)).toBeUndefined();
        expect(await cipher.open(Uint8Array.of(1, 0, 0, 0, 1, ...made), CONTEXT)).toBeUndefined();
      }),
    );
  });

  it.each<[string, Partial<SealContext>]>([
    ["another namespace", { namespace: "component:note" }],
    ["a shared namespace of the same id", { namespace: "app:notes" }],
    ["another key name", { keyName: "letter" }],
    ["other associated data", { associatedData: bytes("letters/2") }],
    ["no associated data", { associatedData: new Uint8Array(0) }],
    ["names that are cut elsewhere", { namespace: "component:note", keyName: "sletters" }],
    ["names that reach into the associated data", { keyName: "lettersl", associatedData: bytes("etters/1") }],
    ["a separator in a name", { namespace: "component", keyName: "notes:letters" }],
  ])("opens nothing that was moved to %s", async (_where, elsewhere) => {
    const sealed = await cipher.seal(bytes("secret"), CONTEXT);
    expect(await cipher.open(sealed, { ...CONTEXT, ...elsewhere })).toBeUndefined();
    expect(text(await cipher.open(sealed, CONTEXT))).toBe("secret");
  });

  it("opens with older keys, seals with the newest, and refuses what a removed key sealed", async () => {
    const old = await cipher.seal(bytes("old"), CONTEXT);
    const both = cipherOf({ keys: [masterKey(1), masterKey(0xffff_ffff)], newest: 0xffff_ffff });
    expect(text(await both.open(old, CONTEXT))).toBe("old");
    const renewed = await both.seal(bytes("new"), CONTEXT);
    expect([...renewed.subarray(0, 5)]).toEqual([1, 255, 255, 255, 255]);
    expect(await cipher.open(renewed, CONTEXT)).toBeUndefined();
    const newest = cipherOf({ keys: [masterKey(0xffff_ffff)], newest: 0xffff_ffff });
    expect(text(await newest.open(renewed, CONTEXT))).toBe("new");
    expect(await newest.open(old, CONTEXT)).toBeUndefined();
  });

  it("does not open with another key of the same number", async () => {
    const other = cipherOf({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(9) }], newest: 1 });
    expect(await other.open(await cipher.seal(bytes("secret"), CONTEXT), CONTEXT)).toBeUndefined();
  });

  it("copies keys, so that the caller may clear its bytes", async () => {
    const key = masterKey(1);
    const own = cipherOf({ keys: [key], newest: 1 });
    key.bytes.fill(0);
    expect(text(await cipher.open(await own.seal(bytes("secret"), CONTEXT), CONTEXT))).toBe("secret");
  });

  it("opens under the first of many key names after using the last", async () => {
    const sealed = await cipher.seal(bytes("secret"), CONTEXT);
    for (let name = 0; name < 1_500; name++) await cipher.seal(bytes(""), { ...CONTEXT, keyName: `name-${name}` });
    expect(text(await cipher.open(sealed, CONTEXT))).toBe("secret");
  });

  it("returns bytes whose buffer contains nothing else", async () => {
    const sealed = await cipher.seal(bytes("secret"), CONTEXT);
    const opened = await cipher.open(sealed, CONTEXT);
    expect(sealed.buffer.byteLength).toBe(sealed.length);
    expect(opened?.buffer.byteLength).toBe(6);
  });

  it("shows no key when it is inspected", () => {
    const shown = inspect(cipherOf(ONE), { depth: 10, showHidden: true }) + JSON.stringify(cipherOf(ONE));
    expect(shown).not.toMatch(/02[ ,]*02|2, 2|masterKeys/);
  });

  it.each<[string, unknown, string]>([
    ["without keys", { keys: [], newest: 1 }, '"keys" expected at least one key'],
    ["two of a number", { keys: [masterKey(1), masterKey(1)], newest: 1 }, '"keys" has more than one key 1'],
    ["a newest that is none", { ...ONE, newest: 2 }, '"newest" expected the number of one of the keys, got 2'],
    ["a number below", { keys: [{ ...masterKey(1), number: -1 }], newest: -1 }, "from 0 to 4294967295, got -1"],
    ["a number above", { keys: [{ ...masterKey(1), number: 2 ** 32 }], newest: 1 }, "got 4294967296"],
    ["half a number", { keys: [{ ...masterKey(1), number: 1.5 }], newest: 1 }, "got 1.5"],
    ["a short key", { keys: [{ number: 1, bytes: new Uint8Array(31).fill(77) }], newest: 1 }, "32 bytes, got 31"],
    ["a long key", { keys: [{ number: 1, bytes: new Uint8Array(33).fill(77) }], newest: 1 }, "32 bytes, got 33"],
    ["zeros", { keys: [{ number: 1, bytes: new Uint8Array(32) }], newest: 1 }, "nothing but zeros"],
    ["a text", { keys: [{ number: 1, bytes: "M".repeat(32) }], newest: 1 }, "expected a Uint8Array, got string"],
  ])("refuses a key ring with a mistake, and repeats no key: %s", (_what, keyRing, message) => {
    expect(() => cipherOf(keyRing as KeyRing)).toThrow(message);
    expect(() => cipherOf(keyRing as KeyRing)).not.toThrow(/77|M{2}/);
  });
});
