import type { Mutant } from "./mutant.ts";
import { altering, ask, err, type Functions, mapped, ok, type Result, readAnswer, refusing } from "./mutant.ts";

const watches = "storage-watch";
const transfer = "storage-transfer";
const namespaces = "storage-namespaces";
const cipher = "storage-cipher";

type Events = {
  readonly events: readonly { readonly key: string; readonly oldValue?: unknown }[];
  readonly missed: bigint;
};
type Usage = { readonly usedBytes: bigint; readonly quotaBytes: bigint; readonly keyCount: bigint };

/** Changes what a poll answers. */
function polling(change: (events: Events) => unknown): Mutant["wrong"] {
  return altering(({ storagePoll }) => ({ storagePoll: mapped(storagePoll, change) }));
}

/** Hosts that do `storage-watch` wrong. */
export const watchMutants: readonly Mutant[] = [
  {
    name: "tells of what a failed call wrote",
    about: watches,
    caughtBy: "what a failed call wrote is never told",
    seen: 'expected [], got [{key: "a", operation: "set"}, {key: "b", operation: "set"}]',
    wrong: altering(({ storagePoll, storageSet }, { id }) => ({
      storageSet: (key: string, value: Uint8Array) => {
        if (new TextDecoder().decode(value) === "no") untold.set(id, [...(untold.get(id) ?? []), key]);
        return ask(storageSet, key, value);
      },
      storagePoll: mapped(storagePoll, ({ events, missed }: Events) => {
        const told = (untold.get(id) ?? []).map((key) => ({ key, operation: "set", version: 9n }));
        untold.delete(id);
        return { events: [...told, ...events], missed };
      }),
    })),
  },
  {
    name: "does not tell what was missed",
    about: watches,
    caughtBy: "what does not fit is counted as missed, without a gap before it, and what comes later is complete again",
    seen: "expected at least 1 500 changes, told or missed, got {missed: 0, told: 1000}",
    wrong: polling((events) => ({ ...events, missed: 0n })),
  },
  {
    name: "tells the newest events first",
    about: watches,
    caughtBy: "events come in the order of commits, and those of one commit have one version",
    seen: "expected [<31>, <31>, <32>, <33>, <33>], got [<33>, <33>, <32>, <31>, <31>]",
    wrong: polling(({ events, missed }) => ({ events: events.toReversed(), missed })),
  },
  {
    name: "does not tell the value before",
    about: watches,
    caughtBy: "an event has the value before and the value after, none where there is none",
    seen: 'got [{key: "a", newValue: <31>, operation: "set"}, {key: "a", newValue: <>',
    wrong: polling(({ events, missed }) => ({ events: events.map(({ oldValue: _, ...event }) => event), missed })),
  },
  {
    name: "tells of every key whatever the prefix",
    about: watches,
    caughtBy: "a watch tells of keys with its prefix and of no others",
    seen: 'expected ["users/a", "users/b"], got ["Users/a", "users", "users/a", "users/b"]',
    wrong: altering(({ storageWatch }) => ({ storageWatch: () => ask(storageWatch, "") })),
  },
  {
    name: "tells an event with every poll",
    about: watches,
    caughtBy: "an event is taken once",
    seen: 'got {events: [{key: "a", newValue: <31>, operation: "set", version: 1',
    wrong: altering(({ storagePoll }) => {
      let last: readonly unknown[] = [];
      return {
        storagePoll: mapped(storagePoll, ({ events, missed }: Events) => {
          last = events.length === 0 ? last : events;
          return { events: last, missed };
        }),
      };
    }),
  },
];

/** Keys that were set and never committed, of each component. */
const untold = new Map<string, string[]>();

