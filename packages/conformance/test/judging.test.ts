// What the runner makes of hosts that do not do what a plan says.
import {
  judgeHost,
  type Law,
  openReferenceHost,
  type ReferenceHost,
  type RunEnding,
  type Subject,
} from "@airssys/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tryLaw } from "../src/judge/try-law.ts";
import { transpiledCache } from "./transpiled.ts";

/** A host whose calls of `run` end as they are told to, one after the other. */
function scripted(endings: RunEnding[]): Subject & { readonly done: string[] } {
  const done: string[] = [];
  return {
    done,
    async start(_component, { name }) {
      done.push(`start ${name}`);
      return {
        listLaws: async () => [],
        run: async (_law, step, memo) => {
          done.push(`run ${step} with ${memo || "nothing"}`);
          return endings.shift() ?? { tag: "ok", val: { tag: "kept", val: memo } };
        },
        stop: async () => void done.push(`stop ${name}`),
      };
    },
    restart: async () => void done.push("restart"),
    wait: async (seconds) => void done.push(`wait ${seconds}`),
  };
}

const role = (name: string) =>
  ({ name, id: name, access: "admin", quotaBytes: 1n, namespaces: [], manifest: "" }) as const;
const call = (role: number, ends: "returns" | "refuses" | "traps" | "rejected") =>
  ({ tag: "call", val: { role, ends } }) as const;
const kept = (val: string) => ({ tag: "kept", val }) as const;

function law(...plan: Law["plan"]): Law {
  return { name: "a law", about: "storage", where: "Versions", assumes: [], roles: [role("one"), role("two")], plan };
}

const judged = (subject: Subject, ...plan: Law["plan"]) => tryLaw(subject, new Uint8Array(), law(...plan));

describe("a plan", () => {
  test("is done step by step, with the memo of the step before", async () => {
    const host = scripted([
      { tag: "ok", val: kept("1") },
      { tag: "err", val: kept("2") },
      { tag: "failed", val: "" },
    ]);
    const steps = [
      call(0, "returns"),
      call(1, "refuses"),
      call(0, "traps"),
      { tag: "wait", val: 3 },
      call(0, "returns"),
    ] as const;
    const { outcome } = await judged(host, ...steps, { tag: "restart" }, call(1, "returns"));
    expect(outcome).toBe("kept");
    expect(host.done).toEqual([
      "start one",
      "run 0 with nothing",
      "start two",
      "run 1 with 1",
      "run 2 with 2",
      "stop one",
      "wait 3",
      "start one",
      "run 4 with 2",
      "stop two",
      "stop one",
      "restart",
      "start two",
      "run 6 with 2",
      "stop two",
    ]);
  });

  test("begins calls at the same time before it waits for any, and tells the next step which were rejected", async () => {
    const host = scripted([
      { tag: "ok", val: kept("1") },
      { tag: "ok", val: kept("1") },
      { tag: "failed", val: "conflict" },
    ]);
    const both = { tag: "together", val: [call(0, "returns").val, call(1, "returns").val] } as const;
    expect(await judged(host, call(0, "returns"), both, call(0, "returns"))).toMatchObject({ outcome: "kept" });
    expect(host.done).toEqual([
      "start one",
      "run 0 with nothing",
      "start two",
      "run 1 with 1\n0",
      "run 1 with 1\n1",
      "stop two",
      "run 2 with 1\n+-",
      "stop one",
    ]);
  });

  test("leaves out laws about a host that is killed where nobody can kill it, and stops no instance before it is", async () => {
    const killing = law(call(0, "returns"), { tag: "kill" }, call(0, "returns"));
    const deadly: Law = { ...killing, assumes: ["commits-outlive-a-kill"] };
    expect(await tryLaw(scripted([]), new Uint8Array(), deadly)).toMatchObject({ outcome: "skipped" });
    const host = scripted([]);
    const mortal = { ...host, kill: async () => void host.done.push("kill") };
    expect(await tryLaw(mortal, new Uint8Array(), deadly)).toMatchObject({ outcome: "kept" });
    expect(host.done).toEqual([
      "start one",
      "run 0 with nothing",
      "kill",
      "start one",
      "run 2 with nothing",
      "stop one",
    ]);
  });

  test("ends with the first broken verdict, on whichever side it is", async () => {
    for (const tag of ["ok", "err"] as const) {
      const host = scripted([{ tag, val: { tag: "broken", val: "expected 1, got 2" } }]);
      const { outcome, reason } = await judged(host, call(0, tag === "ok" ? "traps" : "refuses"), call(0, "returns"));
      expect({ outcome, reason }).toEqual({ outcome: "broken", reason: "step 0, by one: expected 1, got 2" });
      expect(host.done).toEqual(["start one", "run 0 with nothing", "stop one"]);
    }
  });

  test.each([
    ["returns", { tag: "err", val: kept("") }],
    ["returns", { tag: "failed", val: "it trapped" }],
    ["refuses", { tag: "ok", val: kept("") }],
    ["traps", { tag: "err", val: kept("") }],
    ["rejected", { tag: "ok", val: kept("") }],
  ] as const)("is broken by a call that %s, when it ends as %o", async (ends, ending) => {
    const { outcome, reason } = await judged(scripted([ending]), call(0, ends));
    expect(outcome).toBe("broken");
    expect(reason).toContain("the call has to");
  });

  test("calls a step once more while the law has to look again", async () => {
    const host = scripted([
      { tag: "ok", val: { tag: "again" } },
      { tag: "ok", val: { tag: "again" } },
    ]);
    expect(await judged(host, call(0, "returns"))).toMatchObject({ outcome: "kept" });
    expect(host.done.filter((each) => each.startsWith("run"))).toHaveLength(3);
  });
});

