import { judgeHost, openReferenceHost, type Subject } from "@airssys/conformance";
import { inForm } from "@airssys/test-kit/form";
import { expect, test } from "vitest";
import { transpiledCache } from "./transpiled.ts";

const LOWER = {
  keyBytesMax: 128,
  valueBytesMax: 65_536,
  callBytesMax: 2 * 1_024 ** 2,
  callKeysMax: 3_000,
  keysPerAnswerMax: 100,
  batchItemsMax: 3,
};

test("a host with lower limits keeps every law that does not take those of the contract for granted", {
  timeout: 180_000,
}, async () => {
  await using host = await openReferenceHost({ limits: LOWER, cache: transpiledCache });
  const subject: Subject = {
    lacks: ["limits-of-the-contract"],
    start: (...args) => host.start(...args),
    restart: () => host.restart(),
    wait: (seconds) => host.wait(seconds),
  };
  // Of those that have limits of their own; the others reach the same ones.
  const verdicts = await judgeHost(
    subject,
    inForm({ quick: { interfaces: ["storage", "storage-batch", "storage-ranges"] }, long: {} }),
  );
  expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
  const kept = verdicts.filter(({ outcome }) => outcome === "kept");
  expect(kept.length).toBeGreaterThan(inForm({ quick: 110, long: 230 }));
});
