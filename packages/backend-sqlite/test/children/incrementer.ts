// `incrementer.ts PATH TIMES`: increments one key under checks, and flushes at the end.
import { openSqlite } from "@airssys/backend-sqlite";
import { bytes, put, text } from "@airssys/test-kit/text";

const [path = "", times = "0"] = process.argv.slice(2);
const backend = openSqlite({ path, synchronous: "normal" });
const key = bytes("count");
for (let done = 0; done < Number(times); ) {
  const value = backend.get(key);
  const next = put("count", String(Number(text(value) ?? 0) + 1));
  if (backend.commit({ checks: [{ key, value }], writes: [next] })) done++;
}
backend.flush();
backend.close();
