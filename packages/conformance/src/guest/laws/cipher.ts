import { holdsExactly } from "../expect/contents.ts";
import { holds, refused, same } from "../expect/expect.ts";
import { open, seal } from "../host/cipher.ts";
import { call, restart, type WrittenLaw } from "../plan/written-law.ts";
import { manyBytes, utf8 } from "../values/bytes.ts";
import { Random } from "../values/random.ts";
import { accessLaw } from "./access-law.ts";

const where = "The cipher";
const wit = "wit/storage-cipher.wit";
const BYTES_MORE = 33;

/** Bytes as text, since a memo holds text only. */
const numbers = (bytes: Uint8Array) => Array.from(bytes);
const LETTER = "Dear Charles";

/** All laws of `storage-cipher`. */
export const cipherLaws: readonly WrittenLaw[] = [
  {
    name: "what was sealed is opened with the same name and associated data",
    where: wit,
    steps: [
      call(() => {
        const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
        same("open", open("k", seal("k", LETTER)), utf8(LETTER));
        same("open with associated data", open("k", seal("k", everyByte, "users/1"), "users/1"), everyByte);
        same("open of nothing", open("\u00e9 k", seal("\u00e9 k", "", everyByte), everyByte), new Uint8Array());
      }),
    ],
  },
  {
    name: "sealed bytes are 33 more, begin with 1, and do not show what was sealed",
    where: wit,
    steps: [
      call(() => {
        for (const count of [0, 1, 15, 16, 17, 1_000]) {
          const sealed = seal("k", manyBytes(count, 65));
          same(`the bytes of ${count} sealed bytes`, sealed.length, count + BYTES_MORE);
          same("the first byte", sealed[0], 1);
        }
        const text = Array.from(seal("k", "A".repeat(1_000)), (byte) => String.fromCharCode(byte)).join("");
        holds("that what was sealed is not to be seen", !text.includes("AAAAAAAA"), text);
      }),
    ],
  },
  {
    name: "the same bytes never seal to the same answer: a nonce is fresh",
    where: wit,
    steps: [
      call(() => {
        const sealed = Array.from({ length: 200 }, () => seal("k", LETTER));
        const nonces = sealed.map((bytes) => bytes.subarray(5, 17).join());
        same("the number of different nonces", new Set(nonces).size, 200);
        return nonces;
      }),
      restart,
      call((before: string[]) => {
        const nonces = Array.from({ length: 200 }, () => seal("k", LETTER).subarray(5, 17).join());
        same("the number of different nonces after a restart", new Set([...before, ...nonces]).size, 400);
      }),
    ],
  },
  {
    name: "sealed bytes open in other instances and after a restart",
    where: wit,
    roles: { again: {} },
    steps: [
      call(() => numbers(seal("k", LETTER, "a"))),
      call((sealed: number[]) => same("open", open("k", Uint8Array.from(sealed), "a"), utf8(LETTER)), "again"),
      restart,
      call((sealed: number[]) => same("open", open("k", Uint8Array.from(sealed), "a"), utf8(LETTER))),
    ],
  },
  {
    name: "what another namespace has sealed does not open",
    where: wit,
    roles: { other: { id: "-other" } },
    steps: [
      call(() => numbers(seal("k", LETTER))),
      call(
        (sealed: number[]) => refused("invalid-argument", "open", () => open("k", Uint8Array.from(sealed))),
        "other",
      ),
    ],
  },
  {
    name: "sealed bytes open under their own name and associated data alone",
    where: wit,
    steps: [
      call(() => {
        const sealed = seal("k", LETTER, "a");
        for (const name of ["K", "k2", "a", "k "])
          refused("invalid-argument", `open under ${name}`, () => open(name, sealed, "a"));
        for (const data of ["", "b", "a ", "aa"])
          refused("invalid-argument", `open with ${data}`, () => open("k", sealed, data));
        const moved = seal("ka", LETTER, "");
        refused("invalid-argument", "a letter moved from the name to the associated data", () => open("k", moved, "a"));
      }),
    ],
  },
  {
    name: "bytes that were altered anywhere do not open",
    where: wit,
    steps: [
      call(() => {
        const sealed = seal("k", LETTER);
        for (let at = 0; at < sealed.length; at++) {
          for (const flip of [1, 0x80]) {
            const altered = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ flip : byte));
            refused("invalid-argument", `open with byte ${at} altered`, () => open("k", altered));
          }
        }
      }),
    ],
  },
  {
    name: "bytes that were cut, lengthened or made up do not open",
    where: wit,
    steps: [
      call(() => {
        const sealed = seal("k", LETTER);
        for (let length = 0; length < sealed.length; length++)
          refused("invalid-argument", `open of the first ${length} bytes`, () => open("k", sealed.subarray(0, length)));
        refused("invalid-argument", "open of one byte more", () => open("k", Uint8Array.of(...sealed, 0)));
        refused("invalid-argument", "open of 33 zeros", () => open("k", new Uint8Array(33)));
        refused("invalid-argument", "open of 33 ones", () => open("k", manyBytes(33, 1)));
      }),
    ],
  },
  {
    name: "plaintext and associated data are as long as values at most",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        const [longest, longer] = [manyBytes(1_048_576, 3), manyBytes(1_048_577, 3)];
        same("the longest plaintext", open("k", seal("k", longest)), longest);
        same("the longest associated data", open("k", seal("k", LETTER, longest), longest), utf8(LETTER));
        refused("value-too-large", "seal of more", () => seal("k", longer));
        refused("value-too-large", "seal with more associated data", () => seal("k", "", longer));
        refused("value-too-large", "open with more associated data", () => open("k", seal("k", ""), longer));
      }),
    ],
  },
  {
    name: "the name of a key obeys the grammar of keys",
    where: wit,
    steps: [
      call(() => {
        const sealed = seal("k", LETTER);
        for (const name of ["", "\u0000", "k\n", "\ufeffk", "\u0085"]) {
          refused("invalid-key", `seal under ${JSON.stringify(name)}`, () => seal(name, LETTER));
          refused("invalid-key", `open under ${JSON.stringify(name)}`, () => open(name, sealed));
        }
      }),
    ],
  },
  {
    name: "sealing stores nothing",
    where: wit,
    steps: [call(() => void open("k", seal("k", LETTER))), call(() => holdsExactly({}))],
  },
  accessLaw([
    ["open", "read", () => open("k", new Uint8Array(40))],
    ["seal", "write", () => seal("k", LETTER)],
  ]),
  {
    name: "who may only read can open what others of the namespace have sealed, and patterns of keys are nothing to it",
    where: "Permissions",
    roles: { reader: { access: "read-only", keys: ["users/*"] } },
    steps: [
      call(() => numbers(seal("k", LETTER))),
      call((sealed: number[]) => same("open", open("k", Uint8Array.from(sealed)), utf8(LETTER)), "reader"),
    ],
  },
  {
    name: "whatever is sealed opens, and only as it was sealed",
    where,
    steps: [
      call(() => {
        const random = new Random(71);
        for (let round = 0; round < 60; round++) {
          const [name, plaintext, data] = [`k${random.below(5)}`, random.bytes(80), random.bytes(20)];
          const sealed = seal(name, plaintext, data);
          same("open", open(name, sealed, data), plaintext);
          const at = random.below(sealed.length);
          const altered = Uint8Array.from(sealed, (byte, index) =>
            index === at ? byte ^ (1 + random.below(255)) : byte,
          );
          refused("invalid-argument", `open with byte ${at} altered`, () => open(name, altered, data));
        }
      }),
    ],
  },
];
