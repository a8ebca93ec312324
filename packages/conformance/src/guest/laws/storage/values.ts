import { holdsExactly } from "../../expect/contents.ts";
import { refused, refusedWith, same } from "../../expect/expect.ts";
import { get, has, keys, remove, set, size } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8 } from "../../values/bytes.ts";

const where = "Keys, values, order";
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const VALUE_BYTES_MAX = 1_048_576;

/** Laws of `storage` about single values. */
export const valueLaws: readonly WrittenLaw[] = [
  {
    name: "a namespace is empty at first",
    where,
    steps: [
      call(() => {
        same("storage-keys", keys(), []);
        same("storage-size", size(), 0);
      }),
    ],
  },
  {
    name: "a key that was never set is absent, which is no error",
    where,
    steps: [
      call(() => {
        same("storage-get", get("nobody"), undefined);
        same("storage-has", has("nobody"), false);
      }),
    ],
  },
  {
    name: "a value is read as it was set, every byte of it",
    where,
    steps: [
      call(() => {
        set("bytes", EVERY_BYTE);
        same("storage-get", get("bytes"), EVERY_BYTE);
      }),
      call(() => same("storage-get in the next call", get("bytes"), EVERY_BYTE)),
    ],
  },
  {
    name: "an empty value is a value, and not an absent key",
    where,
    steps: [
      call(() => {
        set("empty", "");
        same("storage-get", get("empty"), new Uint8Array());
        same("storage-has", has("empty"), true);
      }),
      call(() => {
        holdsExactly({ empty: "" });
        same("storage-has in the next call", has("empty"), true);
        same("storage-delete", remove("empty"), true);
      }),
    ],
  },
  {
    name: "setting a key again replaces its value",
    where: "wit/storage.wit",
    steps: [
      call(() => set("key", "a long first value")),
      call(() => {
        set("key", "second");
        same("storage-get", get("key"), utf8("second"));
      }),
      call(() => holdsExactly({ key: "second" })),
    ],
  },
  {
    name: "storage-delete answers whether the key existed, and deleting an absent one is no error",
    where: "wit/storage.wit",
    steps: [
      call(() => {
        set("key", "value");
        same("the first storage-delete", remove("key"), true);
        same("the second storage-delete", remove("key"), false);
        same("storage-delete of what never was", remove("other"), false);
        set("kept", "1");
      }),
      call(() => {
        same("storage-delete in the next call", remove("key"), false);
        same("storage-delete of what the call before has set", remove("kept"), true);
      }),
      call(() => holdsExactly({})),
    ],
  },
  {
    name: "a deleted key is absent everywhere, and can be set again",
    where: "wit/storage.wit",
    steps: [
      call(() => {
        set("a", "1");
        set("b", "2");
      }),
      call(() => {
        remove("a");
        same("storage-get", get("a"), undefined);
        same("storage-has", has("a"), false);
        holdsExactly({ b: "2" });
      }),
      call(() => {
        holdsExactly({ b: "2" });
        set("a", "3");
      }),
      call(() => holdsExactly({ a: "3", b: "2" })),
    ],
  },
  {
    name: "storage-has answers whether there is a value, and not whether there is something in it",
    where: "wit/storage.wit",
    steps: [
      call(() => {
        set("zero", Uint8Array.of(0));
        set("nothing", "");
      }),
      call(() => same("storage-has of three keys", ["zero", "nothing", "none"].map(has), [true, true, false])),
    ],
  },
  {
    name: "a value is what it was when it was set, whatever becomes of the memory of the component",
    where: "What a host must not do",
    steps: [
      call(() => {
        const value = utf8("as it was");
        set("key", value);
        value.fill(0);
        for (let round = 0; round < 50; round++) set("other", manyBytes(1_000, round));
        same("storage-get of what was set", get("key"), utf8("as it was"));
        const read = get("key");
        read?.fill(0);
        same("storage-get of what was read and changed", get("key"), utf8("as it was"));
      }),
      call(() => same("storage-get in the next call", get("key"), utf8("as it was"))),
    ],
  },
  {
    name: "a value of 1 048 576 bytes is kept",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => set("large", manyBytes(VALUE_BYTES_MAX, 7))),
      call(() => same("storage-get", get("large"), manyBytes(VALUE_BYTES_MAX, 7))),
    ],
  },
  {
    name: "a value of one byte more is value-too-large, which carries the limit, and changes nothing",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        set("key", "before");
        const tooLarge = manyBytes(VALUE_BYTES_MAX + 1);
        refusedWith("value-too-large", VALUE_BYTES_MAX, "storage-set of an existing key", () => set("key", tooLarge));
        refused("value-too-large", "storage-set of a new key", () => set("new", tooLarge));
        holdsExactly({ key: "before" });
      }),
      call(() => holdsExactly({ key: "before" })),
    ],
  },
  {
    name: "a call sees its own writes",
    where: "One call is one transaction",
    steps: [
      call(() => {
        set("a", "1");
        set("b", "2");
      }),
      call(() => {
        set("c", "3");
        same("storage-get of a new key", get("c"), utf8("3"));
        remove("a");
        set("b", "22");
        set("a2", "1");
        remove("a2");
        holdsExactly({ b: "22", c: "3" });
        same("storage-has of a key that the call has deleted", has("a"), false);
      }),
      call(() => holdsExactly({ b: "22", c: "3" })),
    ],
  },
];
