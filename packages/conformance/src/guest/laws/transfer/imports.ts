import { fill, holdsExactly } from "../../expect/contents.ts";
import { holds, refused, refusedWith, same } from "../../expect/expect.ts";
import { catchRefusal } from "../../host/refused.ts";
import { clear, set } from "../../host/storage.ts";
import { exportAll, importLines } from "../../host/transfer.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes, utf8, type Value } from "../../values/bytes.ts";
import { Random } from "../../values/random.ts";
import { line } from "./lines.ts";

const where = "Transfer";

const wit = "wit/storage-transfer.wit";

const format = "docs/formats/json-lines.md";

/** Returns a line whose value has a number of zeros, a multiple of 3. */
const zeros = (key: string, count: number) => `${JSON.stringify({ key, value: "AAAA".repeat(count / 3) })}\n`;

/** Lines that are no valid entries. */
const BAD_LINES = [
  "x",
  "{",
  "[]",
  "null",
  "1",
  '"a"',
  "{}",
  '{"key":"a"}',
  '{"value":"MQ=="}',
  '{"key":1,"value":"MQ=="}',
  '{"key":"a","value":1}',
  '{"key":"a","value":null}',
  '{"key":"a","value":"MQ"}',
  '{"key":"a","value":"M==="}',
  '{"key":"a","value":"MR=="}',
  '{"key":"a","value":"M Q="}',
  '{"key":"a","value":"MQ==MQ=="}',
  '{"key":"a","value":"-_=="}',
  '{"key":"a","value":"MQ==","other":1}',
  '{"key":"a","value":"MQ==","expiresAt":0}',
  '{"key":"a","value":"MQ==","expiresAt":1767225600}',
  '{"key":"a","value":"MQ==","expiresAt":1.5}',
  '{"key":"a","value":"MQ==","expiresAt":"9999999999999"}',
  '{"key":"a","value":"MQ==","expiresAt":null}',
  '{"key":"a","value":"MQ=="}{"key":"b","value":"MQ=="}',
  '{"key":"a","value":"MQ==","expiresAt":true}',
  '{"key":"a","value":"MQ==","expiresAt":-1}',
  '{"key":"a","value":"MQ==","expiresAt":1e400}',
  '{"key":"a","value":"MQ==","expiresAt":NaN}',
  '{"key":"a","value":"MQ==","expiresAt":9007199254740992}',
  '{"key":"a","value":"MQ==","expiresAt":90071992547409930}',
  '{"key":"a","value":"MQ==",}',
  '{"key":"a","value":"MQ==\\n"}',
  '{"key":"a","value":"MQ=\\n="}',
  "{'key':'a','value':'MQ=='}",
  '// {"key":"a","value":"MQ=="}',
  '\ufeff{"key":"a","value":"MQ=="}',
  " ",
];

