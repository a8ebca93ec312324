// `npx pnpm@12 --filter @airssys/example-rate-limiter demo`: who asks too often is told how long to wait.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildLimiter } from "./build-limiter.ts";
import { openLimiter } from "./open-limiter.ts";
import { take } from "./take.ts";

const LIMIT = { requests: 3, seconds: 10 };
/** Who asks, and when, in seconds. */
const REQUESTS = [
  [0, "ada"],
  [1, "ada"],
  [4, "ada"],
  [5, "ada"],
  [5, "bob"],
  [9.5, "ada"],
  [10, "ada"],
] as const;

async function main(data: string): Promise<void> {
  let now = Date.now();
  const begin = now;
  const { component, close } = await openLimiter(await buildLimiter(), data, () => now);
  const limiter = await component.start();
  console.log(`${LIMIT.requests} requests in ${LIMIT.seconds} seconds`);
  for (const [seconds, client] of REQUESTS) {
    now = begin + seconds * 1_000;
    const { isAllowed, remaining, retryAfter } = await take(limiter, client, LIMIT);
    const more = remaining > 0 ? `${remaining} left` : `none left, wait ${retryAfter} s`;
    console.log(`   ${String(seconds).padStart(4)} s  ${client}  ${isAllowed ? "✔" : "✖"} ${more}`);
  }
  await close();
}

const folder = await mkdtemp(join(tmpdir(), "airssys-rate-limiter-"));
await main(join(folder, "data")).finally(() => rm(folder, { recursive: true, force: true }));
