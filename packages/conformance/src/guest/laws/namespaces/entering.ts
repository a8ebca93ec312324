import { holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { enter, leave, within } from "../../host/namespaces.ts";
import { get, keys, set, size } from "../../host/storage.ts";
import { call, refusing, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";
import { learn, NAMER, ROLES } from "./named.ts";

const where = "Shared namespaces";

/** Names that no shared namespace has. */
const NO_NAMES = [
  "app",
  "app:",
  "app/x",
  "user:",
  "user",
  "org:x",
  "org/",
  "org",
  "System",
  "system:x",
  "system/",
  "component:x",
  "component:namespaces-001",
  "x",
  " ",
  "app: x",
  "app:a/b",
  "app:\u00e9",
  `app:${"x".repeat(129)}`,
  "app:-x",
  "APP:x",
  "../app:x",
];

/** Laws about entering. */
export const enteringLaws: readonly WrittenLaw[] = [
  {
    name: "a call begins in the component's own namespace, whatever the call before has left entered",
    where,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        enter(shared);
        set("a", "shared");
      }, "one"),
      call(() => {
        holdsExactly({});
        refused("invalid-argument", "storage-leave", leave);
        set("a", "own");
      }, "one"),
      call((shared: string) => {
        holdsExactly({ a: "own" });
        within(shared, () => holdsExactly({ a: "shared" }));
      }, "one"),
    ],
  },
  {
    name: "storage-leave returns to where storage-enter was called, and without one it is invalid-argument",
    where: "wit/storage-namespaces.wit",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        refused("invalid-argument", "storage-leave", leave);
        set("a", "own");
        enter(shared);
        set("a", "shared");
        enter("");
        same("storage-get in the component's own again", get("a"), utf8("own"));
        leave();
        same("storage-get in the shared one", get("a"), utf8("shared"));
        leave();
        same("storage-get in the end", get("a"), utf8("own"));
        refused("invalid-argument", "storage-leave", leave);
      }, "one"),
    ],
  },
  {
    name: "entering nests 16 deep, and one more is limit-exceeded",
    where: "Limits",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        for (let depth = 0; depth < 16; depth++) enter(depth % 2 === 0 ? shared : "");
        refused("limit-exceeded", "the 17th storage-enter", () => enter(shared));
        for (let depth = 0; depth < 16; depth++) leave();
        refused("invalid-argument", "storage-leave", leave);
      }, "one"),
    ],
  },
  {
    name: "the names are app:ID, user:ID, org/ID and system, and anything else is invalid-argument",
    where,
    roles: {
      all: {
        namespaces: {
          "app:$": { access: "admin" },
          "user:$": { access: "admin" },
          "org/$": { access: "admin" },
          system: { access: "admin" },
        },
      },
      ...NAMER,
    },
    steps: [
      learn,
      call((shared: string) => {
        const id = shared.slice("app:".length);
        const names = [`app:${id}`, `user:${id}`, `org/${id}`, "system"];
        for (const name of names) within(name, () => set("a", name));
        for (const name of names) within(name, () => same(`storage-get in ${name}`, get("a"), utf8(name)));
        for (const name of names) within(name, () => same(`the keys in ${name}`, keys(), ["a"]));
        holdsExactly({});
        for (const name of NO_NAMES)
          refused("invalid-argument", `storage-enter of ${JSON.stringify(name)}`, () => enter(name));
        refused("invalid-argument", "storage-leave after names that are none", leave);
      }, "all"),
    ],
  },
  {
    name: "a namespace that is not granted is permission-denied, whether or not anybody uses it",
    where,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => within(shared, () => set("a", "1")), "one"),
      call((shared: string) => {
        denied("read", "storage-enter of one that is used", () => enter(shared));
        denied("read", "storage-enter of one that is not", () => enter("app:nobody"));
        denied("read", "storage-enter of system", () => enter("system"));
        const used = refused<string>("permission-denied", "storage-enter", () => enter(shared));
        same("the text", used, `storage:${shared}:read`);
        refused("invalid-argument", "storage-leave after a denial", leave);
        set("a", "own");
        holdsExactly({ a: "own" });
      }),
    ],
  },
  {
    name: "a call that answers an error leaves no namespace entered for the next",
    where,
    roles: ROLES,
    steps: [
      learn,
      refusing((shared: string) => enter(shared), "one"),
      call(() => {
        refused("invalid-argument", "storage-leave", leave);
        set("a", "own");
      }, "one"),
      call((shared: string) => {
        holdsExactly({ a: "own" });
        within(shared, () => same("storage-keys in the shared one", keys(), []));
      }, "one"),
    ],
  },
  {
    name: "shared namespaces whose names differ in case are apart",
    where,
    roles: {
      ...NAMER,
      one: { namespaces: { "app:$-a": { access: "admin" }, "app:$-A": { access: "admin" } } },
      other: { id: "-other", namespaces: { "app:$-a": { access: "admin" } } },
    },
    steps: [
      learn,
      call((shared: string) => {
        within(`${shared}-a`, () => set("k", "small"));
        within(`${shared}-A`, () => {
          holdsExactly({});
          set("k", "large");
        });
        within(`${shared}-a`, () => holdsExactly({ k: "small" }));
      }, "one"),
      call((shared: string) => denied("read", "storage-enter of the other one", () => enter(`${shared}-A`)), "other"),
    ],
  },
  {
    name: "what is written to a shared namespace does not count against the component's own quota",
    where,
    roles: { ...NAMER, small: { quotaBytes: 10, namespaces: { "app:$": { access: "admin" } } } },
    steps: [
      learn,
      call((shared: string) => {
        within(shared, () => {
          set("k", manyBytes(100));
          same("storage-size in the shared one", size(), 101);
        });
        refused("quota-exceeded", "11 bytes in its own", () => set("k", manyBytes(10)));
        set("k", manyBytes(9));
      }, "small"),
      call((shared: string) => within(shared, () => holdsExactly({ k: manyBytes(100) })), "small"),
    ],
  },
];
