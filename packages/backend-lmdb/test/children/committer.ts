import { writeSync } from "node:fs";
import { openLmdb } from "@airssys/backend-lmdb";
import { bytes, put, text } from "../text.ts";

// Commits without end and says the number of each commit as soon as it has returned. Every commit writes its number
// three times and a record.

const [path = ""] = process.argv.slice(2);
const backend = openLmdb({ path });
for (let number = Number(text(backend.get(bytes("a"))) ?? 0) + 1; ; number++) {
  const record = put(
    `record/${String(number).padStart(8, "0")}`,
    new Uint8Array((number * 37) % 9_000).fill(number % 256),
  );
  const writes = [put("a", String(number)), record, put("m", String(number)), put("z", String(number))];
  if (!backend.commit({ checks: [], writes })) throw new Error("a commit without checks was refused");
  writeSync(1, `${number}\n`);
}
