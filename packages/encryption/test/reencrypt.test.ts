import { type ByteStorage, hostStorage, VALUE_BYTES_MAX } from "@airssys/storage";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { clock, failNextWith, inCall, raw, restart } from "../../storage/test/host-binding.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { type EncryptedBytes, encrypted, type Reencrypted } from "../src/index.ts";
import { bytes, CIPHERS, keyRing, openHost, rotateTo } from "./setting.ts";

beforeEach(() => openHost());

const NAMES = [
  ["keys as they are", {}],
  ["blinded keys", { names: blindedNames({ key: new Uint8Array(32).fill(5) }) }],
] as const;
const CASES = CIPHERS.flatMap(([cipher, make]) => NAMES.map(([names, options]) => ({ cipher, make, names, options })));

describe.each(CASES)("re-encryption of values sealed by $cipher under $names", ({ make, options }) => {
  const open = (byteStorage: ByteStorage = hostStorage) => encrypted(byteStorage, make(), options);

  function fill(count: number): Map<string, Uint8Array> {
    const values = new Map(Array.from({ length: count }, (_, index) => [`key ${index}`, bytes(`value ${index}`)]));
    for (const [key, value] of values) open().set(key, value);
    return values;
  }

  test("after it the old key is not needed any more", () => {
    const values = fill(25);
    rotateTo(keyRing(2));
    expect(open().get("key 1")).toEqual(bytes("value 1"));
    const steps = reencryptAll(() => open(), 10);
    expect(steps.map(({ examined, resealed }) => [examined, resealed])).toEqual([
      [10, 10],
      [10, 10],
      [5, 5],
    ]);
    rotateTo(keyRing(2, [2]));
    expect(new Map(open().page({}).entries)).toEqual(values);
  });

  test("without it the old key is needed, and values that it sealed are told", () => {
    fill(3);
    rotateTo(keyRing(2));
    open().set("key 3", bytes("value 3"));
    rotateTo(keyRing(2, [2]));
    expect(() => open().get("key 0")).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(refused|unknown-key)$/) }),
    );
    const [step] = reencryptAll(() => open(), 100);
    expect(step).toMatchObject({ examined: 4, resealed: 0 });
    expect(step?.unopened).toHaveLength(3);
  });

  test("values under the newest number are told if the bytes of the key are others", () => {
    fill(3);
    rotateTo({ keys: [{ number: 1, bytes: new Uint8Array(32).fill(99) }], newest: 1 });
    open().set("good", bytes("value"));
    expect(() => open().get("key 0")).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(refused|unknown-key)$/) }),
    );
    const before = stored();
    const step = open().reencrypt();
    expect(step).toMatchObject({ examined: 4, resealed: 0, unresealed: [] });
    expect(step.unopened).toHaveLength(3);
    expect(stored()).toEqual(before);
  });

  test("done again it changes nothing", () => {
    fill(12);
    rotateTo(keyRing(2));
    reencryptAll(() => open(), 5);
    const before = stored();
    expect(reencryptAll(() => open(), 5).every(({ resealed, unopened }) => resealed + unopened.length === 0)).toBe(
      true,
    );
    expect(stored()).toEqual(before);
  });

  test("wherever it is cut off, it can be begun again or gone on with", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.boolean(), (calls, goesOn) => {
        openHost();
        const values = fill(9);
        rotateTo(keyRing(2));
        let cursor: string | undefined;
        failNextWith({ tag: "internal-error", val: "ab12" }, calls);
        try {
          for (;;) {
            const step = inCall(() => open().reencrypt({ limit: 2, cursor }));
            cursor = step.cursor;
            if (cursor === undefined) break;
          }
        } catch {
          if (!goesOn) cursor = undefined;
        }
        restart();
        reencryptAll(() => open(), 2, cursor);
        rotateTo(keyRing(2, [2]));
        expect(new Map(open().page({}).entries)).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  test("what others write meanwhile is kept, what they delete stays deleted, and both are under the newest key", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.option(fc.nat(9))), { maxLength: 20 }), (list) => {
        openHost();
        const moves = [...list];
        const values = fill(6);
        rotateTo(keyRing(2));
        const others = open();
        const meanwhile = () => {
          const move = moves.shift();
          if (move === undefined) return;
          const key = `key ${move[0]}`;
          if (move[1] === null) {
            others.delete(key);
            values.delete(key);
          } else {
            others.set(key, bytes(`other ${move[1]}`));
            values.set(key, bytes(`other ${move[1]}`));
          }
        };
        reencryptAll(() => open(beforeEachWrite(meanwhile)), 2);
        rotateTo(keyRing(2, [2]));
        expect(new Map(open().page({}).entries)).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  test("an expiry is kept to the second, and a value without one gets none", () => {
    open().set("expires", bytes("1"), { ttlSeconds: 60 });
    open().set("stays", bytes("1"));
    rotateTo(keyRing(2));
    clock.now += 10_500;
    expect(open().reencrypt()).toMatchObject({ resealed: 2 });
    expect([open().ttl("expires"), open().ttl("stays")]).toEqual([50, undefined]);
    clock.now += 50_000;
    expect([open().has("expires"), open().has("stays")]).toEqual([false, true]);
  });

  test("values that are plain or altered stay as they are, and are told", () => {
    fill(2);
    const [altered = ""] = raw.keys();
    const good = raw.get(altered) as Uint8Array;
    const bad = good.with(-1, 255 - (good.at(-1) as number));
    raw.set("plain", bytes("plain"));
    raw.set(altered, bad);
    rotateTo(keyRing(2));
    const step = open().reencrypt();
    expect(step).toMatchObject({ examined: 3, resealed: 1, cursor: undefined });
    expect(step.unopened.toSorted()).toEqual([altered, "plain"].toSorted());
    expect([raw.get(altered), raw.get("plain")]).toEqual([bad, bytes("plain")]);
  });
});

