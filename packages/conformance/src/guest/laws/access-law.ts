import { denied, permitted } from "../expect/expect.ts";
import { call, type WrittenLaw } from "../plan/written-law.ts";

/** A function of the host and the access level that it needs. */
export type Needing = readonly [name: string, level: "read" | "write" | "admin", work: () => unknown];

const LEVELS = ["read", "write", "admin"];
const ROLES = {
  stranger: { access: "none" },
  reader: { access: "read-only" },
  writer: { access: "read-write" },
} as const;

/** Creates the law that every function is denied to components with less access than it needs, and to no others. */
export function accessLaw(functions: readonly Needing[]): WrittenLaw {
  const holding = (held: number) => () => {
    for (const [name, level, work] of functions) {
      if (LEVELS.indexOf(level) >= held) denied(level, name, work);
      else permitted(name, work);
    }
  };
  return {
    name: "each function needs the access that stands beside it and no more, and names it when it is denied",
    where: "Permissions",
    roles: ROLES,
    steps: [call(holding(0), "stranger"), call(holding(1), "reader"), call(holding(2), "writer"), call(holding(3))],
  };
}
