// Hosts with which nothing is wrong while calls come one after the other.
import type { Backend } from "@airssys/backend";
import { judgeHost, openReferenceHost, type ReferenceHostOptions } from "@airssys/conformance";
import { expect, test } from "vitest";
import { altering, calling } from "./mutants/mutant.ts";
import { transpiledCache } from "./transpiled.ts";

/** An engine that commits whatever has changed meanwhile. */
function blind(backend: Backend): Backend {
  const unchecked = (changes: object) => ({ ...changes, checks: [] });
  return new Proxy(backend, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name === "commit") return (changes: object) => value.call(target, unchecked(changes));
      if (name === "commitAll") return (all: object[]) => value.call(target, all.map(unchecked));
      return value.bind(target);
    },
  });
}

/** A host in which calls are no transactions: each function of theirs is, and nobody is told. */
const hasty: Pick<ReferenceHostOptions, "change"> = {
  change(host) {
    const apart = altering((_, { outside }) => outside()).change?.(host) ?? host;
    return calling(async (_, work) => work()).change?.(apart) ?? apart;
  },
};

const WRONG = [
  ["storage", hasty],
  ["storage-namespaces", { changeBackend: blind }],
] as const;

test.each(WRONG)(
  "a host that loses updates breaks laws of %s, and one of this project that waits does not",
  async (about, wrong) => {
    const judged = async (options: ReferenceHostOptions) => {
      await using host = await openReferenceHost({ mode: "jspi", cache: transpiledCache, ...options });
      return await judgeHost(host, { interfaces: [about], only: ["calls at the same time"] });
    };
    expect((await judged({})).filter(({ outcome }) => outcome !== "kept")).toEqual([]);
    const broken = (await judged(wrong)).filter(({ outcome }) => outcome === "broken");
    expect(broken.map(({ law }) => law).join()).toContain("leave exactly as many as were committed");
    expect(broken[0]?.reason).toMatch(/the count after . of . calls: expected \d, got \d/);
  },
);
