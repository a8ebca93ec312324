import { FLOOR_KEY, RECORD_KEY } from "../format/stored-key.ts";
import type { Engine } from "../steps/steps.ts";

/** A namespace that is being filled or removed, for whoever reads it: nothing is there but its record. */
export function closedEngine(engine: Engine): Engine {
  return {
    get: (key) => (key === RECORD_KEY || key === FLOOR_KEY ? engine.get(key) : undefined),
    getMany: (keys) => keys.map(() => undefined),
    scan: () => ({ entries: [], isLast: true }),
    count: () => ({ keys: 0, next: undefined }),
    commit: (batch) => engine.commit(batch),
  };
}
