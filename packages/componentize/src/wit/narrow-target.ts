import type { WitText } from "./wit-text.ts";
import type { ResolvedWorld } from "./wit-world.ts";

/** A world, and the WIT that has it. */
export interface BuildTarget {
  readonly wit: string;
  readonly world: string;
}

/**
 * The world without the interfaces of the contract that the code does not import. A component imports everything that
 * its world does, used or not, and a host that does not offer all of it could not run a component that never asks for
 * it.
 */
export function narrowTarget(wit: WitText, world: ResolvedWorld, used: readonly string[]): BuildTarget {
  const unused = world.imports.filter((id) => id.startsWith("airssys:wasm/") && !used.includes(id));
  if (unused.length === 0) return { wit: wit.text, world: world.name };
  const lines = new Set(unused.map((id) => `  import ${id};`));
  const definition = world.definition.split("\n").filter((line) => !lines.has(line));
  return { wit: `${definition.join("\n")}\n${nested(wit)}`, world: "root" };
}

/** The text with the user's own package as one that another may depend on, like all the others in it. */
function nested({ text, ownEnd }: WitText): string {
  const own = text.slice(0, ownEnd).replace(/^package ([^;]*);\n/, "package $1 {\n");
  return `${own}}\n${text.slice(ownEnd)}`;
}
