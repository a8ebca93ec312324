import { CallError, type Instance } from "@airssys/runtime";
import type { HostileExports } from "./tenant-components.ts";

/** How the calls of a hostile tenant ended, by the code of their error or `returned`, and how often. */
export type Endings = Readonly<Record<string, number>>;

/** Attacks under way. */
export interface Attack {
  /** Makes no more calls, and waits for the last one to end. */
  stop(): Promise<Endings>;
}

/**
 * Calls the hostile tenant again as soon as its call has ended. Calls arrive from outside: between two of them the
 * event loop has its turn.
 */
export function beginAttack(hostile: Instance<HostileExports>, path: keyof HostileExports): Attack {
  const endings: Record<string, number> = {};
  let isOver = false;
  const attacking = (async () => {
    while (!isOver) {
      const ending = await endingOf(hostile.call(path));
      endings[ending] = (endings[ending] ?? 0) + 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await attacking;
      return endings;
    },
  };
}

async function endingOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "returned";
  } catch (error) {
    if (error instanceof CallError) return error.code;
    throw error;
  }
}
