import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { type Host, openStore } from "@airssys/host";
import { allAtOnce, type Setter } from "../comparisons/all-at-once.ts";
import { hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import type { Case } from "../measure.ts";
import { openLmdbEnvironment } from "../raw/lmdb-environment.ts";
import { lmdbWriter } from "../raw/lmdb-writers.ts";
import { VALUE } from "../value.ts";

/** What cannot be beaten by as many components at once: each layer below them alone, doing the same sets. */
export interface LimitsAtOnce {
  /** From the bare engine upwards. */
  readonly cases: readonly Case[];
  close(): Promise<void>;
}

/** @param folder for a bare lmdb beside the one that the host is over. */
export function limitsAtOnce(
  count: number,
  folder: string,
  { backend, host }: { backend: Backend<"sync">; host: Host<"sync"> },
): LimitsAtOnce {
  const environment = openLmdbEnvironment(join(folder, "raw"));
  const numbers = Array.from({ length: count }, (_, number) => number);
  const writers = numbers.map((number) => lmdbWriter(environment, keySet(KEYS_EACH, `component:raw-${number}:`)));
  const atOnce = (name: string, setters: readonly Setter[], afterwards?: () => Promise<void>) =>
    allAtOnce(name, setters, KEYS_EACH, afterwards);
  return {
    cases: [
      atOnce(
        `bare lmdb: put, ${count} in flight, each on the disk`,
        writers.map(({ putFlushed }) => putFlushed),
      ),
      atOnce(
        `bare lmdb: put, ${count} in flight, visible`,
        writers.map(({ put }) => put),
        // What is visible has to reach the disk before the next case begins.
        async () => void (await environment.root.flushed),
      ),
      atOnce(`openGrouped, ${count} namespaces`, groupedSetters(backend, numbers)),
      atOnce(
        `imports without components, ${count} ids`,
        numbers.map((number) => callSetter(host, number)),
      ),
    ],
    close: () => environment.root.close(),
  };
}

const KEYS_EACH = 1_000;

function groupedSetters(backend: Backend<"sync">, numbers: readonly number[]): Setter[] {
  const namespaces = openStore({ backend });
  const keys = keySet(KEYS_EACH, "");
  return numbers.map((number) => {
    const store = namespaces.openGrouped(`app:grouped-${number}`);
    return (index) => store.set(keys.guestKey(index), VALUE);
  });
}

function callSetter(host: Host<"sync">, number: number): Setter {
  const imports = hostImports(host, `imports-${number}`, keySet(KEYS_EACH, ""));
  return (index) => imports.inCall((points) => points.set(index));
}
