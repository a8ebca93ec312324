import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { openHost, parseManifest } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What is on the stack. */
type Value = { readonly tag: "number"; readonly val: number } | { readonly tag: "text"; readonly val: string };

/** What the component exports, as its WIT says. */
export interface MachineExports {
  readonly machine: {
    run(program: string): Value[];
  };
}

/** The component at work. */
export interface OpenMachine {
  readonly machine: Instance<MachineExports>;
  close(): Promise<void>;
}

/** A host over LMDB with the component running in it. */
export async function openMachine(component: Uint8Array, data: string): Promise<OpenMachine> {
  const backend = openLmdb({ path: data });
  const host = openHost({ backend });
  const manifest = parseManifest(await readFile(at("../Component.toml"), "utf8"));
  const cache = fileCache(at("../../../.cache/transpiled"));
  const loaded = await load<MachineExports>(component, { host, manifest, cache });
  const machine = await loaded.start();
  return {
    machine,
    async close() {
      await machine.stop();
      backend.close();
    },
  };
}