test.each(CIPHERS)(
  "%s: values that were stored under another blinding key are told, under the newest key too",
  (_name, make) => {
    const blinding = (byte: number) => ({ names: blindedNames({ key: new Uint8Array(32).fill(byte) }) });
    encrypted(hostStorage, make(), blinding(5)).set("a", bytes("1"));
    encrypted(hostStorage, make(), blinding(6)).set("a", bytes("1"));
    const step = encrypted(hostStorage, make(), blinding(6)).reencrypt();
    expect(step).toMatchObject({ examined: 2, resealed: 0, unopened: [expect.any(String)] });
  },
);

test.each(CIPHERS)(
  "%s: a value that somebody else altered between being read and being sealed anew is told",
  (_name, make) => {
    encrypted(hostStorage, make()).set("a", bytes("1"));
    const good = raw.get("a") as Uint8Array;
    rotateTo(keyRing(2));
    encrypted(hostStorage, make()).set("b", bytes("1"));
    const altered = (raw.get("b") as Uint8Array).with(-1, 255 - ((raw.get("b") as Uint8Array).at(-1) as number));
    const byteStorage = before("getEntry", () => raw.set("a", altered));
    expect(good).toHaveLength(altered.length);
    expect(encrypted(byteStorage, make()).reencrypt()).toMatchObject({ examined: 2, resealed: 0, unopened: ["a"] });
  },
);

test.each(CIPHERS.slice(1))(
  "%s: a value that somebody wrote under the old key at the last moment is sealed anew",
  (_name, make) => {
    const late = encrypted(hostStorage, make()); // does not know of the new key yet
    late.set("a", bytes("early"));
    rotateTo(keyRing(2));
    let isWritten = false;
    const byteStorage = beforeEachWrite(() => {
      if (!isWritten) late.set("a", bytes("late"));
      isWritten = true;
    });
    expect(encrypted(byteStorage, make()).reencrypt()).toMatchObject({ examined: 1, resealed: 1 });
    rotateTo(keyRing(2, [2]));
    expect(encrypted(hostStorage, make()).get("a")).toEqual(bytes("late"));
  },
);

test("a step gives up with a conflict when others write the same value again and again", () => {
  const [, make] = CIPHERS[1] as (typeof CIPHERS)[number];
  const late = encrypted(hostStorage, make());
  late.set("a", bytes("1"));
  rotateTo(keyRing(2));
  const byteStorage = beforeEachWrite(() => late.set("a", bytes("1")));
  expect(() => encrypted(byteStorage, make()).reencrypt()).toThrow(expect.objectContaining({ code: "conflict" }));
  expect(() => encrypted(byteStorage, make()).increment("n", 1n)).not.toThrow();
});

test("values of an older cipher are sealed with the newer one", () => {
  const [, makeHost] = CIPHERS[0] as (typeof CIPHERS)[number];
  const [, makeOwn] = CIPHERS[2] as (typeof CIPHERS)[number];
  encrypted(hostStorage, makeOwn()).set("a", bytes("1"));
  const moving = encrypted(hostStorage, makeHost(), { olderCiphers: [makeOwn()] });
  expect(moving.reencrypt()).toMatchObject({ examined: 1, resealed: 1 });
  expect(encrypted(hostStorage, makeHost()).get("a")).toEqual(bytes("1"));
});

