import type { StorageErrorPayload } from "@airssys/protocol";
import type { Binding } from "../src/index.ts";

type Outcome =
  | { readonly tag: "ok"; readonly val: unknown }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/**
 * Calls a function of an interface of the contract as a guest does, by the names in WIT: answers its value, or the
 * payload of its error.
 */
export function guestCalls(binding: Binding) {
  const imports = binding.imports as unknown as Record<string, Record<string, (...args: unknown[]) => Outcome>>;
  return async (path: string, ...args: unknown[]): Promise<unknown> => {
    const [name = "", kebab = ""] = path.split("#");
    const call = imports[`airssys:wasm/${name}@0.1.0`]?.[camelCase(kebab)];
    if (call === undefined) throw new Error(`there is no ${path}`);
    return (await call(...args)).val;
  };
}

function camelCase(kebab: string): string {
  return kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
