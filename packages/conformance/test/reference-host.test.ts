import { readFile } from "node:fs/promises";
import { judgeHost, type Law, openReferenceHost } from "@airssys/conformance";
import { isLong } from "@airssys/test-kit/form";
import { expect, test } from "vitest";
import { transpiledCache } from "./transpiled.ts";

const LAWS = new URL("../components/laws.json", import.meta.url);

/** The names of the laws in which a host ends and is opened again: all that an engine over files can make differ. */
async function namesOfEndings(): Promise<string[]> {
  const interfaces: { readonly laws: readonly Law[] }[] = JSON.parse(await readFile(LAWS, "utf8"));
  const all = interfaces.flatMap(({ laws }) => laws);
  return all.filter(({ plan }) => plan.some(({ tag }) => tag === "restart" || tag === "kill")).map(({ name }) => name);
}

test("the host of this project keeps every law, over an engine in memory", { timeout: 180_000 }, async () => {
  await using host = await openReferenceHost({ backend: "memory", cache: transpiledCache });
  const verdicts = await judgeHost(host);
  expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
  // Memory does not outlive the host.
  const skipped = verdicts.filter(({ outcome }) => outcome === "skipped");
  expect(skipped.every(({ reason }) => reason?.endsWith("commits-outlive-a-kill"))).toBe(true);
  expect(skipped.length).toBeGreaterThan(0);
  expect(verdicts.length).toBeGreaterThan(250);
});

test(isLong
  ? "the host of this project keeps every law, over LMDB"
  : "the host of this project keeps every law in which it ends and is opened again, over LMDB", {
  timeout: 180_000,
}, async () => {
  await using host = await openReferenceHost({ backend: "lmdb", cache: transpiledCache });
  const verdicts = await judgeHost(host, isLong ? {} : { only: await namesOfEndings() });
  expect(verdicts.filter(({ outcome }) => outcome !== "kept")).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(isLong ? 250 : 25);
});
