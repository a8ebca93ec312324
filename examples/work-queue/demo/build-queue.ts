import { fileURLToPath } from "node:url";
import { componentize } from "@airssys/componentize";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The component, built when one of its files has changed. */
export async function buildQueue(): Promise<Uint8Array> {
  const { component } = await componentize({
    entry: at("../src/work-queue.ts"),
    wit: at("../wit"),
    conditions: ["@airssys/source"],
    cacheFolder: at("../../../.cache/components"),
  });
  return component;
}
