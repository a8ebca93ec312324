import { judgeHost, openReferenceHost, type ReferenceHostOptions, type Subject } from "@airssys/conformance";
import { expect, test } from "vitest";
import { transpiledCache } from "./transpiled.ts";

const LOWER = {
  keyBytesMax: 128,
  valueBytesMax: 65_536,
  callBytesMax: 2 * 1_024 ** 2,
  keysPerAnswerMax: 100,
  batchItemsMax: 3,
};
const HIGHER = { keyBytesMax: 1_000, valueBytesMax: 20 * 1_024 ** 2, keysPerAnswerMax: 50_000, batchItemsMax: 5_000 };

const HOSTS: readonly (readonly [string, NonNullable<ReferenceHostOptions["limits"]>])[] = [
  ["lower", LOWER],
  ["higher", HIGHER],
];

test.each(HOSTS)(
  "a host with %s limits keeps every law that does not take those of the contract for granted",
  {
    timeout: 180_000,
  },
  async (_, limits) => {
    await using host = await openReferenceHost({ limits, cache: transpiledCache });
    const subject: Subject = {
      lacks: ["limits-of-the-contract"],
      start: (...args) => host.start(...args),
      restart: () => host.restart(),
      wait: (seconds) => host.wait(seconds),
    };
    const verdicts = await judgeHost(subject);
    expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === "kept").length).toBeGreaterThan(230);
  },
);
