import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import type { Context } from "../suite.ts";
import { MEASURED_ENGINES } from "./measured-engines.ts";

/** An engine with a store that is open. */
export interface OpenEngine {
  readonly name: string;
  readonly backend: Backend<"sync">;
}

/** Opens a new store on each engine. */
export async function openAll({ folder }: Context): Promise<OpenEngine[]> {
  const opened: OpenEngine[] = [];
  for (const [index, { name, open }] of MEASURED_ENGINES.entries()) {
    const place = join(folder, String(index));
    await mkdir(place);
    opened.push({ name, backend: await open(place) });
  }
  return opened;
}

export async function closeAll(engines: readonly OpenEngine[]): Promise<void> {
  for (const { backend } of engines) await backend.close();
}
