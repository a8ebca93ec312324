import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { enter, within } from "../../host/namespaces.ts";
import { clear, get, has, keys, set, size } from "../../host/storage.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";
import { learn, NAMER, ROLES, setInBoth, sharing } from "./named.ts";

const where = "Shared namespaces";

const assumes = ["one-call-is-one-transaction"] as const;

/** Each law has a shared namespace with the name of its id, which the memo carries from step to step. */
const NAMES = { named: { id: "" } };

/** Laws about what is shared. */
export const sharingLaws: readonly WrittenLaw[] = [
  {
    name: "a shared namespace is apart from the component's own, and the same for all who enter it",
    where,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        set("a", "own");
        within(shared, () => {
          holdsExactly({});
          fill({ a: "shared", b: "2" });
        });
        holdsExactly({ a: "own" });
      }, "one"),
      call((shared: string) => {
        holdsExactly({});
        within(shared, () => {
          holdsExactly({ a: "shared", b: "2" });
          set("c", "3");
        });
      }, "two"),
      restart,
      call((shared: string) => {
        within(shared, () => holdsExactly({ a: "shared", b: "2", c: "3" }));
        holdsExactly({ a: "own" });
      }, "one"),
    ],
  },
  {
    name: "the grant of a shared namespace is for it alone",
    where: "Permissions",
    roles: {
      ...NAMER,
      one: sharing(),
      reader: { ...sharing("read-only"), id: "-reader" },
      writer: { ...sharing("read-write"), access: "read-only" },
      none: { ...sharing("none"), id: "-none" },
    },
    steps: [
      learn,
      call((shared: string) => within(shared, () => set("a", "1")), "one"),
      call((shared: string) => {
        set("own", "1");
        within(shared, () => {
          holdsExactly({ a: "1" });
          const text = refused("permission-denied", "storage-set", () => set("b", "2"));
          same("the text", text, `storage:${shared}:write`);
          denied("admin", "storage-clear", clear);
        });
        clear();
      }, "reader"),
      call((shared: string) => {
        denied("write", "storage-set in the component's own", () => set("b", "2"));
        within(shared, () => set("b", "2"));
      }, "writer"),
      call((shared: string) => denied("read", "storage-enter without access", () => enter(shared)), "none"),
      call((shared: string) => within(shared, () => holdsExactly({ a: "1", b: "2" })), "one"),
    ],
  },
  {
    name: "a grant of a shared namespace may be narrowed to patterns of keys",
    where: "Permissions",
    roles: { ...NAMER, one: sharing(), narrow: { ...sharing("read-write", ["users/*"]), id: "-narrow" } },
    steps: [
      learn,
      call((shared: string) => within(shared, () => fill({ "users/a": "1", other: "2" })), "one"),
      call((shared: string) => {
        set("other", "own");
        within(shared, () => {
          same("storage-get inside", get("users/a"), utf8("1"));
          same("storage-keys inside", keys("users/"), ["users/a"]);
          denied("keys:other", "storage-get outside", () => get("other"));
          const text = refused("permission-denied", "storage-keys", () => keys());
          same("the text", text, `storage:${shared}:keys:*`);
        });
      }, "narrow"),
    ],
  },
  {
    name: "a call is one transaction over every namespace that it used",
    where: "One call is one transaction",
    assumes,
    roles: ROLES,
    steps: [
      learn,
      setInBoth,
      trapping((shared: string) => {
        set("a", "no");
        within(shared, () => set("a", "no"));
      }, "one"),
      refusing((shared: string) => {
        within(shared, () => {
          clear();
          set("b", "no");
        });
        clear();
      }, "one"),
      call((shared: string) => {
        holdsExactly({ a: "own" });
        within(shared, () => holdsExactly({ a: "shared" }));
      }, "one"),
    ],
  },
  {
    name: "sizes and storage-clear are those of the namespace that was entered",
    where,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ a: "1", b: manyBytes(99) });
        within(shared, () => {
          same("storage-size", size(), 0);
          set("c", manyBytes(999));
          same("storage-size", size(), 1_000);
        });
        same("storage-size of its own", size(), 102);
        within(shared, clear);
        same("storage-size of its own", size(), 102);
      }, "one"),
      call((shared: string) => {
        within(shared, () => holdsExactly({}));
        holdsExactly({ a: "1", b: manyBytes(99) });
      }, "one"),
    ],
  },
  {
    name: "what a call wrote in a namespace is there when it enters it again",
    where: "One call is one transaction",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        for (let round = 0; round < 5; round++) {
          within(shared, () => {
            same("storage-has", has(`${round - 1}`), round > 0);
            set(`${round}`, "");
          });
          same("storage-keys of its own", keys(), []);
        }
        within(shared, () => same("storage-keys", keys(), ["0", "1", "2", "3", "4"]));
      }, "one"),
    ],
  },
  {
    name: "the name of a shared namespace is no way into the component's own data, and the other way round",
    where: "Who asks",
    roles: { ...ROLES, ...NAMES },
    steps: [
      learn,
      call((shared: string) => {
        within(shared, () => fill({ "!a": "1", ":a": "2", "/a": "3" }));
        fill({ [`${shared}!a`]: "own", "app:x": "own" });
      }, "one"),
      call((shared: string) => {
        within(shared, () => holdsExactly({ "!a": "1", ":a": "2", "/a": "3" }));
        holdsExactly({ [`${shared}!a`]: "own", "app:x": "own" });
      }, "one"),
    ],
  },
];
