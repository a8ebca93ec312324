// The SDK is made of classes, and a bundler cannot leave out single methods: whoever imports `Storage` imports every
// interface that any of its methods needs. A component must import only what its world says, so in the packages of the
// SDK the other interfaces of the contract become modules whose functions say what is missing. Code of the user's own
// that asks for them is told when it is built.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";
import { contractFunctions } from "../wit/contract.ts";
import type { World } from "../wit/wit-world.ts";

const PREFIX = "\0absent:";

/**
 * Lets packages of the SDK import interfaces of the contract that the world does not import: their functions throw a
 * `TypeError`.
 */
export function absentInterfaces(world: World): Plugin {
  const contract = contractFunctions();
  return {
    name: "airssys-absent-interfaces",
    async resolveId(id, importer) {
      if (world.imports.includes(id) || !contract.has(id)) return null;
      return importer !== undefined && (await isOfSdk(importer)) ? PREFIX + id : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const name = id.slice(PREFIX.length);
      return moduleOf(name, contract.get(name) ?? [], world);
    },
  };
}

/** All functions are one, so that a component pays once for what it does not have. */
function moduleOf(id: string, functions: readonly string[], world: World): string {
  const problem = `the world "${world.name}" of this component does not import ${id}: add "import ${id};" to it, or "include airssys:wasm/stateful@0.1.0;"`;
  const exported = functions.map((name) => `absent as ${name}`).join(", ");
  return `function absent() { throw new TypeError(${JSON.stringify(problem)}); }\nexport { ${exported} };\n`;
}

/** Returns true for a file of a package whose name begins with `@airssys/`. */
async function isOfSdk(file: string): Promise<boolean> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
    if (manifest !== undefined) return String(JSON.parse(manifest).name).startsWith("@airssys/");
    if (dirname(folder) === folder) return false;
  }
}
