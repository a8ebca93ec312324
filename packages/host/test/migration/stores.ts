import type { Backend, Write } from "@airssys/backend";
import { type Fault, type FaultRule, faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { MigrationError, openStore } from "../../src/index.ts";
import { bytes } from "../guest.ts";

export const NOW = 1_767_225_600_000;

/** Keys of a store of `fillStore`, beside those that each of its seven namespaces has. */
export const KEYS_BESIDE = 4;

/** Everything that a backend holds, a line for each key. */
export async function contents(backend: Backend): Promise<string[]> {
  const lines: string[] = [];
  for (let gte = Uint8Array.of(0); ; ) {
    const page = await backend.scan({ gte });
    for (const { key, value } of page.entries) lines.push(`${hex(key)} ${hex(value)}`);
    const last = page.entries.at(-1);
    if (page.isLast || last === undefined) return lines;
    gte = Uint8Array.of(...last.key, 0);
  }
}

/** The first line in which two backends differ: of a list of all lines nobody would read more. */
export async function difference(one: Backend, other: Backend): Promise<string | undefined> {
  const [lines, others] = [await contents(one), await contents(other)];
  const index = lines.findIndex((line, at) => line !== others[at]);
  return index < 0 ? others[lines.length] : `${lines[index]} is not ${others[index]}`;
}

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString("hex");
}

/** Stores namespaces with expiries and quotas, and neighbours whose names begin alike. */
export async function fillStore(backend: Backend, count = 40): Promise<void> {
  const namespaces = await openStore({ backend, clock: () => NOW });
  for (const name of ["component:notes", "app:a", "app:a-b", "org/acme", "system", "user:gone"]) {
    const { limits } = namespaces;
    for (let begin = 0; begin < count; begin += limits.callKeysMax)
      await namespaces.openGrouped(name).transaction(async (transaction) => {
        const end = Math.min(count, begin + limits.callKeysMax);
        for (let index = begin; index < end; index++) await transaction.set(`key/${index}`, bytes(`${name} ${index}`));
      });
  }
  await namespaces.open("app:a").set("late", bytes("stays for a while"), { ttlSeconds: 1_000 });
  await namespaces.open("app:a").set("soon", bytes("has expired by the end"), { ttlSeconds: 1 });
  await namespaces.setQuota("org/acme", { bytes: 10_000_000, keys: 100_000 });
  await namespaces.setQuota("user:empty", { keys: 3 });
  await namespaces.copy("app:a", { as: "user:copied" });
  await namespaces.remove("user:gone");
}

/** A store in memory, as most tests need one. */
export async function smallStore(count?: number): Promise<Backend<"sync">> {
  const backend = openMemory();
  await fillStore(backend, count);
  return backend;
}

/** Hits a commit with a fault, and answers nothing but errors from then on, as if the process had been killed. */
export function killedAt(backend: Backend<"sync">, commit: number, fault: Fault<"sync">): Backend<"sync"> {
  let commits = 0;
  return faulty(backend, [
    { when: () => commits >= commit, fault: { type: "fail" } },
    { kind: "commit", when: () => ++commits === commit, fault },
  ]);
}

/** A backend, and the writes of every commit of it. */
export function recordingCommits(backend: Backend<"sync">): {
  readonly backend: Backend<"sync">;
  readonly commits: (readonly Write[])[];
} {
  const commits: (readonly Write[])[] = [];
  return { backend: told(backend, ({ batch }) => batch && commits.push(batch.writes)), commits };
}

/** A backend whose requests a listener is told before they run. */
export function told(
  backend: Backend<"sync">,
  listener: (request: Parameters<NonNullable<FaultRule["when"]>>[0]) => unknown,
): Backend<"sync"> {
  const when: FaultRule["when"] = (request) => {
    listener(request);
    return false;
  };
  return faulty(backend, [{ when, fault: { type: "fail" } }]);
}

/** The code of the `MigrationError` of a migration, or its other error as text. */
export function codeOf(migration: Promise<unknown>): Promise<string> {
  return migration.then(
    () => "no error",
    (error: unknown) => (error instanceof MigrationError ? error.code : String(error)),
  );
}
