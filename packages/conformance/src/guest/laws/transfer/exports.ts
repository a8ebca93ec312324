import { fill } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { clear, get, set, size } from "../../host/storage.ts";
import { exportAll, exportChunk, importLines } from "../../host/transfer.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";
import { line } from "./lines.ts";

const where = "Transfer";

const wit = "wit/storage-transfer.wit";

const format = "docs/formats/json-lines.md";

/** Laws about exports. */
export const exportLaws: readonly WrittenLaw[] = [
  {
    name: "an export is a line of JSON for each key, in order, with its value in Base64",
    where: wit,
    steps: [
      call(() => fill({ b: "hello", a: "", "\u{10000}": "2", "\uffff": "1", 'q"\\': "3" })),
      call(() => {
        const lines = exportAll().join("").split("\n");
        same("what follows the last line feed", lines.pop(), "");
        const entries = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
        const expected = [
          { key: "a", value: "" },
          { key: "b", value: "aGVsbG8=" },
          { key: 'q"\\', value: "Mw==" },
          { key: "\uffff", value: "MQ==" },
          { key: "\u{10000}", value: "Mg==" },
        ];
        same("the entries", entries, expected);
      }),
    ],
  },
  {
    name: "the members of a line are key and value, in this order and without white space",
    where: format,
    steps: [
      call(() => {
        fill({ "users/alice": "hello", "\u00e9": "" });
        same("the export", exportAll(), ['{"key":"users/alice","value":"aGVsbG8="}\n{"key":"\u00e9","value":""}\n']);
      }),
    ],
  },
  {
    name: "an empty namespace has an empty export",
    where: wit,
    steps: [call(() => same("storage-export", exportChunk(), { lines: "", cursor: undefined }))],
  },
  {
    name: "a large export comes in chunks of whole lines, each about 1 MiB of text, and together they are all of it",
    where: wit,
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        for (let index = 0; index < 30; index++) set(`key ${10 + index}`, manyBytes(100_000, index));
      }),
      call(() => {
        const chunks = exportAll();
        holds("4 MB of text in 3 to 8 chunks", chunks.length >= 3 && chunks.length <= 8, chunks.length);
        for (const chunk of chunks) holds("that a chunk ends with a line", chunk.endsWith("\n"), chunk.slice(-20));
        same("the number of lines", chunks.join("").split("\n").length - 1, 30);
        clear();
        same(
          "storage-import of the chunks",
          chunks.map(importLines).reduce((sum, count) => sum + count),
          30,
        );
        same("storage-size", size(), 30 * 100_006);
        same("storage-get", get("key 39"), manyBytes(100_000, 29));
      }),
    ],
  },
  {
    name: "the cursor of a chunk is good after a restart, and refused when it is altered",
    where,
    steps: [
      call(() => {
        for (let index = 0; index < 30; index++) set(`key ${10 + index}`, manyBytes(50_000, index));
        const { lines, cursor } = exportChunk();
        return { cursor, count: lines.split("\n").length - 1 };
      }),
      restart,
      call(({ cursor, count }: { cursor: string; count: number }) => {
        const rest = exportChunk(cursor);
        same("the lines of both chunks", count + rest.lines.split("\n").length - 1, 30);
        same("the cursor of the last one", rest.cursor, undefined);
        refused("invalid-argument", "a cursor that was cut", () => exportChunk(cursor.slice(1)));
        refused("invalid-argument", "a cursor that was made up", () => exportChunk("key 20"));
      }),
    ],
  },
  {
    name: "an export shows the call's own writes",
    where: "One call is one transaction",
    steps: [
      call(() => set("a", "1")),
      call(() => {
        set("b", "2");
        set("a", "3");
        same("the export", exportAll(), [line("a", "3") + line("b", "2")]);
      }),
    ],
  },
  {
    name: "an export has every key, however many there are",
    where: wit,
    steps: [
      ...[0, 1, 2, 3, 4].map((part) =>
        call(() => {
          for (let index = part * 2_100; index < (part + 1) * 2_100; index++) set(`${index}`, "");
        }),
      ),
      call(() => same("the number of lines", exportAll().join("").split("\n").length - 1, 10_500)),
    ],
  },
];
