import type { JudgedInterface } from "../../src/law/interfaces.ts";
import type { Mutant } from "./mutant.ts";
import { altering, ask, err } from "./mutant.ts";

const about: JudgedInterface = "storage-transfer";
const noEntry = "a line that is no entry is invalid-argument, and nothing of the import is done";

/** Changes the text of an import before it is read. */
function reading(change: (text: string) => string): Mutant["wrong"] {
  return altering(({ storageImport }) => ({ storageImport: (text: string) => ask(storageImport, change(text)) }));
}

/** Hosts that read lines as lenient parsers do. */
export const lineMutants: readonly Mutant[] = [
  {
    name: "repairs lone surrogates in lines",
    about,
    caughtBy: "a lone surrogate in a key is refused, and never repaired",
    seen: 'got "an answer"',
    wrong: reading((text) => text.replace(/\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/gi, "\\ufffd")),
  },
  {
    name: "takes true for a number, as Python does",
    about,
    caughtBy: noEntry,
    seen: '"expiresAt":true}: expected the error invalid-argument, got the answer 3',
    wrong: reading((text) => text.replace(/"expiresAt":true/g, '"expiresAt":9999999999999')),
  },
  {
    name: "rounds an expiry that no double has",
    about,
    caughtBy: noEntry,
    seen: '"expiresAt":9007199254740992}: expected the error invalid-argument, got the answer 3',
    wrong: reading((text) => text.replace(/"expiresAt":90071992547409\d\d/g, '"expiresAt":9007199254740991')),
  },
  {
    name: "drops a byte order mark before the first line",
    about,
    caughtBy: noEntry,
    seen: "a byte order mark before all: expected the error invalid-argument, got the answer 1",
    wrong: reading((text) => text.replace(/^\ufeff/, "")),
  },
  {
    name: "takes a comma after the last member",
    about,
    caughtBy: noEntry,
    seen: '"MQ==",}: expected the error invalid-argument, got the answer 3',
    wrong: reading((text) => text.replace(/,\s*\}/g, "}")),
  },
  {
    name: "takes Base64 with line breaks in it",
    about,
    caughtBy: noEntry,
    seen: '"MQ==\\n"}: expected the error invalid-argument, got the answer 3',
    wrong: reading((text) => text.replace(/\\[nr]/g, "")),
  },
  {
    name: "looks at the JSON of all lines before it looks at keys",
    about,
    caughtBy: "an import looks at one line after the other",
    seen: 'expected the error invalid-key, got {tag: "invalid-argument"',
    wrong: altering(({ storageImport }) => ({
      storageImport: (text: string) => {
        const isJson = text.trimEnd().split("\n").every(isParsed);
        return isJson ? ask(storageImport, text) : err("invalid-argument", "a line is no JSON");
      },
    })),
  },
];

function isParsed(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
