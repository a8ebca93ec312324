import { keyAfter, PAGE_ENTRIES_MAX } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectRefusal, expectValue } from "../expect/expectations.ts";
import { bytes, shown } from "../expect/text-bytes.ts";
import { check, fill, put, remove, removeRange, write, writeIf } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about limits of keys, values and batches, and their errors. */
export const limitLaws: readonly Law[] = [
  {
    name: "an empty key is refused everywhere",
    about: "limits",
    async run({ backend }) {
      const empty = new Uint8Array(0);
      await expectRefusal(backend, "invalid", "get", () => backend.get(empty));
      await expectRefusal(backend, "invalid", "getMany", () => backend.getMany([bytes("a"), empty]));
      for (const batch of [
        { checks: [], writes: [put("a", "A"), put(empty, "x")] },
        { checks: [], writes: [put("a", "A"), remove(empty)] },
        { checks: [check(empty, undefined)], writes: [put("a", "A")] },
      ]) {
        await expectRefusal(backend, "invalid", "commit", () => backend.commit(batch));
      }
      await expectContents(backend, []);
    },
  },
  {
    name: "a key longer than keyBytesMax is refused everywhere",
    about: "limits",
    async run({ backend, capabilities }) {
      const tooLong = new Uint8Array(capabilities.keyBytesMax + 1).fill(0x61);
      const farTooLong = new Uint8Array(capabilities.keyBytesMax * 4).fill(0x61);
      for (const key of [tooLong, farTooLong]) {
        await expectRefusal(backend, "invalid", "get", () => backend.get(key));
        await expectRefusal(backend, "invalid", "getMany", () => backend.getMany([bytes("a"), key]));
        for (const batch of [
          { checks: [], writes: [put("a", "A"), put(key, "x")] },
          { checks: [], writes: [put("a", "A"), remove(key)] },
          { checks: [check(key, undefined)], writes: [put("a", "A")] },
        ]) {
          await expectRefusal(backend, "invalid", "commit", () => backend.commit(batch));
        }
      }
      await expectContents(backend, []);
    },
  },
  {
    name: "a key of keyBytesMax bytes is a key like any other",
    about: "limits",
    async run({ backend, capabilities }) {
      const longest = new Uint8Array(capabilities.keyBytesMax).fill(0x61);
      const other = longest.slice();
      other[other.length - 1] = 0x62;
      await write(backend, put(longest, "longest"), put(other, "other"));
      await expectValue(backend, longest, "longest");
      assert.equal(await writeIf(backend, [check(longest, "longest")], remove(longest)), true);
      await expectContents(backend, [`${shown(other)}=other`]);
    },
  },
  {
    name: "a bound of a range may be longer than a key",
    about: "limits",
    async run({ backend, capabilities }) {
      const longest = new Uint8Array(capabilities.keyBytesMax).fill(0x61);
      const next = longest.slice();
      next[next.length - 1] = 0x62;
      await fill(backend, longest, next);
      for (const bound of [keyAfter(longest), new Uint8Array(capabilities.keyBytesMax * 4).fill(0x61)]) {
        for (const reverse of [false, true]) {
          const before = await backend.scan({ lt: bound, reverse });
          const after = await backend.scan({ gte: bound, reverse });
          const found = [before, after].map(({ entries }) => entries.map(({ key }) => shown(key)));
          assert.deepEqual(
            found,
            [[shown(longest)], [shown(next)]],
            `around ${bound.length} bytes, reverse: ${reverse}`,
          );
        }
        await write(backend, removeRange(bound, longest), removeRange(bound, bound));
      }
      await write(backend, removeRange(keyAfter(longest), Uint8Array.of(0xff)));
      await expectContents(backend, [`${shown(longest)}=${shown(longest)}`]);
    },
  },
  {
    name: `a limit that is no whole number from 1 to ${PAGE_ENTRIES_MAX} is refused`,
    about: "limits",
    async run({ backend }) {
      await fill(backend, "a");
      for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, PAGE_ENTRIES_MAX + 1]) {
        await expectRefusal(backend, "invalid", `limit ${limit}`, () => backend.scan({ limit }));
        await expectRefusal(backend, "invalid", `limit ${limit}`, () => backend.scan({ limit, reverse: true }));
      }
    },
  },
  {
    name: "a valueBytesMax that is no whole number from 0 is refused",
    about: "limits",
    async run({ backend }) {
      await fill(backend, "a");
      for (const valueBytesMax of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        const what = `valueBytesMax ${valueBytesMax}`;
        await expectRefusal(backend, "invalid", what, () => backend.scan({ valueBytesMax }));
      }
    },
  },
  {
    name: "one batch may hold thousands of writes and checks",
    about: "limits",
    async run({ backend }) {
      const keys = Array.from({ length: 3_000 }, (_, index) => `k${String(index).padStart(4, "0")}`);
      const checks = keys.map((key) => check(key, undefined));
      assert.equal(await writeIf(backend, checks, ...keys.map((key) => put(key, ""))), true);
      assert.equal(await writeIf(backend, checks, put("other", "")), false);
      await expectContents(
        backend,
        keys.map((key) => `${key}=`),
      );
    },
  },
];
