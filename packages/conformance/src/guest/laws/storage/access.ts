import { fill, holdsExactly } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { clear, get, has, keys, remove, set, size } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";

const where = "Permissions";
const ENTRIES = { a: "1", b: "22" };

const ALL: readonly (readonly [string, "read" | "write" | "admin", (key: string) => unknown])[] = [
  ["storage-get", "read", get],
  ["storage-has", "read", has],
  ["storage-keys", "read", () => keys()],
  ["storage-size", "read", size],
  ["storage-set", "write", (key) => set(key, "1")],
  ["storage-delete", "write", remove],
  ["storage-clear", "admin", clear],
];

/** Requires that each of these is denied, with a text that ends in this way. */
function denied(level: string, functions: typeof ALL, key = "a"): string[] {
  return functions.map(([name, , work]) => {
    const text = refused<string>("permission-denied", `${name} of ${JSON.stringify(key)}`, () => work(key));
    const end = `:${level}`;
    holds(`the text of the denial of ${name} to end with ${end}`, text.endsWith(end), text);
    holds(
      `the text of the denial of ${name} to begin with storage:component:`,
      text.startsWith("storage:component:"),
      text,
    );
    return text;
  });
}

const needing = (...levels: string[]) => ALL.filter(([, level]) => levels.includes(level));