/** Hosts that do `storage-usage` wrong. */
export const usageMutants: readonly Mutant[] = [
  {
    name: "counts a key once more each time it is written",
    about: "storage-usage",
    caughtBy: "usage is exact at every instant, with the call's own writes",
    seen: "got {keyCount: 4, quotaBytes: 50, usedBytes: 10}",
    wrong: altering(({ storageUsage, storageSet, storageHas }) => {
      let drift = 0n;
      return {
        storageSet: (key: string, value: unknown) => {
          if (ask(storageHas, key).val === true) drift++;
          return ask(storageSet, key, value);
        },
        storageUsage: mapped(storageUsage, (usage: Usage) => ({
          ...(usage as object),
          keyCount: usage.keyCount + drift,
        })),
      };
    }),
  },
  {
    name: "answers what is left instead of the quota",
    about: "storage-usage",
    caughtBy: "usage is exact at every instant, with the call's own writes",
    seen: "got {keyCount: 1, quotaBytes: 48, usedBytes: 2}",
    wrong: altering(({ storageUsage }) => ({
      storageUsage: mapped(storageUsage, (usage: Usage) => ({
        ...(usage as object),
        quotaBytes: usage.quotaBytes - usage.usedBytes,
      })),
    })),
  },
];

/** Imports lines one by one, each changed. */
function importing(change: (line: string, functions: Functions) => string | undefined): Mutant["wrong"] {
  return altering((functions) => ({
    storageImport: (lines: string) => {
      const changed = lines.split("\n").map((line) => change(line, functions));
      return ask(functions.storageImport, changed.filter((line) => line !== undefined).join("\n"));
    },
  }));
}

/** The error of one line, as that of the line with this number. */
function numbered({ val }: Result, line: bigint): Result {
  const { tag, val: rule } = val as { tag: string; val: unknown };
  return err(tag, typeof rule === "string" ? rule.replace("line 1", `line ${line}`) : rule);
}

/** Hosts that do `storage-transfer` wrong. */
export const transferMutants: readonly Mutant[] = [
  {
    name: "writes Base64 without padding",
    about: transfer,
    caughtBy: "an export is a line of JSON for each key, in order, with its value in Base64",
    seen: 'got [{key: "a", value: ""}, {key: "b", value: "aGVsbG8"}, {key: ',
    wrong: altering(({ storageExport }) => ({
      storageExport: mapped(storageExport, (chunk: { lines: string }) => ({
        ...chunk,
        lines: chunk.lines.replace(/=+"/g, '"'),
      })),
    })),
  },
  {
    name: "keeps the lines of an import before the one that is refused",
    about: transfer,
    caughtBy: "a line that is no entry is invalid-argument, and nothing of the import is done",
    seen: "expected <6265666f7265>, got <31>",
    wrong: altering(({ storageImport }) => ({
      storageImport: (lines: string) => {
        let count = 0n;
        for (const line of lines.split(/(?<=\n)/)) {
          const result: Result = ask(storageImport, line);
          if (result.tag === "err") return numbered(result, count + 1n);
          count += readAnswer<bigint>(result);
        }
        return ok(count);
      },
    })),
  },
  {
    name: "skips members that it does not know",
    about: transfer,
    caughtBy: "a line that is no entry is invalid-argument, and nothing of the import is done",
    seen: "expected the error invalid-argument, got the answer 3",
    wrong: importing((line) => line.replace(',"other":1', "")),
  },
  {
    name: "keeps entries whose expiry has passed",
    about: transfer,
    caughtBy: "an entry whose expiry has passed is not kept, and an existing key of that name is removed",
    seen: 'expected ["b"], got ["a", "b", "c"]',
    wrong: importing((line) => line.replace(/,"expiresAt":1000000000000\}$/, "}")),
  },
  {
    name: "clears the namespace before an import",
    about: transfer,
    caughtBy: "an import sets the keys that it names, leaves all others, and answers how many lines there were",
    seen: 'expected ["changed", "kept", "new"], got []',
    wrong: altering(({ storageImport, storageClear }) => ({
      storageImport: (lines: string) => {
        ask(storageClear);
        return ask(storageImport, lines);
      },
    })),
  },
];

