import { ENGINES } from "./engine-table.ts";
import { loading } from "./loading.ts";

/** An engine that addresses can name, and whether it can be used here. */
export interface ListedEngine {
  /** The name that its addresses begin with. */
  readonly name: string;
  /** Package that has it. */
  readonly package: string;
  /** Why its package cannot be loaded; `undefined` if it can. */
  readonly fault: string | undefined;
}

/**
 * Lists the engines that addresses can name, after trying to load the package of each.
 *
 * @example
 * ```ts
 * import { listEngines } from "@airssys/engines";
 *
 * for (const { name, fault } of await listEngines()) console.log(name, fault ?? "ready");
 * ```
 */
export async function listEngines(): Promise<readonly ListedEngine[]> {
  return await Promise.all(
    Array.from(ENGINES, async ([name, engine]) => ({
      name,
      package: engine.package,
      fault: await loading(engine, () => engine.load()).then(() => undefined, messageOf),
    })),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
