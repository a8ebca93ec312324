import type { Backend } from "@airssys/backend";
import { assert } from "chai";
import { expectAllClosed } from "../expect/all-closed.ts";
import { expectContents, expectRefusal, expectValue } from "../expect/expectations.ts";
import { bytes, shown } from "../expect/text-bytes.ts";
import { walk } from "../expect/walk.ts";
import { fill, put, remove, removeRange, write } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about snapshots, for the backends that have them. */
export const snapshotLaws: readonly Law[] = [
  {
    name: "a snapshot shows its moment, whatever is committed later",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a", "b", "c", "d", "e"], async (backend, snapshot) => {
      await write(backend, put("a", "new"), remove("b"), removeRange("c", "e"), put("f", "later"));
      await expectContents(snapshot, ["a=a", "b=b", "c=c", "d=d", "e=e"]);
      await expectContents(backend, ["a=new", "e=e", "f=later"]);
      await expectValue(snapshot, "b", "b");
      await expectValue(snapshot, "f", undefined);
      const values = await snapshot.getMany(["a", "f", "d"].map(bytes));
      assert.deepEqual(values.map(shown), ["a", undefined, "d"], "the values of several keys");
    }),
  },
  {
    name: "pages and counts of a snapshot are those of its moment, in both directions",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a", "b", "c", "d", "e"], async (backend, snapshot) => {
      await write(backend, removeRange("", "c"), ...["ba", "bb", "y", "z"].map((key) => put(key, "later")));
      for (const reverse of [false, true]) {
        const keys = (await walk(snapshot, { limit: 2, reverse })).map(({ key }) => shown(key));
        assert.deepEqual(keys, reverse ? ["e", "d", "c", "b", "a"] : ["a", "b", "c", "d", "e"], `reverse: ${reverse}`);
      }
      const page = await snapshot.scan({ gte: bytes("b"), lt: bytes("d"), valueBytesMax: 0 });
      assert.deepEqual(
        page.entries.map(({ key, value }) => [shown(key), value.length]),
        [
          ["b", 0],
          ["c", 0],
        ],
        "a range without values",
      );
      assert.deepEqual(await snapshot.count({}), { keys: 5, next: undefined }, "the count of all keys");
      assert.deepEqual(await snapshot.count({ gte: bytes("b"), lt: bytes("bz") }), { keys: 1, next: undefined });
    }),
  },
  {
    name: "snapshots of two moments show two states",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a"], async (backend, first) => {
      await write(backend, put("a", "2"));
      const second = await take(backend);
      await write(backend, put("a", "3"));
      await expectValue(first, "a", "a");
      await expectValue(second, "a", "2");
      await first.close();
      await expectValue(second, "a", "2");
      await second.close();
      await expectValue(backend, "a", "3");
    }),
  },
  {
    name: "a snapshot does not see what another handle commits",
    about: "snapshots",
    offers: "snapshot",
    assumes: ["multiProcess"],
    async run(context) {
      const other = await context.openAnother();
      await fill(context.backend, "a", "b");
      const snapshot = await take(context.backend);
      await write(other, put("a", "new"), remove("b"));
      await expectContents(snapshot, ["a=a", "b=b"]);
      await snapshot.close();
    },
  },
  {
    name: "a snapshot refuses each commit as read-only",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a"], async (backend, snapshot) => {
      const batch = { checks: [], writes: [put("a", "new")] };
      await expectRefusal(snapshot, "read-only", "commit", () => snapshot.commit(batch));
      await expectRefusal(snapshot, "read-only", "commitAll", () => snapshot.commitAll([batch]));
      await expectRefusal(snapshot, "read-only", "commit of nothing", () =>
        snapshot.commit({ checks: [], writes: [] }),
      );
      await expectContents(snapshot, ["a=a"]);
      await expectContents(backend, ["a=a"]);
    }),
  },
  {
    name: "a snapshot judges its arguments as its backend does",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a"], async (backend, snapshot) => {
      const tooLong = new Uint8Array(backend.capabilities.keyBytesMax + 1);
      await expectRefusal(snapshot, "invalid", "get of the empty key", () => snapshot.get(bytes("")));
      await expectRefusal(snapshot, "invalid", "get of a key that is too long", () => snapshot.get(tooLong));
      await expectRefusal(snapshot, "invalid", "getMany of one", () => snapshot.getMany([bytes("a"), tooLong]));
      await expectRefusal(snapshot, "invalid", "scan with limit 0", () => snapshot.scan({ limit: 0 }));
      assert.deepEqual([snapshot.mode, snapshot.capabilities], [backend.mode, backend.capabilities]);
    }),
  },
  {
    name: "what a snapshot returned belongs to the caller",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a", "b"], async (_, snapshot) => {
      const kept = await snapshot.get(bytes("a"));
      const [found] = await snapshot.getMany([bytes("a")]);
      const { entries } = await snapshot.scan({});
      await expectValue(snapshot, "b", "b");
      assert.deepEqual([kept, found, entries[0]?.value].map(shown), ["a", "a", "a"], "values after other reads");
      for (const value of [kept, found, entries[0]?.key, entries[0]?.value]) value?.fill(0);
      await expectContents(snapshot, ["a=a", "b=b"]);
    }),
  },
  {
    name: "a snapshot that is closed is closed, and its backend is not",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a"], async (backend, snapshot) => {
      await snapshot.close();
      await snapshot.close();
      await expectAllClosed(snapshot);
      await fill(backend, "b");
      await expectContents(backend, ["a=a", "b=b"]);
    }),
  },
  {
    name: "a snapshot outlives the handle that it came from",
    about: "snapshots",
    offers: "snapshot",
    run: withSnapshot(["a", "b"], async (backend, snapshot) => {
      await backend.close();
      await expectContents(snapshot, ["a=a", "b=b"]);
      await expectRefusal(backend, "closed", "snapshot", () => backend.snapshot?.());
      await snapshot.close();
      await expectAllClosed(snapshot);
    }),
  },
  {
    name: "a view of a snapshot shows the view at that moment",
    about: "snapshots",
    offers: "snapshot",
    async run({ backend, view }) {
      await fill(backend, "a", "v:1", "v:2", "w");
      const snapshot = await take(backend);
      const inside = view(snapshot, bytes("v:"));
      await write(view(backend, bytes("v:")), remove("1"), put("3", "later"));
      await expectContents(inside, ["1=v:1", "2=v:2"]);
      const batch = { checks: [], writes: [put("4", "")] };
      await expectRefusal(inside, "read-only", "commit", () => inside.commit(batch));
      await snapshot.close();
      await expectRefusal(inside, "closed", "get of a view", () => inside.get(bytes("1")));
    },
  },
];

async function take(backend: Backend): Promise<Backend> {
  const snapshot = await backend.snapshot?.();
  return snapshot ?? assert.fail("the backend has no snapshot()");
}

/** A law about a snapshot of some keys, which it may close. */
function withSnapshot(
  keys: readonly string[],
  run: (backend: Backend, snapshot: Backend) => Promise<void>,
): (context: { readonly backend: Backend }) => Promise<void> {
  return async ({ backend }) => {
    await fill(backend, ...keys);
    const snapshot = await take(backend);
    try {
      await run(backend, snapshot);
    } finally {
      await snapshot.close();
    }
  };
}