/** Hosts that do `storage-namespaces` wrong. */
export const namespaceMutants: readonly Mutant[] = [
  {
    name: "leaves a namespace entered for the next call",
    about: namespaces,
    caughtBy: "a call begins in the component's own namespace, whatever the call before has left entered",
    seen: 'expected [], got ["a"]',
    wrong: altering(({ storageEnter, storageLeave }, { onCall }) => {
      const entered: string[] = [];
      onCall(() => {
        for (const name of entered) ask(storageEnter, name);
      });
      return {
        storageEnter: (name: string) => {
          const result = ask(storageEnter, name);
          if (result.tag === "ok") entered.push(name);
          return result;
        },
        storageLeave: () => {
          entered.pop();
          return ask(storageLeave);
        },
      };
    }),
  },
  {
    name: "keeps what is shared in the component's own namespace",
    about: namespaces,
    caughtBy: "a shared namespace is apart from the component's own, and the same for all who enter it",
    seen: 'expected [], got ["a"]',
    wrong: altering(({ storageEnter }) => ({
      storageEnter: (name: string) => {
        const result = ask(storageEnter, name);
        return result.tag === "ok" && name !== "" ? ask(storageEnter, "") : result;
      },
    })),
  },
  {
    name: "answers invalid-argument for a namespace that is not granted",
    about: namespaces,
    caughtBy: "a namespace that is not granted is permission-denied, whether or not anybody uses it",
    seen: 'got {tag: "invalid-argument", val: "there is no such namespace"}',
    wrong: altering(({ storageEnter }) => ({
      storageEnter: refusing(storageEnter, "permission-denied", () =>
        err("invalid-argument", "there is no such namespace"),
      ),
    })),
  },
  {
    name: "does not mind leaving what was not entered",
    about: namespaces,
    caughtBy: "storage-leave returns to where storage-enter was called, and without one it is invalid-argument",
    seen: "expected the error invalid-argument, got the answer none",
    wrong: altering(({ storageLeave }) => ({
      storageLeave: refusing(storageLeave, "invalid-argument", () => ok(undefined)),
    })),
  },
];

/** Hosts that do `storage-cipher` wrong. */
export const cipherMutants: readonly Mutant[] = [
  {
    name: "does not look at associated data",
    about: cipher,
    caughtBy: "sealed bytes open under their own name and associated data alone",
    seen: "expected the error invalid-argument, got the answer <4465617220436861726c6573>",
    wrong: altering(({ seal, open }) => ({
      seal: (name: string, plaintext: unknown) => ask(seal, name, plaintext, new Uint8Array()),
      open: (name: string, sealed: unknown) => ask(open, name, sealed, new Uint8Array()),
    })),
  },
  {
    name: "has one key for all names",
    about: cipher,
    caughtBy: "sealed bytes open under their own name and associated data alone",
    seen: "expected the error invalid-argument, got the answer <4465617220436861726c6573>",
    wrong: altering(({ seal, open }) => ({
      seal: (_name: string, plaintext: unknown, data: unknown) => ask(seal, "k", plaintext, data),
      open: (_name: string, sealed: unknown, data: unknown) => ask(open, "k", sealed, data),
    })),
  },
  {
    name: "seals the same bytes to the same answer",
    about: cipher,
    caughtBy: "the same bytes never seal to the same answer: a nonce is fresh",
    seen: "expected 200, got 1",
    wrong: altering(({ seal }) => {
      const known = new Map<string, Result>();
      return {
        seal: (...args: never[]) => {
          const key = JSON.stringify(args);
          const result = known.get(key) ?? ask(seal, ...args);
          known.set(key, result);
          return result;
        },
      };
    }),
  },
  {
    name: "has one key for all namespaces",
    about: cipher,
    caughtBy: "what another namespace has sealed does not open",
    seen: "expected the error invalid-argument, got the answer <4465617220436861726c6573>",
    wrong: altering((_, { grants, outside }) => {
      const { seal, open } = outside("everybody", grants);
      return { seal: (...args: never[]) => ask(seal, ...args), open: (...args: never[]) => ask(open, ...args) };
    }),
  },
];
