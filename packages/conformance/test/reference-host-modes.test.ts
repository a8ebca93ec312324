import { type JudgedInterface, judgeHost, openReferenceHost } from "@airssys/conformance";
import { inForm } from "@airssys/test-kit/form";
import { expect, test } from "vitest";
import { transpiledCache } from "./transpiled.ts";

/** All laws, or those of the interfaces in which a host of a kind can differ from the host that keeps all laws. */
const lawsOf = (...interfaces: JudgedInterface[]) => inForm({ quick: { interfaces }, long: {} });

test("the host of this project keeps every law over an engine that answers later", { timeout: 180_000 }, async () => {
  await using host = await openReferenceHost({ mode: "jspi", cache: transpiledCache });
  const verdicts = await judgeHost(host, lawsOf("storage", "storage-namespaces", "storage-events"));
  expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
  const kept = verdicts.filter(({ outcome }) => outcome === "kept");
  expect(kept.length).toBeGreaterThan(inForm({ quick: 80, long: 250 }));
});

test("a host that commits each function by itself keeps every law that does not take calls for transactions", {
  timeout: 180_000,
}, async () => {
  await using host = await openReferenceHost({ commit: "operation", cache: transpiledCache });
  const verdicts = await judgeHost(host, lawsOf("storage", "storage-batch", "storage-events"));
  expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
  const kept = verdicts.filter(({ outcome }) => outcome === "kept");
  expect(kept.length).toBeGreaterThan(inForm({ quick: 80, long: 200 }));
});

test("the host of this project keeps the laws of storage with each component in a thread of its own", {
  timeout: 180_000,
}, async () => {
  await using host = await openReferenceHost({ backend: "lmdb", mode: "threads", cache: transpiledCache });
  const only = [
    "a call that traps",
    "an empty value",
    "a component sees nothing of another",
    "10 000 keys are one answer",
  ];
  const verdicts = await judgeHost(host, { interfaces: ["storage"], only });
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(["kept", "kept", "kept", "kept"]);
});
