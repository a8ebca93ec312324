import { openMemory } from "@airssys/backend/memory";
import type { Mutant } from "./mutant.ts";
import {
  altering,
  ask,
  binding,
  calling,
  err,
  mapped,
  ok,
  type Result,
  readAnswer,
  refusing,
  widening,
} from "./mutant.ts";

const about = "storage";

/** Changes the key before the function sees it. */
function repairing(repair: (key: string) => string): Mutant["wrong"] {
  return altering(({ storageGet, storageSet, storageDelete, storageHas }) => ({
    storageGet: (key: string) => ask(storageGet, repair(key)),
    storageSet: (key: string, value: unknown) => ask(storageSet, repair(key), value),
    storageDelete: (key: string) => ask(storageDelete, repair(key)),
    storageHas: (key: string) => ask(storageHas, repair(key)),
  }));
}

/** Keeps what a call wrote although it failed in a way that this says. */
function keepingFailed(isKept: (failure: unknown) => boolean): Mutant["wrong"] {
  return calling(async (bound, work) => {
    let failure: unknown;
    const result = await bound.call(async () => {
      try {
        return await work();
      } catch (error) {
        if (!isKept(error)) throw error;
        failure = error;
        return undefined;
      }
    });
    if (failure !== undefined) throw failure;
    return result;
  });
}

const codeOf = (failure: unknown) => (failure as { code?: string }).code;