test("a value for which there is no room sealed anew is told, stays readable, and hinders none of the others", () => {
  const [, makeGcm] = CIPHERS[1] as (typeof CIPHERS)[number];
  const [, makeXChaCha] = CIPHERS[2] as (typeof CIPHERS)[number];
  const older = encrypted(hostStorage, makeGcm());
  older.set("a", bytes("1"));
  older.set("b", new Uint8Array(VALUE_BYTES_MAX - 34)); // 46 bytes more are too many
  older.set("c", bytes("3"));
  const moving = encrypted(hostStorage, makeXChaCha(), { olderCiphers: [makeGcm()] });
  expect(reencryptAll(() => moving, 1)).toMatchObject([
    { resealed: 1, unopened: [], unresealed: [] },
    { resealed: 0, unopened: [], unresealed: ["b"] },
    { resealed: 1, unopened: [], unresealed: [] },
  ]);
  expect(moving.get("b")).toHaveLength(VALUE_BYTES_MAX - 34);
});

test("in a namespace that is full, what does not fit is told, and is sealed anew once there is room", () => {
  openHost({ grants: { quotaBytes: 5 * (1 + 1 + 34) + 12 } });
  const [, makeGcm] = CIPHERS[1] as (typeof CIPHERS)[number];
  const [, makeXChaCha] = CIPHERS[2] as (typeof CIPHERS)[number];
  for (const key of ["a", "b", "c", "d", "e"]) encrypted(hostStorage, makeGcm()).set(key, bytes("1"));
  const moving = encrypted(hostStorage, makeXChaCha(), { olderCiphers: [makeGcm()] });
  expect(moving.reencrypt()).toMatchObject({ examined: 5, resealed: 1, unresealed: ["b", "c", "d", "e"] });
  for (const key of ["a", "e"]) moving.delete(key);
  expect(moving.reencrypt()).toMatchObject({ examined: 3, resealed: 3, unresealed: [] });
});

test("a value that expires between being read and being sealed anew is left alone", () => {
  const [, make] = CIPHERS[1] as (typeof CIPHERS)[number];
  encrypted(hostStorage, make()).set("a", bytes("1"), { ttlSeconds: 5 });
  encrypted(hostStorage, make()).set("b", bytes("2"));
  rotateTo(keyRing(2));
  const byteStorage = before("ttl", () => {
    clock.now += 5_000;
  });
  expect(encrypted(byteStorage, make()).reencrypt()).toMatchObject({
    examined: 2,
    resealed: 1,
    unopened: [],
    unresealed: [],
  });
  expect(raw.keys()).toEqual(["b"]);
});

test("a range can be sealed anew by itself", () => {
  const [, make] = CIPHERS[1] as (typeof CIPHERS)[number];
  for (const key of ["a/1", "a/2", "b/1"]) encrypted(hostStorage, make()).set(key, bytes("1"));
  rotateTo(keyRing(2));
  expect(encrypted(hostStorage, make()).reencrypt({ range: { prefix: "a/" } })).toMatchObject({
    examined: 2,
    resealed: 2,
  });
  expect(encrypted(hostStorage, make()).reencrypt()).toMatchObject({ examined: 3, resealed: 1 });
});

function reencryptAll(open: () => EncryptedBytes, limit: number, from?: string): Reencrypted[] {
  const steps: Reencrypted[] = [];
  let cursor = from;
  do {
    const step = open().reencrypt({ limit, cursor });
    steps.push(step);
    cursor = step.cursor;
  } while (cursor !== undefined);
  return steps;
}

function stored(): (readonly [string, Uint8Array | undefined])[] {
  return raw.keys().map((key) => [key, raw.get(key)]);
}

/** The host's storage, where somebody else comes in between before each batch is written. */
function beforeEachWrite(meanwhile: () => void): ByteStorage {
  return before("write", meanwhile);
}

/** The host's storage, where something happens before each call of a method. */
function before(method: keyof ByteStorage, meanwhile: () => void): ByteStorage {
  return new Proxy(hostStorage, {
    get(byteStorage, name) {
      const member = Reflect.get(byteStorage, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name === method) meanwhile();
        return member.apply(byteStorage, args);
      };
    },
  });
}
