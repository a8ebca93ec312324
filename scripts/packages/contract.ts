/** The version of the contract, against that of the packages that speak it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The packages before their first release. */
const UNRELEASED = "0.0.0";

/**
 * Compares the version of `airssys:wasm` in an installed `@airssys/wit` with that of the package. Packages 0.1.x speak
 * the contract 0.1, so that a version tells what fits together.
 *
 * @returns what does not fit.
 */
export async function contractFault(folder: string): Promise<string | undefined> {
  const root = join(folder, "node_modules", "@airssys", "wit");
  const { version }: { version: string } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const wit = await readFile(join(root, "storage.wit"), "utf8");
  return versionsFault(version, /^package airssys:wasm@(.+);$/m.exec(wit)?.[1]);
}

/** The rule of `contractFault`, for two versions. */
export function versionsFault(packages: string, contract: string | undefined): string | undefined {
  if (contract === undefined) return "wit/storage.wit has no line `package airssys:wasm@VERSION;`";
  if (packages === UNRELEASED || minorOf(packages) === minorOf(contract)) return undefined;
  return `the packages are ${packages} and the contract is ${contract}: the first two numbers have to be the same`;
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
