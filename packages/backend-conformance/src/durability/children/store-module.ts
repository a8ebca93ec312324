import type { Backend } from "@airssys/backend";

/** Opens the store of a folder with the function that a module exports under a name. */
export async function openIn(folder: string, module: string, name: string): Promise<Backend> {
  const exports: Record<string, unknown> = await import(module);
  const open = exports[name];
  if (typeof open !== "function") throw new TypeError(`${module} exports no function "${name}"`);
  return await open(folder);
}
