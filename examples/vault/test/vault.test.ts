import "@airssys/testing/vitest";
import type { KeyRing } from "@airssys/host";
import { nodeCipher } from "@airssys/host/node";
import { createHarness, type Harness, type Instance } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rotate, type VaultExports } from "../demo/open-vault.ts";

const keyRing = (newest: number, numbers: readonly number[]): KeyRing => ({
  keys: numbers.map((number) => ({ number, bytes: new Uint8Array(32).fill(number) })),
  newest,
});

const SEALED_OTHERWISE = { tag: "invalid-argument", val: expect.stringContaining("does not open") };

describe.each(["mock", "memory", "lmdb"] as const)("the vault, %s", (mode) => {
  let harness: Harness<VaultExports>;
  let vault: Instance<VaultExports>;

  beforeEach(async () => {
    harness = await createHarness<VaultExports>({
      entry: new URL("../src/vault.ts", import.meta.url),
      mode,
      host: { cipher: nodeCipher(keyRing(1, [1])) },
      conditions: ["@airssys/source"],
      cacheFolder: new URL("../../../.cache", import.meta.url),
    });
    vault = await harness.start();
  });

  afterEach(() => harness.close());

  /** A host with other keys. */
  const restart = (keys: KeyRing) => harness.restart({ host: { cipher: nodeCipher(keys) } });

  async function fill(count: number): Promise<Map<string, string>> {
    const secrets = new Map(Array.from({ length: count }, (_, index) => [`secret ${index + 10}`, `hidden ${index}`]));
    for (const [name, secret] of secrets) await vault.call("vault.put", name, secret);
    return secrets;
  }

  async function revealed(): Promise<Map<string, string | undefined>> {
    const found = new Map<string, string | undefined>();
    for (const name of await vault.call("vault.names")) found.set(name, await vault.call("vault.reveal", name));
    return found;
  }

  it("keeps secrets across restarts, and the store does not show them", async () => {
    const secrets = await fill(3);
    await restart(keyRing(1, [1]));
    expect(await revealed()).toEqual(secrets);
    expect(Object.keys(await harness.snapshot("vault"))).toEqual([...secrets.keys()]);
    for (const { value } of await harness.entries("vault")) expect(Buffer.from(value).includes("hidden")).toBe(false);
    expect(await vault.call("vault.remove", "secret 10")).toBe(true);
    expect(await vault.call("vault.reveal", "secret 10")).toBeUndefined();
  });

  it("needs the old master key until it has rotated, and not afterwards", async () => {
    const secrets = await fill(7);
    await restart(keyRing(2, [2]));
    await expect(vault.call("vault.reveal", "secret 10")).toBeRefused(SEALED_OTHERWISE);
    await restart(keyRing(2, [1, 2]));
    expect(await revealed()).toEqual(secrets);
    expect(await rotate({ vault }, 3)).toEqual({ steps: 3, examined: 7, resealed: 7, unopened: [], unresealed: [] });
    expect(await rotate({ vault }, 3)).toMatchObject({ resealed: 0 });
    await restart(keyRing(2, [2]));
    expect(await revealed()).toEqual(secrets);
  });

  it("goes on with a rotation after a restart, and serves secrets meanwhile", async () => {
    const secrets = await fill(5);
    await restart(keyRing(2, [1, 2]));
    const { cursor } = await vault.call("vault.rotate", 2, undefined);
    expect(await revealed()).toEqual(secrets);
    await vault.call("vault.put", "secret 14", "changed");
    await vault.call("vault.remove", "secret 13");
    await restart(keyRing(2, [1, 2]));
    expect(await vault.call("vault.rotate", 100, cursor)).toMatchObject({ examined: 2, resealed: 1 });
    await restart(keyRing(2, [2]));
    secrets.delete("secret 13");
    expect(await revealed()).toEqual(secrets.set("secret 14", "changed"));
  });

  it("refuses what was moved or altered in the store, tells the rotation, and leaves it", async () => {
    await fill(3);
    const stored = await harness.store("vault");
    const [first, second] = (await harness.entries("vault")).map(({ value }) => value) as [Uint8Array, Uint8Array];
    await stored.set("secret 10", second);
    await stored.set("secret 11", first.with(-1, 255 - (first.at(-1) as number)));
    for (const name of ["secret 10", "secret 11"]) {
      await expect(vault.call("vault.reveal", name)).toBeRefused(SEALED_OTHERWISE);
    }
    await restart(keyRing(2, [1, 2]));
    expect(await rotate({ vault }, 100)).toMatchObject({ resealed: 1, unopened: ["secret 10", "secret 11"] });
  });

  it("loses no secret, wherever the program ends in a step of a rotation, and does the step again", async () => {
    const secrets = await fill(3);
    await restart(keyRing(2, [1, 2]));
    const before = await harness.snapshot("vault");
    for (const operations of [1, 2, 3, 4]) {
      harness.crashAfter(operations);
      await expect(rotate({ vault }, 100)).toFailAs("crashed");
      expect(await harness.snapshot("vault")).toEqual(before);
    }
    expect(await rotate({ vault }, 100)).toMatchObject({ steps: 1, resealed: 3 });
    await restart(keyRing(2, [2]));
    expect(await revealed()).toEqual(secrets);
  });

  it("asks the host to seal, and never for a key", async () => {
    await vault.call("vault.put", "door", "1234");
    expect(harness.operations.names()).toMatchInlineSnapshot(`
      [
        "seal",
        "storage-set",
      ]
    `);
  });
});
