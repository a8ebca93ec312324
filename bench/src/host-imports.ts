import type { Host } from "@airssys/host";
import { swallow } from "./black-hole.ts";
import type { PointContestant, PointOperations } from "./contestant.ts";
import type { KeySet } from "./key-set.ts";
import { VALUE } from "./value.ts";

/** Imports, which also commit together with those of others. */
export interface HostImports extends PointContestant {
  /** Does the work as one call among others that overlap in time. */
  inCall(work: (operations: PointOperations) => void): Promise<void>;
}

/**
 * The imports of one component, used as it would, without a component. A transaction is what one call of an export is.
 */
export function hostImports(host: Host<"sync">, componentId: string, keys: KeySet): HostImports {
  const binding = host.bind(componentId, { access: "admin", quotaBytes: 10_000_000_000 });
  const { storageGet, storageSet } = binding.imports["airssys:wasm/storage"];
  const points = {
    get(index: number) {
      const answer = storageGet(keys.guestKey(index));
      if (answer.tag === "err" || answer.val === undefined) throw new Error("a key that was stored is not there");
      swallow(answer.val.length);
    },
    set(index: number) {
      const answer = storageSet(keys.guestKey(index), VALUE);
      if (answer.tag === "err") throw new Error(`a set was refused: ${answer.val.tag}`);
    },
  };
  return {
    ...points,
    inTransaction(work) {
      binding.begin();
      work(points);
      binding.commit();
    },
    inCall: (work) => binding.call(() => work(points)),
  };
}
