// What becomes of a judgement when the host hangs, or what runs it fails.
import { type JudgedInstance, judgeHost, type Law, type Subject } from "@airssys/conformance";
import { expect, test } from "vitest";

const role = { name: "owner", id: "a", access: "admin", quotaBytes: 1n, namespaces: [], manifest: "" } as const;
const law = (name: string): Law => ({
  name,
  about: "storage",
  where: "Versions",
  assumes: [],
  roles: [role],
  plan: [{ tag: "call", val: { role: 0, ends: "returns" } }, { tag: "restart" }],
});

const kept = { tag: "ok", val: { tag: "kept", val: "" } } as const;
const never = () => new Promise<never>(() => {});

/** A host of three laws that keeps them, and that another one is made of. */
function hosting(instance: Partial<JudgedInstance>, changes: Partial<Subject> = {}): Subject {
  const all = [law("first"), law("second"), law("third")];
  return {
    interfaces: ["storage"],
    start: async () => ({ listLaws: async () => all, run: async () => kept, stop: async () => {}, ...instance }),
    restart: async () => {},
    wait: async () => {},
    ...changes,
  };
}

const outcomes = async (subject: Subject, stepSecondsMax = 60) =>
  (await judgeHost(subject, { stepSecondsMax })).map(({ outcome, reason }) =>
    reason === undefined ? outcome : `${outcome}: ${reason}`,
  );

test("a call that never ends breaks its law alone", async () => {
  const run: JudgedInstance["run"] = (name) => (name === "second" ? never() : Promise.resolve(kept));
  expect(await outcomes(hosting({ run }), 0.05)).toEqual([
    "kept",
    "broken: step 0, by owner did not end in 0.05 s",
    "kept",
  ]);
});

test("a host that never starts again, or never stops, keeps nobody waiting", async () => {
  const isSlow = "broken: restart did not end in 0.05 s";
  expect(await outcomes(hosting({}, { restart: never }), 0.05)).toEqual([isSlow, isSlow, isSlow]);
  expect((await outcomes(hosting({ stop: never }), 0.05))[0]).toContain("stop did not end in 0.05 s");
});

test("a law for which no instance can be started is not judged, and the others are", async () => {
  let count = 0;
  const started = hosting({});
  const start: Subject["start"] = (...args) => {
    if (++count === 3) throw new Error("no space left");
    return started.start(...args);
  };
  expect(await outcomes({ ...started, start })).toEqual([
    "kept",
    "unjudged: the law could not be tried: no space left",
    "kept",
  ]);
});

test("what is no list of laws, and no ending of a call, is said to be none", async () => {
  const listLaws = async () => undefined as unknown as Law[];
  expect(await outcomes(hosting({ listLaws }))).toEqual([
    "unjudged: the law could not be tried: list-laws answered no list of laws but undefined",
  ]);
  const run = async () => ({ tag: "ok", val: null }) as never;
  expect((await outcomes(hosting({ run })))[0]).toBe(
    'unjudged: the law could not be tried: run answered no ending of a call but {"tag":"ok","val":null}',
  );
});
