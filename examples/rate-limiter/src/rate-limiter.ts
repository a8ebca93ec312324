import { Storage, StorageError } from "@airssys/storage";
import { encodeKey } from "@airssys/storage/keys";

interface Limit {
  requests: number;
  seconds: number;
}

interface Verdict {
  isAllowed: boolean;
  remaining: number;
  retryAfter: number;
}

/**
 * How many requests a client has taken in its window. The key expires when the window ends, so nothing ever has to be
 * cleaned up.
 */
const counts = new Storage<number>();
const keyOf = (client: string) => encodeKey(["taken", client]); // a client may be called anything

/** Nothing comes between reading and writing, because a call is one transaction. */
function take(client: string, limit: Limit): Verdict {
  if (limit.requests < 1) throw new StorageError({ tag: "invalid-argument", val: "a limit is 1 request or more" });
  const key = keyOf(client);
  const before = counts.get(key) ?? 0;
  const isAllowed = before < limit.requests;
  if (isAllowed) count(key, before, limit);
  const remaining = Math.max(0, limit.requests - before - 1);
  return { isAllowed, remaining, retryAfter: remaining > 0 ? 0 : (counts.ttl(key) ?? 0) };
}

/** The first request begins a window; those after it leave its end as it is. */
function count(key: string, before: number, { seconds }: Limit): void {
  if (before === 0) counts.set(key, 1, { ttlSeconds: seconds });
  else counts.increment(key);
}

function reset(client: string): boolean {
  return counts.delete(keyOf(client));
}

export const limiter = { take, reset };
