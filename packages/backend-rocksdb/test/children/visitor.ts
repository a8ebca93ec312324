import { openRocksdb } from "@airssys/backend-rocksdb";
import { bytes, text } from "@airssys/test-kit/text";

// Opens a store and says what it reads, or how it is refused.

const [path = ""] = process.argv.slice(2);
try {
  const backend = await openRocksdb({ path });
  console.log(`read ${text(backend.get(bytes("a")))}`);
  await backend.close();
} catch (error) {
  console.log(`refused ${(error as { code?: string }).code}`);
}