/** Hosts that do `storage` wrong. */
export const storageMutants: readonly Mutant[] = [
  {
    name: "lists keys in the order of UTF-16",
    about,
    caughtBy: "U+FFFF comes before U+10000, which is the other way round in UTF-16",
    seen: 'expected ["\\uffff", "\\ud800\\udc00"], got ["\\ud800\\udc00", "\\uffff"]',
    wrong: altering(({ storageKeys }) => ({ storageKeys: mapped(storageKeys, (keys: string[]) => keys.toSorted()) })),
  },
  {
    name: "lists keys in the order of a language",
    about,
    caughtBy: "keys are listed in the unsigned order of the bytes of their UTF-8",
    seen: 'got [" ", "\\u00a0", "!", "~", "\\uff5e", "\\ud83d\\ude00", "\\u20ac"',
    wrong: altering(({ storageKeys }) => ({
      storageKeys: mapped(storageKeys, (keys: string[]) => keys.toSorted(new Intl.Collator("en").compare)),
    })),
  },
  {
    name: "leaves out the keys after the first 10 000",
    about,
    caughtBy: "10 000 keys are one answer; one more is limit-exceeded, never fewer keys",
    seen: 'got the answer ["00000", "00001", "00002", "00003", "00004", "00',
    wrong: altering(({ storageKeys, storageRangeKeys }) => ({
      storageKeys: refusing(storageKeys, "limit-exceeded", () => {
        const keys: string[] = [];
        let cursor: string | undefined;
        do {
          const page = ask(storageRangeKeys, {}, { reverse: false }, cursor);
          const { keys: found, cursor: next } = readAnswer<{ keys: string[]; cursor?: string }>(page);
          keys.push(...found);
          cursor = next;
        } while (cursor !== undefined && keys.length < 10_000);
        return ok(keys.slice(0, 10_000));
      }),
    })),
  },
  {
    name: "leaves the prefix itself out of a listing",
    about,
    caughtBy: "a prefix lists the keys that begin with it, itself included, and no others",
    seen: 'expected ["users/", "users/1", "users/2"], got ["users/1", "users/2"]',
    wrong: altering(({ storageKeys }) => ({
      storageKeys: mapped(storageKeys, (keys: string[], prefix: string) => keys.filter((key) => key !== prefix)),
    })),
  },
  {
    name: "answers true to every delete",
    about,
    caughtBy: "storage-delete answers whether the key existed, and deleting an absent one is no error",
    seen: "expected false, got true",
    wrong: altering(({ storageDelete }) => ({ storageDelete: mapped(storageDelete, () => true) })),
  },
  {
    name: "refuses to delete what is absent",
    about,
    caughtBy: "storage-delete answers whether the key existed, and deleting an absent one is no error",
    seen: 'expected no error, got {tag: "key-not-found"}',
    wrong: altering(({ storageDelete }) => ({
      storageDelete: (key: string) => {
        const result = ask(storageDelete, key);
        return result.val === false ? err("key-not-found") : result;
      },
    })),
  },
  {
    name: "takes an empty value for an absent key",
    about,
    caughtBy: "an empty value is a value, and not an absent key",
    seen: "expected <>, got none",
    wrong: altering(({ storageGet }) => ({
      storageGet: mapped(storageGet, (value: Uint8Array | undefined) => (value?.length === 0 ? undefined : value)),
    })),
  },
  {
    name: "answers an absent key with an error",
    about,
    caughtBy: "a key that was never set is absent, which is no error",
    seen: 'expected no error, got {tag: "key-not-found"}',
    wrong: altering(({ storageGet }) => ({
      storageGet: (key: string) => {
        const result = ask(storageGet, key);
        return result.tag === "ok" && result.val === undefined ? err("key-not-found") : result;
      },
    })),
  },
  {
    name: "drops a U+FEFF at the beginning of a key instead of refusing it",
    about,
    caughtBy: "a key that begins with U+FEFF is invalid-key, and is not shortened",
    seen: "expected the error invalid-key, got the answer none",
    wrong: repairing((key) => key.replace(/^\ufeff+/, "")),
  },
  {
    name: "brings keys into the normal form NFC",
    about,
    caughtBy: "keys that look alike are different keys: no normal form, no case folding",
    seen: 'got ["A", "a", "fi", "ss", "x", "x ", "\\u00c5", "\\u00df", "\\u00e',
    wrong: repairing((key) => key.normalize()),
  },
  {
    name: "takes spaces from the ends of keys",
    about,
    caughtBy: "keys are any text without control characters, and stay as they are",
    seen: 'got [" ", " a", "\\"", "%", "%00", "\'", "*", ".", "..", "/", "0",',
    wrong: repairing((key) => key.replace(/(.) +$/, "$1")),
  },
  {
    name: "takes keys with C1 controls",
    about,
    caughtBy: "a key with a control character anywhere is invalid-key",
    seen: "expected the error invalid-key, got the answer none",
    wrong: repairing((key) => key.replace(/[\u0080-\u009f]/g, "_")),
  },
  {
    name: "has no limit for keys",
    about,
    caughtBy: "a key of more than 256 bytes is invalid-key, however few characters it has",
    seen: "expected the error invalid-key, got the answer none",
    wrong: { limits: { keyBytesMax: 1_000 } },
  },
  {
    name: "takes values of one byte more than the limit",
    about,
    caughtBy: "a value of one byte more is value-too-large, which carries the limit, and changes nothing",
    seen: "expected the error value-too-large, got the answer none",
    wrong: { limits: { valueBytesMax: 1_048_577 } },
  },
  {
    name: "lets one call change any number of keys",
    about,
    caughtBy: "one call changes 10 000 keys at most, set and deleted ones together, and each key counts once",
    seen: "expected the error limit-exceeded, got the answer none",
    wrong: { limits: { callKeysMax: 1_000_000 } },
  },
  {
    name: "clears however many keys there are",
    about,
    caughtBy: "a clear of more keys than one call may change is limit-exceeded, and removes none",
    seen: "expected the error limit-exceeded, got the answer none",
    wrong: { limits: { callKeysMax: 10_001 } },
  },
  {
    name: "tells in value-too-large how long the value was instead of the limit",
    about,
    caughtBy: "a value of one byte more is value-too-large, which carries the limit, and changes nothing",
    seen: "expected 1048576, got 1048577",
    wrong: altering(({ storageSet }) => ({
      storageSet: refusing(storageSet, "value-too-large", (_limit, _key, value: Uint8Array) =>
        err("value-too-large", BigInt(value.length)),
      ),
    })),
  },
  {
    name: "repeats the key in the text of invalid-key",
    about,
    caughtBy: "the text of invalid-key does not repeat the key",
    seen: 'expected a text that does not repeat the key, got "\\"private name',
    wrong: altering(({ storageGet }) => ({
      storageGet: refusing(storageGet, "invalid-key", (rule: string, key: string) =>
        err("invalid-key", `${JSON.stringify(key.replace(/\p{Cc}/gu, ""))} ${rule}`),
      ),
    })),
  },
  {
    name: "answers invalid-argument to an invalid key",
    about,
    caughtBy: "the empty key is invalid-key",
    seen: 'got {tag: "invalid-argument", val: "must not be empty"}',
    wrong: altering(({ storageSet }) => ({
      storageSet: refusing(storageSet, "invalid-key", (rule) => err("invalid-argument", rule)),
    })),
  },
  {
    name: "counts characters instead of bytes",
    about,
    caughtBy: "used bytes are the bytes of keys and values, exactly, with the call's own writes",
    seen: "expected 13, got 9",
    wrong: altering(({ storageSize, storageKeys, storageGet }) => ({
      storageSize: mapped(storageSize, () => {
        const keys = readAnswer<string[]>(ask(storageKeys, ""));
        const values = keys.map((key) => readAnswer<Uint8Array>(ask(storageGet, key)).length);
        return BigInt(keys.join("").length + values.reduce((sum, length) => sum + length, 0));
      }),
    })),
  },
  {
    name: "answers the used bytes of the beginning of the call",
    about,
    caughtBy: "overwriting counts the difference, deleting takes key and value away",
    seen: "expected 10, got 8",
    wrong: altering(({ storageSize }, { onCall }) => {
      let known: Result | undefined;
      onCall(() => {
        known = ask(storageSize);
      });
      return { storageSize: () => known ?? ask(storageSize) };
    }),
  },
  {
    name: "lets a namespace have one byte more than its quota",
    about,
    caughtBy: "a namespace can be filled to the last byte of its quota, and not further",
    seen: "expected the error quota-exceeded, got the answer none",
    wrong: binding((id, grants) => [id, { ...grants, quotaBytes: grants.quotaBytes + 1 }]),
  },
  {
    name: "counts a value that replaces another in full",
    about,
    caughtBy: "a write that adds no bytes is never refused for the quota, not even when more is used than it allows",
    seen: 'got {tag: "quota-exceeded", val: {quota: 50, requested: 60, used',
    wrong: altering(({ storageSet, storageSize }, { grants }) => ({
      storageSet: (key: string, value: Uint8Array) => {
        const used = ask(storageSize);
        const isOver = used.tag === "ok" && Number(used.val) + value.length > grants.quotaBytes;
        const details = { used: used.val, quota: BigInt(grants.quotaBytes), requested: BigInt(value.length) };
        return isOver ? err("quota-exceeded", details) : ask(storageSet, key, value);
      },
    })),
  },
  {
    name: "tells in quota-exceeded what would have been used",
    about,
    caughtBy: "quota-exceeded carries the bytes used before, the quota, and what the write would have added",
    seen: "got {quota: 50, requested: 21, used: 51}",
    wrong: altering(({ storageSet }) => ({
      storageSet: refusing(storageSet, "quota-exceeded", (val: { used: bigint; requested: bigint }) =>
        err("quota-exceeded", { ...(val as object), used: val.used + val.requested }),
      ),
    })),
  },
  {
    name: "lets whoever may write clear",
    about,
    caughtBy: "storage-clear needs admin access, and changes nothing without it",
    seen: "expected the error permission-denied, got the answer none",
    wrong: altering(({ storageClear, storageKeys, storageDelete }, { grants }) => ({
      storageClear: () => {
        if (grants.access !== "read-write") return ask(storageClear);
        for (const key of readAnswer<string[]>(ask(storageKeys))) ask(storageDelete, key);
        return ok(undefined);
      },
    })),
  },
  {
    name: "lets whoever may read delete",
    about,
    caughtBy: "read-only access reads everything and writes nothing",
    seen: "expected the error permission-denied, got the answer true",
    wrong: widening(
      (grants) => (grants.access === "read-only" ? { ...grants, access: "read-write" } : grants),
      ({ storageSet }, { id, grants }) => ({
        storageSet: (key: string, value: unknown) =>
          grants.access === "read-only"
            ? err("permission-denied", `storage:component:${id}:write`)
            : ask(storageSet, key, value),
      }),
    ),
  },
  {
    name: "tells in a denial whether the key exists",
    about,
    caughtBy: "a denial is the same whether the key exists or not",
    seen: 'expected the error permission-denied, got {tag: "conflict"}',
    wrong: altering(({ storageSet, storageHas }) => ({
      storageSet: refusing(storageSet, "permission-denied", (grant: string, key: string) =>
        ask(storageHas, key).val === true ? err("conflict") : err("permission-denied", grant),
      ),
    })),
  },
  {
    name: "names the component in denials by another's name",
    about,
    caughtBy: "the text of a denial is the grant that is missing, with the component's own id in it",
    seen: '"storage:component:host:write"',
    wrong: altering(({ storageSet }) => ({
      storageSet: refusing(storageSet, "permission-denied", () =>
        err("permission-denied", "storage:component:host:write"),
      ),
    })),
  },
  {
    name: "shortens a listing to the keys that are granted",
    about,
    caughtBy: "a listing that reaches beyond the patterns is denied as a whole, and never shortened",
    seen: 'expected the error permission-denied, got the answer ["users/a", "users0"]',
    wrong: altering(({ storageKeys }, { id, grants, outside }) => ({
      storageKeys: refusing(storageKeys, "permission-denied", () => {
        const all = ask(outside(id, { access: "admin", quotaBytes: grants.quotaBytes }).storageKeys, "");
        const prefixes = (grants.keys ?? []).map((pattern) => pattern.replace("*", ""));
        return ok(readAnswer<string[]>(all).filter((key) => prefixes.some((prefix) => key.startsWith(prefix))));
      }),
    })),
  },
  {
    name: "looks at keys before access",
    about,
    caughtBy: "access is looked at before keys, keys before values",
    seen: 'got {tag: "invalid-key", val: "must not be empty"}',
    wrong: altering(({ storageSet }) => ({
      storageSet: (key: string, value: unknown) =>
        key === "" ? err("invalid-key", "must not be empty") : ask(storageSet, key, value),
    })),
  },
  {
    name: "looks at the quota before the length of a value",
    about,
    caughtBy: "the length of a value is looked at before the quota",
    seen: 'got {tag: "quota-exceeded", val: {quota: 10, requested: 2, used:',
    wrong: altering(({ storageSet }, { grants }) => ({
      storageSet: refusing(storageSet, "value-too-large", (limit) => {
        const quota = BigInt(grants.quotaBytes);
        return quota < 2_000_000n
          ? err("quota-exceeded", { used: 0n, quota, requested: 2n })
          : err("value-too-large", limit);
      }),
    })),
  },
  {
    name: "deletes the key whose new value it refuses",
    about,
    caughtBy: "a function that answers an error changes nothing, and undoes nothing that the call did before",
    seen: 'expected ["a", "b"], got ["b"]',
    wrong: altering(({ storageSet, storageDelete }) => ({
      storageSet: refusing(storageSet, "quota-exceeded", (details, key: string) => {
        ask(storageDelete, key);
        return err("quota-exceeded", details);
      }),
    })),
  },
  {
    name: "keeps what a call wrote that trapped",
    about,
    caughtBy: "a call that traps leaves nothing behind",
    seen: 'expected ["a", "b", "c"], got ["a", "c", "new"]',
    wrong: keepingFailed((failure) => codeOf(failure) === "trapped"),
  },
  {
    name: "keeps what a call wrote that answered an error",
    about,
    caughtBy: "a call that answers an error leaves nothing behind",
    seen: 'expected ["a", "b", "c"], got ["a", "c", "new"]',
    wrong: keepingFailed((failure) => codeOf(failure) === "refused"),
  },
  {
    name: "shows a call what was committed, and not its own writes",
    about,
    caughtBy: "a call sees its own writes",
    seen: "expected <33>, got none",
    wrong: altering((_, { outside }) => ({ storageGet: (key: string) => ask(outside().storageGet, key) })),
  },
  {
    name: "forgets everything in a restart",
    about,
    caughtBy: "what a call wrote is there after a restart",
    seen: 'expected ["a", "b", "c", "large"], got []',
    wrong: { changeBackend: () => openMemory() },
  },
  {
    name: "keeps the data of two components in one namespace",
    about,
    caughtBy: "a component sees nothing of another",
    seen: 'expected [], got ["a", "b"]',
    wrong: binding((id, grants) => [id.replace(/-other$/, ""), grants]),
  },
  {
    name: "takes ids for the same that differ in case",
    about,
    caughtBy: "components whose ids begin alike, or differ in case, are apart",
    seen: "expected <6f662041>, got <6f662061>",
    wrong: binding((id, grants) => [id.toLowerCase(), grants]),
  },
  {
    name: "cuts ids to 120 characters",
    about,
    caughtBy: "an id has up to 128 letters, digits, dots, underscores and hyphens",
    seen: 'expected [], got ["a"]',
    wrong: binding((id, grants) => [id.slice(0, 120), grants]),
  },
  {
    name: "clears the namespaces of other components, too",
    about,
    caughtBy: "storage-clear of one component leaves the data of another",
    seen: 'expected ["a"], got []',
    wrong: altering(({ storageClear }, { id, grants, outside }) => ({
      storageClear: () => {
        ask(outside(id.replace(/-other$/, ""), grants).storageClear);
        return ask(storageClear);
      },
    })),
  },
];
