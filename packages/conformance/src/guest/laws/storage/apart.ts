import { fill, holdsExactly } from "../../expect/contents.ts";
import { same } from "../../expect/expect.ts";
import { clear, get, has, keys, remove, set, size } from "../../host/storage.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";

const where = "Who asks";

/** Ids that a careless host could confuse. */
const NEIGHBOURS = ["", "-", "-b", ".", ".b", "0", "_", "A", "a", "z"];
const NEIGHBOUR_ROLES = Object.fromEntries(NEIGHBOURS.map((id) => [`neighbour ${id}`, { id }]));

/** Keys with separators that hosts may use between a name and a key. */
const SEPARATING = ["-b", ".b", ":a", "/a", "!a", "b", "\u{10ffff}", "component:x", "a-b"];

/** Laws of `storage` about components beside each other. */
export const apartLaws: readonly WrittenLaw[] = [
  {
    name: "a component sees nothing of another",
    where,
    roles: { other: { id: "-other" } },
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      call(() => {
        holdsExactly({});
        same("storage-get", get("a"), undefined);
        same("storage-has", has("a"), false);
        same("storage-delete", remove("a"), false);
        fill({ a: "another", c: "3" });
      }, "other"),
      call(() => {
        holdsExactly({ a: "1", b: "2" });
        remove("b");
      }),
      call(() => holdsExactly({ a: "another", c: "3" }), "other"),
    ],
  },
  {
    name: "storage-clear of one component leaves the data of another",
    where,
    roles: { other: { id: "-other" }, third: { id: "-p" } },
    steps: [
      call(() => fill({ a: "1" })),
      call(() => fill({ a: "2" }), "other"),
      call(() => fill({ a: "3" }), "third"),
      call(clear, "other"),
      call(() => holdsExactly({ a: "1" })),
      call(() => holdsExactly({}), "other"),
      call(() => holdsExactly({ a: "3" }), "third"),
    ],
  },
  {
    name: "components whose ids begin alike, or differ in case, are apart",
    where,
    roles: NEIGHBOUR_ROLES,
    steps: [
      ...NEIGHBOURS.map((id) =>
        call(() => fill(Object.fromEntries(SEPARATING.map((key) => [key, `of ${id}`]))), `neighbour ${id}`),
      ),
      restart,
      ...NEIGHBOURS.map((id) =>
        call(() => holdsExactly(Object.fromEntries(SEPARATING.map((key) => [key, `of ${id}`]))), `neighbour ${id}`),
      ),
      call(clear, "neighbour -"),
      call(clear, "neighbour A"),
      ...NEIGHBOURS.map((id) =>
        call(
          () => same("the number of keys", keys().length, id === "-" || id === "A" ? 0 : SEPARATING.length),
          `neighbour ${id}`,
        ),
      ),
    ],
  },
  {
    name: "a quota is that of one component, whatever others use",
    where,
    roles: { small: { quotaBytes: 10 }, other: { id: "-other" } },
    steps: [
      call(() => set("a", "0123456789abcdef"), "other"),
      call(() => {
        same("storage-size", size(), 0);
        set("a", "123456789");
        same("storage-size", size(), 10);
      }, "small"),
      call(() => same("storage-size", size(), 17), "other"),
    ],
  },
  {
    name: "an id has up to 128 letters, digits, dots, underscores and hyphens",
    where,
    roles: { long: { id: `${".A_z-9".repeat(19)}.ab` }, longer: { id: `${".A_z-9".repeat(19)}_ab` } },
    steps: [
      call(() => set("a", "1"), "long"),
      call(() => {
        holdsExactly({});
        set("a", "2");
      }, "longer"),
      restart,
      call(() => holdsExactly({ a: "1" }), "long"),
      call(() => holdsExactly({ a: "2" }), "longer"),
    ],
  },
];
