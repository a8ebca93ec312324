import type { ManifestFault } from "./manifest-error.ts";

/** Names that mean something to JavaScript itself. What reads tables drops them, or takes them for something else. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** A fault for each table or key, anywhere in a manifest, that has a name of JavaScript's own. */
export function reservedNameFaults(manifest: unknown): ManifestFault[] {
  const faults: ManifestFault[] = [];
  const open: Visit[] = [{ value: manifest, name: "", parent: undefined }];
  // No recursion: tables may be nested as deeply as the text is long.
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value } = visit;
    if (typeof value !== "object" || value === null) continue;
    for (const name of Object.keys(value)) {
      const inside = { value: (value as Record<string, unknown>)[name], name, parent: visit };
      if (!Array.isArray(value) && RESERVED.has(name)) faults.push({ path: pathOf(inside), message: MESSAGE });
      else open.push(inside);
    }
  }
  return faults.reverse(); // in the order of the text
}

const MESSAGE =
  'is no name that a manifest may have; other names than "__proto__", "constructor" and "prototype" are fine';

interface Visit {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Visit | undefined;
}

/** Names that a path shows of the ones around its own. */
const NAMES_MAX = 20;

function pathOf(visit: Visit): string {
  const names: string[] = [];
  let each: Visit | undefined = visit;
  for (; each?.parent !== undefined && names.length < NAMES_MAX; each = each.parent) names.unshift(each.name);
  return each?.parent === undefined ? names.join(".") : `... ${names.join(".")}`;
}
