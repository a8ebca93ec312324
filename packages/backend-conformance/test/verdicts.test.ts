import { openMemory } from "@airssys/backend/memory";
import { judgeBackend, type Subject } from "@airssys/backend-conformance/judge";
import { expect, it } from "vitest";
import { durableMemory } from "./durable-memory.ts";

/** An engine in memory that cannot read. */
const unreadable: Subject = {
  open() {
    const backend = openMemory();
    backend.get = () => {
      throw new Error("no reads today");
    };
    return backend;
  },
  destroy: () => {},
};

it("a verdict says what the law is about, how it was broken and how long that took", async () => {
  const only = ["a value of several megabytes comes back whole"];
  const [verdict] = await judgeBackend(unreadable, { only });
  expect(verdict).toMatchObject({ law: only[0], about: "reads", on: "backend", outcome: "broken" });
  expect(verdict?.reason).toBe("no reads today");
  expect(verdict?.error).toBeInstanceOf(Error);
  expect(verdict?.milliseconds).toBeGreaterThanOrEqual(0);
});

it("a law that assumes a capability is skipped where the backend does not declare it, and says which", async () => {
  const verdicts = await judgeBackend({ open: () => openMemory(), destroy: () => {} });
  const skipped = verdicts.filter(({ outcome }) => outcome === "skipped");
  expect(new Set(skipped.map(({ reason }) => reason))).toEqual(
    new Set([
      "the backend declares durable: false",
      "the backend declares multiProcess: false",
      "the backend has no snapshot()", // a view has none
    ]),
  );
});

it("a law about a failure that the subject cannot produce is skipped, and says which", async () => {
  const { open, destroy } = durableMemory();
  const verdicts = await judgeBackend({ open, destroy }, { runs: 1 });
  const skipped = verdicts.filter(({ outcome, about }) => outcome === "skipped" && about !== "snapshots");
  expect(new Set(skipped.map(({ reason }) => reason))).toEqual(
    new Set(
      ["openReadOnly", "openSmall", "corrupt", "changeVersion"].map((name) => `the subject has no failures.${name}`),
    ),
  );
});
