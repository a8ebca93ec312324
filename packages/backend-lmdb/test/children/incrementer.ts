import { openLmdb } from "@airssys/backend-lmdb";
import { bytes, put, text } from "@airssys/test-kit/text";

const [path = "", times = "0"] = process.argv.slice(2);
const backend = openLmdb({ path });
const key = bytes("count");
let refused = 0;
for (let done = 0; done < Number(times); ) {
  const value = backend.get(key);
  const next = put("count", String(Number(text(value) ?? 0) + 1));
  if (backend.commit({ checks: [{ key, value }], writes: [next] })) done++;
  else refused++;
  await new Promise((resolve) => setImmediate(resolve)); // from here on, commits of others are seen
}
backend.close();
console.log(`refused ${refused}`);
