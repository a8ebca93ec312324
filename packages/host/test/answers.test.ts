import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Binding, type Grants, type Host, openHost } from "../src/index.ts";
import { nodeCipher } from "../src/node/index.ts";
import { guest } from "./guest.ts";

const GRANTS: Grants = { access: "admin", quotaBytes: 100_000_000 };
const NO_BYTES = new Uint8Array(0);
const LENGTHS = [0, 1, 100, 5_000, 100_000];

type Guest = ReturnType<typeof guest>;
type Bytes = Uint8Array | undefined;

/** Every function that answers with bytes, asked for the value of a key that is not the only one. */
const ASKED: readonly [string, (guest: Guest) => Promise<readonly Bytes[]>][] = [
  ["storage-get", async ({ storage }) => [await storage.storageGet("b")]],
  ["storage-get-many", ({ batch }) => batch.storageGetMany(["a", "b", "b", "c"])],
  ["storage-get-entry", async ({ batch }) => [(await batch.storageGetEntry("b"))?.value]],
  [
    "storage-range",
    async ({ ranges }) => valuesOf(await ranges.storageRange({ start: "a" }, { reverse: true }, undefined)),
  ],
  ["storage-scan", async ({ ranges }) => valuesOf(await ranges.storageScan("", undefined, 10))],
];

function valuesOf({ entries }: { entries: readonly { value: Uint8Array }[] }): Uint8Array[] {
  return entries.map(({ value }) => value);
}

/** Requires that the memory behind each value is of that value alone, and fills it. */
function spoil(values: readonly Bytes[]): void {
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) {
    const { length = 0, buffer } = value ?? new Uint8Array();
    expect(buffer.byteLength - length).toBeLessThanOrEqual(length < 4_096 ? 0 : 32); // the header of its own entry
    value?.fill(0xee);
  }
  expect(new Set(values.map((value) => value?.buffer)).size).toBe(values.length);
}

describe.each(ENGINES)("answers over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let host: Host;
  let binding: Binding;

  beforeEach(async () => {
    opened = engine.open();
    const cipher = nodeCipher({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(1) }], newest: 1 });
    host = await openHost({ backend: opened.backend, cipher });
    binding = host.bind("notes", GRANTS);
  });
  afterEach(() => opened.close());

  async function setAll(length: number): Promise<void> {
    for (const key of ["a", "b", "c"]) await guest(binding).storage.storageSet(key, new Uint8Array(length).fill(1));
  }

  describe.each(LENGTHS)("with values of %i bytes", (length) => {
    const isAsItWas = async () => {
      for (const value of valuesOf(await guest(binding).ranges.storageScan("", undefined, 10))) {
        expect(Buffer.compare(value, new Uint8Array(length).fill(1))).toBe(0);
      }
    };

    it.each(ASKED)("of %s share no memory with anything else", async (_name, ask) => {
      await setAll(length);
      spoil(await ask(guest(binding)));
      await isAsItWas();
    });

    it.each(ASKED)("of %s share no memory with values that the call has set", async (_name, ask) => {
      binding.begin();
      await setAll(length);
      spoil(await ask(guest(binding)));
      spoil(await ask(guest(binding)));
      await binding.commit();
      await isAsItWas();
    });
  });

  it("of storage-poll share no memory, neither old values nor new ones", async () => {
    const { watch, storage } = guest(binding);
    const other = guest(host.bind("notes", GRANTS)).watch;
    const ids = [await watch.storageWatch(""), await watch.storageWatch("a")];
    const otherId = await other.storageWatch("");
    await storage.storageSet("a", Uint8Array.of(1));
    await storage.storageSet("a", Uint8Array.of(2));
    for (const id of ids) {
      const { events } = await watch.storagePoll(id, 10);
      expect(events.map(({ oldValue, newValue }) => [oldValue?.[0], newValue?.[0]])).toEqual([
        [undefined, 1],
        [1, 2],
      ]);
      spoil(events.flatMap(({ oldValue, newValue }) => [oldValue, newValue]).filter((value) => value !== undefined));
    }
    const { events } = await other.storagePoll(otherId, 10);
    expect(events.map(({ newValue }) => newValue?.[0])).toEqual([1, 2]);
    expect((await storage.storageGet("a"))?.[0]).toBe(2);
  });

  it("of seal and open share no memory", async () => {
    const { cipher } = guest(binding);
    const sealed = await cipher.seal("a", Uint8Array.of(1, 2, 3), NO_BYTES);
    const opened = await cipher.open("a", sealed, NO_BYTES);
    spoil([sealed, opened]);
  });

  it("do not change when the caller changes its arguments", async () => {
    const value = Uint8Array.of(1);
    await guest(binding).storage.storageSet("a", value);
    value.fill(2);
    expect((await guest(binding).storage.storageGet("a"))?.[0]).toBe(1);
  });
});
