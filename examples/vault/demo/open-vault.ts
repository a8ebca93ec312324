import { readFile } from "node:fs/promises";
import { openLmdb } from "@airssys/backend-lmdb";
import { type KeyRing, openHost, openStore, parseManifest, type Store } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { PLACES } from "./places.ts";

/** What one step of a rotation did. */
interface Step {
  readonly examined: number;
  readonly resealed: number;
  readonly unopened: readonly string[];
  readonly unresealed: readonly string[];
  readonly cursor: string | undefined;
}

/** What the component exports, as its WIT says. */
export interface VaultExports {
  readonly vault: {
    put(name: string, secret: string): void;
    reveal(name: string): string | undefined;
    remove(name: string): boolean;
    names(): string[];
    rotate(limit: number, cursor: string | undefined): Step;
  };
}

/** The component at work, and what it stores, as the host sees it. */
export interface OpenVault {
  readonly vault: Instance<VaultExports>;
  readonly stored: Store<"sync">;
  close(): Promise<void>;
}

/** A host over LMDB whose master keys are those of the key ring, with the component running in it. */
export async function openVault(component: Uint8Array, data: string, keyRing: KeyRing): Promise<OpenVault> {
  const backend = openLmdb({ path: data });
  const host = openHost({ backend, cipher: nodeCipher(keyRing) });
  const manifest = parseManifest(await readFile(PLACES.manifest, "utf8"), PLACES.manifest);
  const loaded = await load<VaultExports>(component, { host, manifest, cache: fileCache(PLACES.transpiled) });
  const vault = await loaded.start();
  return {
    vault,
    stored: openStore({ backend }).open("component:vault"),
    async close() {
      await vault.stop();
      backend.close();
    },
  };
}

/** Rotates in bounded steps, each of which is one call and one commit, and answers what they did together. */
export async function rotate(
  { vault }: Pick<OpenVault, "vault">,
  limit: number,
): Promise<Omit<Step, "cursor"> & { steps: number }> {
  const sum = { steps: 0, examined: 0, resealed: 0, unopened: [] as string[], unresealed: [] as string[] };
  let cursor: string | undefined;
  do {
    const step = await vault.call("vault.rotate", limit, cursor);
    sum.steps++;
    sum.examined += step.examined;
    sum.resealed += step.resealed;
    sum.unopened.push(...step.unopened);
    sum.unresealed.push(...step.unresealed);
    cursor = step.cursor;
  } while (cursor !== undefined);
  return sum;
}
