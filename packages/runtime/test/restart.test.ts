import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openLmdb } from "@airssys/backend-lmdb";
import { inForm } from "@airssys/test-kit/form";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { startProbe } from "./fixtures/probe-component.ts";

/** Number of processes to kill. Set `AIRSSYS_KILLS=100` for a longer run. */
const KILLS = Number(process.env.AIRSSYS_KILLS ?? inForm({ quick: 4, long: 10 }));

const CHILD = fileURLToPath(new URL("./children/increment.ts", import.meta.url));

describe.each([
  { answers: "at-once", kills: KILLS },
  { answers: "later", kills: Math.ceil(KILLS / 4) },
])("a component's data on lmdb that answers $answers", ({ answers, kills }) => {
  let folder: string;
  beforeEach(({ onTestFinished }) => {
    folder = temporaryFolder(onTestFinished);
  });

  /** Starts a process that increments, and collects the answers that it acknowledges. */
  function startChild(onAcknowledged: (count: number, stop: () => void) => void, ...times: string[]) {
    const child = spawn(
      process.execPath,
      [
        "--conditions=@airssys/source",
        CHILD,
        inject("probeComponent"),
        inject("transpiledFolder"),
        folder,
        answers,
        ...times,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let unfinished = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) onAcknowledged(Number(line), () => child.kill("SIGKILL"));
    });
    return once(child, "close");
  }

  async function stored(): Promise<{ counter: string | undefined; usedBytes: number; keyCount: number }> {
    const backend = openLmdb({ path: folder });
    const probe = await startProbe({ backend });
    const counter = (await probe.call("probe.has", "counter")) ? await probe.call("probe.increment", "counter") : 0;
    const { usedBytes, keyCount } = await probe.usage();
    await probe.stop();
    backend.close();
    return { counter: `${counter}`, usedBytes, keyCount };
  }

  it("is there for the next processes", async () => {
    const acknowledged: number[] = [];
    await startChild((count) => acknowledged.push(count), "3");
    await startChild((count) => acknowledged.push(count), "2");
    expect(acknowledged).toEqual([1, 2, 3, 4, 5]);
    expect(await stored()).toEqual({ counter: "6", usedBytes: 8, keyCount: 1 });
  });

  it(`has everything that was acknowledged after each of ${kills} SIGKILLs in the middle of calls`, {
    timeout: 120_000,
  }, async () => {
    let last = 0;
    for (let kill = 0; kill < kills; kill++) {
      const callsBeforeKill = 1 + ((kill * 7) % 40);
      const acknowledged: number[] = [];
      const [, signal] = await startChild((count, stop) => {
        acknowledged.push(count);
        if (acknowledged.length >= callsBeforeKill) stop();
      });
      expect(signal).toBe("SIGKILL");
      // The call that was running when the previous process died may have been committed without acknowledgement.
      const first = acknowledged[0] ?? Number.NaN;
      expect(first - last).toBeOneOf([1, 2]);
      expect(acknowledged).toEqual(acknowledged.map((_count, index) => first + index));
      last = acknowledged.at(-1) ?? Number.NaN;
    }
    const { counter, usedBytes, keyCount } = await stored();
    expect(Number(counter) - last).toBeOneOf([1, 2]);
    expect({ usedBytes, keyCount }).toEqual({ usedBytes: "counter".length + `${counter}`.length, keyCount: 1 });
  });
});