/** Laws of `storage` about access levels and patterns of keys. */
export const accessLaws: readonly WrittenLaw[] = [
  {
    name: "read-only access reads everything and writes nothing",
    where,
    roles: { reader: { access: "read-only" } },
    steps: [
      call(() => fill(ENTRIES)),
      call(() => {
        holdsExactly(ENTRIES);
        denied("write", needing("write"));
        denied("admin", needing("admin"));
        holdsExactly(ENTRIES);
      }, "reader"),
      call(() => holdsExactly(ENTRIES)),
    ],
  },
  {
    name: "storage-clear needs admin access, and changes nothing without it",
    where,
    roles: { writer: { access: "read-write" } },
    steps: [
      call(() => {
        fill(ENTRIES);
        denied("admin", needing("admin"));
        holdsExactly(ENTRIES);
      }, "writer"),
      call(() => holdsExactly(ENTRIES), "writer"),
    ],
  },
  {
    name: "a component without access is denied everything, and told what is missing",
    where,
    roles: { stranger: { access: "none" } },
    steps: [
      call(() => fill(ENTRIES)),
      call(() => {
        denied("read", needing("read"));
        denied("write", needing("write"));
        denied("admin", needing("admin"));
      }, "stranger"),
      call(() => holdsExactly(ENTRIES)),
    ],
  },
  {
    name: "the text of a denial is the grant that is missing, with the component's own id in it",
    where: "Answers",
    roles: { reader: { access: "read-only", id: "-named" } },
    steps: [
      call(() => {
        const [text = ""] = denied("write", needing("write"));
        const form = /^storage:component:[A-Za-z0-9][A-Za-z0-9._-]*-named:write$/;
        holds("the text storage:component:ID:write", form.test(text), text);
      }, "reader"),
    ],
  },
  {
    name: "a denial is the same whether the key exists or not",
    where: "Answers",
    roles: { reader: { access: "read-only" }, stranger: { access: "none" } },
    steps: [
      call(() => fill(ENTRIES)),
      call(() => {
        const ofKeys = needing("write");
        same("the texts", denied("write", ofKeys, "absent"), denied("write", ofKeys, "a"));
      }, "reader"),
      call(() => {
        const ofKeys = ALL.filter(([name]) => name === "storage-get" || name === "storage-has");
        same("the texts", denied("read", ofKeys, "absent"), denied("read", ofKeys, "a"));
      }, "stranger"),
    ],
  },
  {
    name: "access is looked at before keys, keys before values",
    where: "Answers",
    roles: { reader: { access: "read-only" } },
    steps: [
      call(() => {
        refused("permission-denied", "storage-set of an invalid key without access", () => set("", "1"));
        refused("permission-denied", "storage-delete of an invalid key without access", () => remove("\u0000"));
        refused("permission-denied", "storage-set of a huge value without access", () =>
          set("a", manyBytes(2_000_000)),
        );
      }, "reader"),
      call(() => {
        refused("invalid-key", "storage-set of an invalid key and a huge value", () => set("", manyBytes(2_000_000)));
        holdsExactly({});
      }),
    ],
  },
  {
    name: "the length of a value is looked at before the quota",
    where: "Answers",
    roles: { small: { quotaBytes: 10 } },
    steps: [
      call(() => {
        refused("value-too-large", "storage-set of 2 000 000 bytes", () => set("a", manyBytes(2_000_000)));
      }, "small"),
    ],
    assumes: ["limits-of-the-contract"],
  },
  {
    name: "keys inside of the patterns of a grant are used like any, and others are denied",
    where,
    roles: { narrow: { keys: ["users/*", "me"] } },
    steps: [
      call(() => fill({ me: "1", "users/a": "2", other: "3", usersx: "4" })),
      call(() => {
        same("storage-get of a key", get("me"), utf8("1"));
        set("users/b", "5");
        same("storage-delete", remove("users/a"), true);
        same("storage-keys of the prefix", keys("users/"), ["users/b"]);
        same("storage-keys of a longer prefix", keys("users/b"), ["users/b"]);
        for (const key of ["other", "usersx", "users", "me2", "m"])
          denied(
            `keys:${key}`,
            ALL.filter(([, , work]) => work.length > 0),
            key,
          );
      }, "narrow"),
      call(() => holdsExactly({ me: "1", "users/b": "5", other: "3", usersx: "4" })),
    ],
  },
  {
    name: "a listing that reaches beyond the patterns is denied as a whole, and never shortened",
    where,
    roles: { narrow: { keys: ["users/*", "users0"] } },
    steps: [
      call(() => fill({ "users/a": "2", users0: "3" })),
      call(() => {
        const text = (prefix?: string) =>
          refused<string>("permission-denied", `storage-keys of ${prefix}`, () => keys(prefix));
        holds("a text that ends with :keys:*", text().endsWith(":keys:*"), text());
        holds("a text that ends with :keys:users*", text("users").endsWith(":keys:users*"), text("users"));
        same("storage-keys inside of a pattern", keys("users/"), ["users/a"]);
      }, "narrow"),
    ],
  },
  {
    name: "with patterns, storage-size is that of the whole namespace, and storage-clear needs every key",
    where,
    roles: { narrow: { keys: ["a"] } },
    steps: [
      call(() => fill(ENTRIES)),
      call(() => {
        same("storage-size", size(), 5);
        denied("keys:*", needing("admin"));
      }, "narrow"),
      call(() => holdsExactly(ENTRIES)),
    ],
  },
  {
    name: "a denied key with a * in it is meant by what is before the *",
    where,
    roles: { narrow: { keys: ["users/*"] } },
    steps: [
      call(
        () =>
          denied(
            "keys:a*",
            needing("write").filter(([name]) => name === "storage-set"),
            "a*b",
          ),
        "narrow",
      ),
    ],
  },
  {
    name: "a denial for a pattern is the same whether the key exists or not",
    where: "Answers",
    roles: { narrow: { keys: ["users/*"] } },
    steps: [
      call(() => set("there", "1")),
      call(() => {
        for (const [name, , work] of ALL.filter(([, , work]) => work.length > 0)) {
          const of = (key: string) => refused<string>("permission-denied", name, () => work(key)).replace(key, "KEY");
          same(`the texts of ${name}`, of("gone!"), of("there"));
        }
      }, "narrow"),
    ],
  },
  {
    name: "keys are looked at before patterns, patterns before values",
    where: "Answers",
    roles: { narrow: { keys: ["users/*"] } },
    steps: [
      call(() => {
        refused("invalid-key", "storage-get of an invalid key outside", () => get("other\n"));
        refused("invalid-key", "storage-keys of an invalid prefix outside", () => keys("other\n"));
        refused("permission-denied", "storage-set of a huge value outside", () => set("other", manyBytes(2_000_000)));
      }, "narrow"),
    ],
  },
  {
    name: "a pattern of one key is that key and no prefix, and what is denied is cut at its first *",
    where,
    roles: { narrow: { keys: ["users0"] } },
    steps: [
      call(() => fill({ users0: "1", users01: "2" })),
      call(() => {
        same("storage-get of the key", get("users0"), utf8("1"));
        for (const [prefix, pattern] of [
          ["users0", "users0*"],
          ["a*b*c", "a*"],
          ["*", "*"],
        ] as const) {
          const text = refused<string>("permission-denied", `storage-keys of ${prefix}`, () => keys(prefix));
          holds(`a text that ends with :keys:${pattern}`, text.endsWith(`:keys:${pattern}`), text);
        }
        const text = refused<string>("permission-denied", "storage-get of a*b*c", () => get("a*b*c"));
        holds("a text that ends with :keys:a*", text.endsWith(":keys:a*"), text);
      }, "narrow"),
    ],
  },
];
