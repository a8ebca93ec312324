import type { ManifestFault } from "./manifest-error.ts";

/** Names with a meaning in JavaScript. The TOML parser and Valibot drop or misread tables and keys with these names. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Returns a fault for each table or key, anywhere in a manifest, that has a name reserved by JavaScript. */
export function reservedNameFaults(manifest: unknown): ManifestFault[] {
  const faults: ManifestFault[] = [];
  const open: Visit[] = [{ value: manifest, name: "", parent: undefined }];
  // A loop, not recursion: an author may nest tables deeper than the stack allows.
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value } = visit;
    if (typeof value !== "object" || value === null) continue;
    for (const name of Object.keys(value)) {
      const inside = { value: (value as Record<string, unknown>)[name], name, parent: visit };
      if (!Array.isArray(value) && RESERVED.has(name)) faults.push({ path: printPath(inside), message: MESSAGE });
      else open.push(inside);
    }
  }
  return faults.reverse(); // in the order of the text
}

const MESSAGE = 'is reserved by JavaScript; expected any name but "__proto__", "constructor" and "prototype"';

interface Visit {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Visit | undefined;
}

/** Maximum number of names in a printed path: the innermost ones are kept. */
const NAMES_MAX = 20;

function printPath(visit: Visit): string {
  const names: string[] = [];
  let each: Visit | undefined = visit;
  for (; each?.parent !== undefined && names.length < NAMES_MAX; each = each.parent) names.unshift(each.name);
  return each?.parent === undefined ? names.join(".") : `... ${names.join(".")}`;
}
