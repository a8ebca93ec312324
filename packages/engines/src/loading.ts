import type { Engine } from "./engine.ts";
import { EngineError } from "./engine-error.ts";

/**
 * Runs `act`, which loads the package of an engine.
 *
 * @throws EngineError `not-installed` if the package, or the one that it runs on, cannot be found. Other errors pass.
 */
export async function loading<T>(engine: Engine, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const missing = [engine.package, engine.runsOn].find((name) => name !== undefined && isMissing(error, name));
    if (missing === undefined) throw error;
    throw new EngineError("not-installed", `${missing} is not installed: npm install ${missing}`, { cause: error });
  }
}

function isMissing(error: unknown, packageName: string): boolean {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") return false;
  return error.message.includes(`'${packageName}'`);
}
