import { contractModule } from "@airssys/mock-guest/bundle";

const PREFIX = "\0airssys-contract:";

/** Returns the id of the module that stands in for an interface of the contract, or `null` for any other name. */
export function contractModuleId(name: string): string | null {
  return name.startsWith("airssys:wasm/") ? PREFIX + name : null;
}

/** Returns the text of such a module, or `null` for any other id. */
export async function contractModuleText(id: string): Promise<string | null> {
  return id.startsWith(PREFIX) ? contractModule(id.slice(PREFIX.length)) : null;
}
