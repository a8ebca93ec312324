// A component has the globals of the web that need no page. Code that uses others builds, and fails when it gets there.
import { formatLocation, type Location } from "../errors/location.ts";
import { findMissingGlobals, type MissingGlobal } from "./missing-globals.ts";
import type { BundleTrace } from "./trace.ts";

/**
 * Warns of global names that the engine does not have, with the place of the first use in each file and the cure. A
 * file that asks for the type of a name first, as in `typeof Buffer === "function"`, gets along without it.
 */
export function warnOfGlobals(code: string, trace: BundleTrace): string[] {
  const uses = findMissingGlobals(code).map((use) => ({ ...use, place: trace.place(use.line, use.column) }));
  const asked = new Set(uses.filter(({ isTypeof }) => isTypeof).map(fileAndName));
  const told = new Set<string>();
  return uses.flatMap((use) => {
    const id = fileAndName(use);
    if (use.isTypeof || asked.has(id) || told.has(id)) return [];
    told.add(id);
    return [warning(use)];
  });
}

type PlacedUse = MissingGlobal & { readonly place: Location | undefined };

function fileAndName({ name, place }: PlacedUse): string {
  return `${name}\0${place?.file ?? ""}`;
}

function warning({ name, place }: PlacedUse): string {
  const where = place === undefined ? "" : `${formatLocation(place)}: `;
  return `${where}${name} is not defined in a component: ${CURES.get(name) ?? "if it is a misspelt name, correct it"}`;
}

const NO_NODE = "a component has no Node; look for a package that runs in browsers and workers too";
const NO_PAGE = "a component has no page";

const CURES: ReadonlyMap<string, string> = new Map([
  ["Buffer", "use Uint8Array, with TextEncoder and TextDecoder for text"],
  ["process", "hand settings over as arguments of an export"],
  ["require", "use an import statement"],
  ["module", "use an export statement"],
  ["exports", "use an export statement"],
  ["__dirname", "a component has no files; import the data as a module"],
  ["__filename", "a component has no files; import the data as a module"],
  ["global", "use globalThis"],
  ["setImmediate", "use queueMicrotask or setTimeout"],
  ["clearImmediate", "use clearTimeout"],
  ["window", `${NO_PAGE}; use globalThis`],
  ["document", NO_PAGE],
  ["navigator", NO_PAGE],
  ["alert", `${NO_PAGE}; use console.log`],
  ["localStorage", "use Storage of @airssys/storage"],
  ["sessionStorage", "use Storage of @airssys/storage"],
  ["indexedDB", "use Storage of @airssys/storage"],
  ["caches", "use Storage of @airssys/storage, with a time to live"],
  ["XMLHttpRequest", "use fetch, with the feature http and a host that allows it"],
  ["WebSocket", "a component has no sockets"],
  ["Worker", "a component has one thread"],
  ["SharedArrayBuffer", "a component has one thread; use ArrayBuffer"],
  ["Atomics", "a component has one thread"],
  ["Intl", "its engine has no Intl; format by hand, or use a package that brings its own data"],
  ["WebAssembly", "its engine runs no WebAssembly inside; look for a build in plain JavaScript"],
  ["Bun", NO_NODE],
  ["Deno", NO_NODE],
]);
