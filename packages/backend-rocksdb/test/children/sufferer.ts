import { writeSync } from "node:fs";
import { openRocksdb } from "@airssys/backend-rocksdb";

// Commits the numbers 1 to 30, and says of each what became of it.

const [path = ""] = process.argv.slice(2);
const backend = await openRocksdb({ path });
for (let number = 1; number <= 30; number++) {
  const write = { type: "put", key: Uint8Array.of(number), value: new Uint8Array(100).fill(number) } as const;
  let failure = {};
  try {
    backend.commit({ checks: [], writes: [write] });
  } catch (error) {
    const { code, outcome } = error as { code: string; outcome: string };
    failure = { code, outcome };
  }
  writeSync(1, `${JSON.stringify({ number, ...failure })}\n`);
}
await backend.close();
