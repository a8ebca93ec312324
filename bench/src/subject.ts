import type { Host } from "@airssys/host";
import { swallow } from "./black-hole.ts";
import type { KeySet } from "./key-set.ts";

/** One namespace of a host, used as a component would, without a component. */
export interface Subject {
  getEach(keys: KeySet, indexes: Uint32Array): void;
  setEach(keys: KeySet, indexes: Uint32Array, value: Uint8Array): void;
  /** Does all of it as one call of an export: in one transaction, with one commit. */
  inOneCall(work: () => void): void;
}

export function openSubject(host: Host<"sync">, componentId: string): Subject {
  const binding = host.bind(componentId, { access: "admin", quotaBytes: 10_000_000_000 });
  const { storageGet, storageSet } = binding.imports["airssys:wasm/storage"];
  return {
    getEach(keys, indexes) {
      for (const index of indexes) {
        const answer = storageGet(keys.guestKey(index));
        if (answer.tag === "err" || answer.val === undefined) throw new Error("a key that was stored is not there");
        swallow(answer.val.length);
      }
    },
    setEach(keys, indexes, value) {
      for (const index of indexes) {
        const answer = storageSet(keys.guestKey(index), value);
        if (answer.tag === "err") throw new Error(`a set was refused: ${answer.val.tag}`);
      }
    },
    inOneCall(work) {
      binding.begin();
      work();
      binding.commit();
    },
  };
}