describe("a judgement", () => {
  let host: ReferenceHost;
  beforeAll(async () => {
    host = await openReferenceHost({ cache: transpiledCache });
  }, 120_000);
  afterAll(() => host.close());

  /** The host of this project, which says something else of itself. */
  const saying = (says: Partial<Subject>): Subject => ({
    ...says,
    start: (...args) => host.start(...args),
    restart: () => host.restart(),
    wait: (seconds) => host.wait(seconds),
  });

  test("is about the interfaces that a host offers", async () => {
    const verdicts = await judgeHost(saying({ interfaces: ["storage", "storage-usage"] }), {
      only: ["patterns", "is empty"],
    });
    expect([...new Set(verdicts.map(({ about }) => about))]).toEqual(["storage", "storage-usage"]);
  });

  test("of what a host does not offer is refused, with what is missing", async () => {
    const judging = judgeHost(saying({ interfaces: ["storage", "storage-ttl"] }), { interfaces: ["together-expiry"] });
    await expect(judging).rejects.toThrow(
      /^the laws of together-expiry need storage-ranges, storage-batch, storage-usage, which the host does not offer$/,
    );
  });

  test("leaves out laws that take for granted what a host lacks, and says so", async () => {
    const subject = saying({ lacks: ["one-call-is-one-transaction"] });
    const [verdict] = await judgeHost(subject, {
      interfaces: ["storage"],
      only: ["a call that traps leaves nothing behind"],
    });
    expect(verdict).toMatchObject({
      outcome: "skipped",
      reason: expect.stringContaining("one-call-is-one-transaction"),
    });
  });

  test("tells each verdict as soon as there is one", async () => {
    const told: string[] = [];
    const only = ["an empty value", "a value is read"];
    const verdicts = await judgeHost(host, {
      interfaces: ["storage"],
      only,
      onVerdict: ({ law: name }) => told.push(name),
    });
    expect(told).toEqual(verdicts.map(({ law: name }) => name));
    expect(told).toHaveLength(2);
  });
});
