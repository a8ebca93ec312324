import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it, onTestFinished } from "vitest";
import { type AuditEvent, type Grants, type Host, type HostFailure, openHost, webCipher } from "../src/index.ts";
import { nodeCipher } from "../src/node/index.ts";
import { bytes, guest, refusal, text } from "./guest.ts";

const SECRET = 77;
const KEY_RING = { keys: [{ number: 1, bytes: new Uint8Array(32).fill(SECRET) }], newest: 1 };
const GRANTS: Grants = {
  access: "read-write",
  quotaBytes: 1_000,
  namespaces: { "app:news": { access: "read-write" }, "org/acme": { access: "read-only" } },
};
const NOTHING = new Uint8Array(0);
const NOT_SEALED = {
  tag: "invalid-argument",
  val: "the bytes were not sealed with this key name and this associated data",
};

const events: AuditEvent[] = [];
const failures: HostFailure[] = [];
const observed = {
  audit: { sink: (event: AuditEvent) => void events.push(event), operations: "all" },
  log: (failure: HostFailure) => void failures.push(failure),
} as const;

const HOSTS: readonly [string, () => Host | Promise<Host>][] = [
  ["memory and nodeCipher", () => openHost({ backend: openMemory(), cipher: nodeCipher(KEY_RING), ...observed })],
  [
    "memory answering with promises and webCipher",
    () => openHost({ backend: promised(openMemory()), cipher: webCipher(KEY_RING), ...observed }),
  ],
  [
    "memory answering with promises and nodeCipher",
    () => openHost({ backend: promised(openMemory()), cipher: nodeCipher(KEY_RING), ...observed }),
  ],
  [
    "lmdb and nodeCipher",
    () => {
      const backend = openLmdb({ path: temporaryFolder() });
      onTestFinished(() => backend.close());
      return openHost({ backend, cipher: nodeCipher(KEY_RING), ...observed });
    },
  ],
];

describe.each(HOSTS)("storage-cipher over %s", (_name, open) => {
  it("opens what it has sealed, also for another instance, but not for another component", async () => {
    const host = await open();
    const { cipher } = guest(host.bind("notes", GRANTS));
    const sealed = await cipher.seal("letters", bytes("secret"), bytes("letters/1"));
    expect(sealed.length).toBe(6 + 33);
    expect(text(await cipher.open("letters", sealed, bytes("letters/1")))).toBe("secret");
    const again = guest(host.bind("notes", GRANTS)).cipher;
    expect(text(await again.open("letters", sealed, bytes("letters/1")))).toBe("secret");
    const other = guest(host.bind("other", GRANTS)).cipher;
    expect(await refusal(other.open("letters", sealed, bytes("letters/1")))).toEqual(NOT_SEALED);
    expect(await refusal(cipher.open("letters", sealed, bytes("letters/2")))).toEqual(NOT_SEALED);
    expect(await refusal(cipher.open("letter", sealed, bytes("letters/1")))).toEqual(NOT_SEALED);
    expect(await refusal(cipher.open("letters", sealed.subarray(1), bytes("letters/1")))).toEqual(NOT_SEALED);
  });

  it("seals for the entered namespace, for every component with a grant for it", async () => {
    const host = await open();
    const [writer, reader] = [guest(host.bind("writer", GRANTS)), guest(host.bind("reader", GRANTS))];
    await writer.namespaces.storageEnter("app:news");
    const sealed = await writer.cipher.seal("letters", bytes("secret"), NOTHING);
    expect(await refusal(reader.cipher.open("letters", sealed, NOTHING))).toEqual(NOT_SEALED);
    await reader.namespaces.storageEnter("app:news");
    expect(text(await reader.cipher.open("letters", sealed, NOTHING))).toBe("secret");
    await reader.namespaces.storageEnter("org/acme");
    expect(await refusal(reader.cipher.seal("letters", NOTHING, NOTHING))).toEqual({
      tag: "permission-denied",
      val: "storage:org/acme:write",
    });
  });

  it("uses no storage, and is not undone with its call", async () => {
    const binding = (await open()).bind("notes", GRANTS);
    const { cipher } = guest(binding);
    binding.begin();
    const sealed = await cipher.seal("letters", bytes("secret"), NOTHING);
    binding.rollback();
    expect(text(await cipher.open("letters", sealed, NOTHING))).toBe("secret");
    expect((await binding.usage()).usedBytes).toBe(0);
  });

  it("refuses invalid key names, and plaintexts larger than a value may be", async () => {
    const { cipher } = guest((await open()).bind("notes", GRANTS));
    const large = new Uint8Array(1_048_577);
    for (const name of ["", "a\0b", "\u{d800}", "x".repeat(257)]) {
      expect(await refusal(cipher.seal(name, NOTHING, NOTHING))).toMatchObject({ tag: "invalid-key" });
      expect(await refusal(cipher.open(name, NOTHING, NOTHING))).toMatchObject({ tag: "invalid-key" });
    }
    const tooLarge = { tag: "value-too-large", val: 1_048_576n };
    expect(await refusal(cipher.seal("a", large, NOTHING))).toEqual(tooLarge);
    expect(await refusal(cipher.seal("a", NOTHING, large))).toEqual(tooLarge);
    expect(await refusal(cipher.open("a", NOTHING, large))).toEqual(tooLarge);
    const largest = await cipher.seal("a", large.subarray(1), large.subarray(1));
    expect(await cipher.open("a", largest, large.subarray(1))).toEqual(large.subarray(1));
  });

  it("shows no keys and no sealed bytes to the audit or the log", async () => {
    const { cipher } = guest((await open()).bind("notes", GRANTS));
    await cipher.open("a", await cipher.seal("a", bytes("plain text"), NOTHING), NOTHING);
    await refusal(cipher.open("a", NOTHING, NOTHING));
    expect(events.map(({ operation }) => operation)).toContain("seal");
    expect(JSON.stringify(events)).not.toMatch(/plain text|4d4d4d|77,77/);
    expect(failures).toEqual([]);
  });
});

describe("a host", () => {
  const NAME = "airssys:wasm/storage-cipher@0.1.0";

  it("offers the interface if it has a cipher, and only then", () => {
    const [without, having] = [{}, { cipher: nodeCipher(KEY_RING) }].map((options) =>
      openHost({ backend: openMemory(), ...options }),
    );
    expect(without?.interfaces).not.toContain(NAME);
    expect(without?.bind("notes", GRANTS).imports[NAME]).toBeUndefined();
    expect(having?.interfaces).toContain(NAME);
    expect(having?.bind("notes", GRANTS).imports[NAME]).toBeDefined();
  });

  it("refuses an asynchronous cipher over a synchronous backend", () => {
    const options = { backend: openMemory(), cipher: webCipher(KEY_RING) as never };
    expect(() => openHost(options)).toThrow('"cipher" expected a synchronous cipher');
  });

  it("shows its component only a reference when the cipher fails", async () => {
    const cipher = {
      mode: "sync" as const,
      seal: () => {
        throw new Error("of OpenSSL");
      },
      open: () => undefined,
    };
    failures.length = 0;
    const host = openHost({ backend: openMemory(), cipher, log: observed.log });
    const refused = await refusal(guest(host.bind("notes", GRANTS)).cipher.seal("a", NOTHING, NOTHING));
    expect(refused).toEqual({ tag: "internal-error", val: failures[0]?.reference });
    expect(failures[0]).toMatchObject({ componentId: "notes", operation: "seal", cause: { message: "of OpenSSL" } });
  });
});
