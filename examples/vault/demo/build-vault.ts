import { componentize } from "@airssys/componentize";
import { PLACES } from "./places.ts";

/** The component, built when one of its files has changed. */
export async function buildVault(): Promise<Uint8Array> {
  const { component } = await componentize({
    entry: PLACES.entry,
    wit: PLACES.wit,
    conditions: ["@airssys/source"],
    cacheFolder: PLACES.components,
  });
  return component;
}
