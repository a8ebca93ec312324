// `npx pnpm@12 --filter @airssys/example-work-queue demo`: one worker goes away in the middle of a job, and one job
// fails whoever tries it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildQueue } from "./build-queue.ts";
import { type Job, openQueue, type Queue } from "./open-queue.ts";

const LEASE_SECONDS = 60;

async function work(queue: Queue, { id, payload, attempts }: Job): Promise<void> {
  const isPossible = payload !== "divide by zero";
  console.log(`   job ${id}, attempt ${attempts}: ${payload} ${isPossible ? "✔" : "✖"}`);
  if (isPossible) await queue.call("queue.ack", id, attempts);
  else await queue.call("queue.fail", id, attempts, "it cannot be done");
}

async function main(data: string): Promise<void> {
  let now = Date.now();
  const component = await buildQueue();
  const first = await openQueue(component, data, () => now);
  await first.queue.call("queue.enqueue", "send a mail", 2);
  await first.queue.call("queue.enqueue", "divide by zero", 1);
  await first.queue.call("queue.enqueue", "put out the fire", 0);
  const lost = await first.queue.call("queue.lease", LEASE_SECONDS);
  console.log(`A worker leases job ${lost?.id}, ${lost?.payload}, and goes away, and its host is closed`);
  await first.close();

  console.log("Another one works from then on");
  const begin = now;
  const { queue, close } = await openQueue(component, data, () => now);
  for (; now - begin <= LEASE_SECONDS * 1_000; now += 10_000) {
    console.log(`${(now - begin) / 1_000} s later`);
    for (let job = await queue.call("queue.lease", LEASE_SECONDS); job !== undefined; ) {
      await work(queue, job);
      job = await queue.call("queue.lease", LEASE_SECONDS);
    }
  }
  for (const { id, payload, failure } of await queue.call("queue.dead"))
    console.log(`Job ${id}, ${payload}, is dead: ${failure}`);
  await close();
}

const folder = await mkdtemp(join(tmpdir(), "airssys-work-queue-"));
await main(join(folder, "data")).finally(() => rm(folder, { recursive: true, force: true }));
