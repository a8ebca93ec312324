import {
  type DurabilitySubject,
  type DurabilityVerdict,
  judgeDurability,
  tracingFault,
} from "@airssys/backend-conformance/durability/judge";
import { describe, expect, it } from "vitest";

const KILL = "a process that is killed leaves everything that was promised, and no commit in part";
const POWER_CUT = "a power cut leaves everything that was promised, and no commit in part";

const subject = (open: string): DurabilitySubject => ({
  module: new URL("./fixtures/engines.ts", import.meta.url),
  open,
  nodeFlags: ["--conditions=@airssys/source"],
});

async function judge(open: string, law: string): Promise<DurabilityVerdict> {
  const [verdict] = await judgeDurability(subject(open), { kills: 3, images: 24, seed: 20_261_129, only: [law] });
  if (verdict === undefined) throw new Error(`there is no law "${law}"`);
  return verdict;
}

describe("a right engine keeps what it promised", () => {
  it.each(["openRight", "openFlushed"])("when its process is killed: %s", async (open) => {
    expect(await judge(open, KILL)).toMatchObject({ law: KILL, about: "durability", outcome: "kept" });
  });

  it.for(["openPromised", "openFlushed"])("when the power is cut: %s", async (open, { skip }) => {
    const fault = tracingFault();
    if (fault !== undefined) return skip(fault);
    const verdict = await judge(open, POWER_CUT);
    expect(verdict).toEqual({ law: POWER_CUT, about: "durability", outcome: "kept", milliseconds: expect.any(Number) });
  });
});

describe("a wrong engine is caught", () => {
  it("when its process is killed: openWritingLate", async () => {
    const verdict = await judge("openWritingLate", KILL);
    expect(verdict.outcome).toBe("broken");
    expect(verdict.reason).toMatch(/^commit \d+ was promised to be kept, and the store ends with commit \d+$/);
    expect(verdict.error).toBeInstanceOf(Error);
  });

  it.for([
    ["openSyncingLate", /was promised to be kept, and the store ends with commit/],
    ["openUnflushed", /was promised to be kept, and the store ends with commit/],
    ["openNameless", /was promised to be kept, and the store ends with commit 0/],
    ["openDying", /the process that opened the store ended with SIGBUS/],
    ["openInHalves", /the keys after \d+ commits/],
    ["openInPlace", /./],
  ] as const)("when the power is cut: %s", async ([open, reason], { skip }) => {
    const fault = tracingFault();
    if (fault !== undefined) return skip(fault);
    const verdict = await judge(open, POWER_CUT);
    expect(verdict.outcome).toBe("broken");
    expect(verdict.reason).toMatch(
      /^image \d+ of seed 20261129, cut at step \d+ of \d+, kept: (none|prefix|pages|all): /,
    );
    expect(verdict.reason).toMatch(reason);
  });

  it("when it cannot be opened", async () => {
    const verdict = await judge("openNothing", KILL);
    expect(verdict.outcome).toBe("broken");
    expect(verdict.reason).toMatch(/the process ended by itself with 1: .*exports no function "openNothing"/s);
  });
});

it("options that are no counts are refused", async () => {
  const expected = new RangeError('"kills" expected a whole number from 1 on, got 0');
  await expect(judgeDurability(subject("openRight"), { kills: 0 })).rejects.toEqual(expected);
});
