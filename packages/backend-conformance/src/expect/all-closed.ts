import type { Backend } from "@airssys/backend";
import { expectRefusal } from "./expectations.ts";
import { bytes } from "./text-bytes.ts";
import { put } from "./writing.ts";

/** Requires a handle to refuse each request as `closed`. */
export async function expectAllClosed(backend: Backend): Promise<void> {
  const key = bytes("a");
  const batch = { checks: [], writes: [put("a", "A")] };
  await expectRefusal(backend, "closed", "get", () => backend.get(key));
  await expectRefusal(backend, "closed", "getMany", () => backend.getMany([key]));
  await expectRefusal(backend, "closed", "getMany of no keys", () => backend.getMany([]));
  await expectRefusal(backend, "closed", "scan", () => backend.scan({}));
  await expectRefusal(backend, "closed", "count", () => backend.count({}));
  await expectRefusal(backend, "closed", "commit", () => backend.commit(batch));
  await expectRefusal(backend, "closed", "commitAll", () => backend.commitAll([batch]));
  await expectRefusal(backend, "closed", "commitAll of nothing", () => backend.commitAll([]));
  await expectRefusal(backend, "closed", "commit of nothing", () => backend.commit({ checks: [], writes: [] }));
  await expectRefusal(backend, "closed", "flush", () => backend.flush());
  await expectRefusal(backend, "closed", "stats", () => backend.stats());
}
