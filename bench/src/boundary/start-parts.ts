import { type Host, openHost } from "@airssys/host";
import { type LoadOptions, memoryCache, type TranspileCache } from "@airssys/runtime";
import { childProcesses, fileCache, workerThreads } from "@airssys/runtime/node";
import { openEngine } from "../engines.ts";
import { PLACES } from "../places.ts";
import { mapHost } from "../probe/map-host.ts";
import type { Report } from "../report.ts";
import type { Context } from "../suite.ts";
import { measureFirstAnswers } from "./first-answers.ts";
import { measureMemory } from "./instance-memory.ts";

/** Something that is measured in processes of its own. */
export interface StartPart {
  readonly title: string;
  /** How many, where there is time. */
  readonly processes: number;
  /** Where there is none it is left out. */
  readonly isFloor: boolean;
  run(context: Context): Promise<Report>;
}

const COLD = "cold start, nothing transpiled";
const WARM = "warm start, transpiled on the disk";
const MEMORY = "memory of an instance";

const overMap = () => mapHost().host;
const overLmdb = ({ folder }: Context) => openHost({ backend: openEngine("lmdb", folder) });
const onDisk = () => fileCache(PLACES.transpiled);

/** By the names of their parts. */
export const START_PARTS: ReadonlyMap<string, StartPart> = new Map([
  ["cold-map", firstAnswers(`${COLD}, Map host`, 3, overMap, memoryCache)],
  ["cold-lmdb", firstAnswers(`${COLD}, lmdb`, 3, overLmdb, memoryCache)],
  ["warm-map", firstAnswers(`${WARM}, Map host`, 7, overMap, onDisk)],
  ["warm-lmdb", firstAnswers(`${WARM}, lmdb`, 7, overLmdb, onDisk)],
  ["memory-map", memory(`${MEMORY}, Map host`, overMap)],
  ["memory-lmdb", memory(`${MEMORY}, lmdb`, overLmdb)],
  [
    "warm-worker",
    firstAnswers(`${WARM}, lmdb, in a worker thread`, 7, overLmdb, onDisk, { isolation: workerThreads() }),
  ],
  [
    "warm-process",
    firstAnswers(`${WARM}, lmdb, in a child process`, 7, overLmdb, onDisk, { isolation: childProcesses() }),
  ],
  [
    "memory-process",
    memory(`${MEMORY}, lmdb, in a child process`, overLmdb, { isolation: childProcesses({ sparesMax: 0 }) }),
  ],
  ["memory-worker", memory(`${MEMORY}, lmdb, in a worker thread`, overLmdb, { isolation: workerThreads() })],
]);

function firstAnswers(
  title: string,
  processes: number,
  hostOf: (context: Context) => Host,
  cacheOf: () => TranspileCache,
  options: Pick<LoadOptions, "isolation"> = {},
): StartPart {
  return {
    title,
    processes,
    isFloor: hostOf === overMap,
    run: (context) => measureFirstAnswers(title, hostOf(context), { ...options, cache: cacheOf() }, context),
  };
}

function memory(
  title: string,
  hostOf: (context: Context) => Host,
  options: Parameters<typeof measureMemory>[2] = {},
): StartPart {
  return {
    title,
    processes: 3,
    isFloor: hostOf === overMap,
    run: (context) => measureMemory(title, hostOf(context), options, context),
  };
}