/** Laws about imports. */
export const importLaws: readonly WrittenLaw[] = [
  {
    name: "an export that is imported elsewhere is the same namespace",
    where: wit,
    roles: { other: { id: "-other" } },
    steps: [
      call(() => {
        fill({ a: "", b: Uint8Array.from({ length: 256 }, (_, byte) => byte), '\u{1f600} \\"': "3", "e\u0301": "4" });
        return exportAll();
      }),
      call((chunks: string[]) => {
        same(
          "storage-import",
          chunks.reduce((sum, chunk) => sum + importLines(chunk), 0),
          4,
        );
        same("the export of the copy", exportAll(), chunks);
      }, "other"),
      restart,
      call(() => {
        const b = Uint8Array.from({ length: 256 }, (_, byte) => byte);
        holdsExactly({ a: "", b, '\u{1f600} \\"': "3", "e\u0301": "4" });
      }, "other"),
    ],
  },
  {
    name: "an import sets the keys that it names, leaves all others, and answers how many lines there were",
    where: wit,
    steps: [
      call(() => fill({ kept: "1", changed: "1" })),
      call(() => {
        same("storage-import", importLines(line("new", "2") + line("changed", "2")), 2);
        same("storage-import of nothing", importLines(""), 0);
        holdsExactly({ changed: "2", kept: "1", new: "2" });
      }),
      call(() => holdsExactly({ changed: "2", kept: "1", new: "2" })),
    ],
  },
  {
    name: "a key that is named twice keeps its last value, and lines may come in any order",
    where: wit,
    steps: [
      call(() => {
        same("storage-import", importLines(line("b", "1") + line("a", "1") + line("b", "2")), 3);
        holdsExactly({ a: "1", b: "2" });
      }),
    ],
  },
  {
    name: "the last line need not end, and white space may stand around members",
    where: format,
    steps: [
      call(() => {
        same("without a last line feed", importLines('{"key":"a","value":"MQ=="}'), 1);
        same(
          "with white space",
          importLines(' { "value" : "Mg==" ,\t"key" : "b" } \r\n{"key":"\\u0063","value":""}\r\n'),
          2,
        );
        holdsExactly({ a: "1", b: "2", c: "" });
      }),
    ],
  },
  {
    name: "of a name that a line has twice the last one counts",
    where,
    steps: [
      call(() => {
        importLines('{"key":"a","key":"b","value":"MQ==","value":"Mg=="}\n');
        holdsExactly({ b: "2" });
      }),
    ],
  },
  {
    name: "a line that is no entry is invalid-argument, and nothing of the import is done",
    where: wit,
    steps: [
      call(() => {
        set("a", "before");
        for (const bad of BAD_LINES) {
          const text = refused<string>("invalid-argument", `storage-import of ${bad}`, () =>
            importLines(`${line("a", "1")}${bad}\n${line("c", "3")}`),
          );
          holds("a text that names line 2", /\b2\b/.test(text), text);
        }
        refused("invalid-argument", "a byte order mark before all", () => importLines(`\ufeff${line("a", "1")}`));
        refused("invalid-argument", "an empty line", () => importLines(`${line("a", "1")}\n${line("c", "3")}`));
        holdsExactly({ a: "before" });
      }),
      call(() => holdsExactly({ a: "before" })),
    ],
  },
  {
    name: "an import is all or nothing, whatever refuses a line of it",
    where: wit,
    assumes: ["limits-of-the-contract"],
    roles: { small: { quotaBytes: 50 } },
    steps: [
      call(() => {
        set("a", "before");
        const good = line("a", "1") + line("b", "2");
        refused("invalid-key", "an empty key", () => importLines(good + line("", "1")));
        refused("invalid-key", "a control character", () => importLines(`${good}{"key":"\\u0000","value":""}\n`));
        refused("invalid-key", "a byte order mark", () => importLines(good + line("\ufeffa", "1")));
        refused("invalid-key", "a long key", () => importLines(good + line("k".repeat(257), "1")));
        refusedWith("value-too-large", 1_048_576, "a large value", () => importLines(good + zeros("c", 1_048_578)));
        refused("quota-exceeded", "too much", () => importLines(good + line("c", manyBytes(50))));
        holdsExactly({ a: "before" });
      }, "small"),
      call(() => holdsExactly({ a: "before" }), "small"),
    ],
  },
  {
    name: "an entry whose expiry has passed is not kept, and an existing key of that name is removed",
    where: wit,
    steps: [
      call(() => {
        fill({ a: "1", b: "2" });
        const expired = (key: string) => `{"key":"${key}","value":"MQ==","expiresAt":1000000000000}\n`;
        same("storage-import", importLines(expired("a") + expired("c")), 2);
        holdsExactly({ b: "2" });
      }),
      call(() => holdsExactly({ b: "2" })),
    ],
  },
  {
    name: "an expiry that is to come is kept, and exported again",
    where: wit,
    steps: [
      call(() => {
        const text = '{"key":"a","value":"MQ==","expiresAt":9007199254740991}\n';
        importLines(text);
        holdsExactly({ a: "1" });
        same("the export", exportAll(), [text]);
      }),
    ],
  },
  {
    name: "more than 8 MiB of text, or more than 100 000 lines, are limit-exceeded",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        const long = zeros("a", 900_000).repeat(8);
        refused("limit-exceeded", "9.6 MB of text", () => importLines(long));
        holdsExactly({});
        const short = '{"key":"a","value":""}\n';
        refused("limit-exceeded", "100 001 lines", () => importLines(short.repeat(100_001)));
        holdsExactly({});
      }),
    ],
  },
  {
    name: "an import is undone with the call that fails",
    where: "One call is one transaction",
    assumes: ["one-call-is-one-transaction"],
    steps: [
      call(() => set("a", "1")),
      trapping(() => void importLines(line("a", "2") + line("b", "2"))),
      refusing(() => void importLines(line("c", "2"))),
      call(() => holdsExactly({ a: "1" })),
    ],
  },
  {
    name: "whatever is in a namespace is the same after export, clear and import",
    where,
    steps: [61, 62].map((seed) =>
      call(() => {
        const random = new Random(seed);
        const model = new Map<string, Value>();
        for (let index = 0; index < 60; index++) {
          const key = random.of(["a", "\u00e9", "\u{1f600}", '"', "\\", " ", "\u2028"]) + String(random.below(30));
          model.set(key, random.bytes(50));
        }
        clear();
        importLines([...model].map(([key, value]) => line(key, value)).join(""));
        holdsExactly(model);
        const chunks = exportAll();
        clear();
        for (const chunk of chunks) importLines(chunk);
        holdsExactly(model);
        same("an empty value in UTF-8", utf8(""), new Uint8Array());
      }),
    ),
  },
  {
    name: "an import looks at one line after the other",
    where: "Answers",
    steps: [
      call(() => {
        refused("invalid-key", "a line with an invalid key before one that is none", () =>
          importLines(`${line("", "1")}x\n`),
        );
        refused("invalid-argument", "a line that is none before one with an invalid key", () =>
          importLines(`x\n${line("", "1")}`),
        );
        holdsExactly({});
      }),
    ],
  },
  {
    name: "a lone surrogate in a key is refused, and never repaired",
    where: "Keys, values, order",
    steps: [
      call(() => {
        for (const key of ["a\\ud800", "\\udc00a", "\\ud83d\\u0041", "\\ude00\\ud83d"]) {
          const { refusal } = catchRefusal(() => importLines(`{"key":"${key}","value":""}\n`));
          const isRefused = refusal?.tag === "invalid-key" || refusal?.tag === "invalid-argument";
          holds(`invalid-key for the key ${key}`, isRefused, refusal ?? "an answer");
        }
        importLines('{"key":"\\ud83d\\ude00","value":""}\n');
        holdsExactly({ "\u{1f600}": "" });
      }),
    ],
  },
  {
    name: "an import of 100 000 lines, or of nearly 8 MiB of text, is taken",
    where: "Limits",
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => same("100 000 lines", importLines('{"key":"a","value":""}\n'.repeat(100_000)), 100_000)),
      call(() => same("7.2 MB of text", importLines(zeros("a", 900_000).repeat(6)), 6)),
    ],
  },
];
