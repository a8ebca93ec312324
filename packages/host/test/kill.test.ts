import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Child } from "./child.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { Witness } from "./witness.ts";

/** How often a writer is killed in each way. `AIRSSYS_KILLS=1000` for a longer look. */
const KILLS = Number(process.env.AIRSSYS_KILLS ?? 30);

describe.concurrent("a process that is killed while it writes", () => {
  it.each([
    ["alone", "one after the other"],
    ["grouped", "of four namespaces at once"],
  ])(
    `leaves, with commits %s, everything acknowledged and nothing in part, ${KILLS} times`,
    {
      timeout: 60_000 + KILLS * 2_000,
    },
    async (way) => {
      const path = join(temporaryFolder(), "store");
      const witness = new Witness(way);
      for (let kill = 0; kill < KILLS; kill++) {
        const child = new Child("writer.ts", [path, way]);
        await Promise.race([child.ended, kill % 5 === 4 ? pause(250) : child.spoken().then(() => pause(40))]);
        child.process.kill("SIGKILL");
        const { signal, lines, noise } = await child.ended;
        expect([signal, noise]).toEqual(["SIGKILL", ""]);
        witness.expectKept(path, lines);
      }
      expect(witness.transactions).toBeGreaterThan(KILLS);
      console.log(`${KILLS} kills of ${way}: ${witness.transactions} transactions`);
    },
  );
});

/** Lets at most so many milliseconds pass. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds));
}
