import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyRing } from "@airssys/host";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildVault } from "../demo/build-vault.ts";
import { type OpenVault, openVault, rotate } from "../demo/open-vault.ts";

const keyRing = (newest: number, numbers: readonly number[]): KeyRing => ({
  keys: numbers.map((number) => ({ number, bytes: new Uint8Array(32).fill(number) })),
  newest,
});

const REFUSED = {
  code: "refused",
  payload: { tag: "invalid-argument", val: expect.stringContaining("does not open") },
};

describe("the vault on LMDB", { timeout: 60_000 }, () => {
  let component: Uint8Array;
  let folder: string;
  let open: OpenVault;

  beforeAll(async () => {
    component = await buildVault();
  }, 120_000);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "airssys-vault-"));
    open = await openVault(component, folder, keyRing(1, [1]));
  });

  afterEach(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });

  async function restart(keys: KeyRing): Promise<void> {
    await open.close();
    open = await openVault(component, folder, keys);
  }

  async function fill(count: number): Promise<Map<string, string>> {
    const secrets = new Map(Array.from({ length: count }, (_, index) => [`secret ${index + 10}`, `hidden ${index}`]));
    for (const [name, secret] of secrets) await open.vault.call("vault.put", name, secret);
    return secrets;
  }

  async function revealed(): Promise<Map<string, string | undefined>> {
    const found = new Map<string, string | undefined>();
    for (const name of await open.vault.call("vault.names"))
      found.set(name, await open.vault.call("vault.reveal", name));
    return found;
  }

  it("keeps secrets across restarts, and the store does not show them", async () => {
    const secrets = await fill(3);
    await restart(keyRing(1, [1]));
    expect(await revealed()).toEqual(secrets);
    expect(Buffer.from(open.stored.get("secret 10") as Uint8Array).includes("hidden")).toBe(false);
    expect(await open.vault.call("vault.remove", "secret 10")).toBe(true);
    expect(await open.vault.call("vault.reveal", "secret 10")).toBeUndefined();
  });

  it("needs the old master key until it has rotated, and not afterwards", async () => {
    const secrets = await fill(7);
    await restart(keyRing(2, [2]));
    await expect(open.vault.call("vault.reveal", "secret 10")).rejects.toMatchObject(REFUSED);
    await restart(keyRing(2, [1, 2]));
    expect(await revealed()).toEqual(secrets);
    expect(await rotate(open, 3)).toEqual({ steps: 3, examined: 7, resealed: 7, unopened: [], unresealed: [] });
    expect(await rotate(open, 3)).toMatchObject({ resealed: 0 });
    await restart(keyRing(2, [2]));
    expect(await revealed()).toEqual(secrets);
  });

  it("goes on with a rotation after a restart, and serves secrets meanwhile", async () => {
    const secrets = await fill(5);
    await restart(keyRing(2, [1, 2]));
    const { cursor } = await open.vault.call("vault.rotate", 2, undefined);
    expect(await revealed()).toEqual(secrets);
    await open.vault.call("vault.put", "secret 14", "changed");
    await open.vault.call("vault.remove", "secret 13");
    await restart(keyRing(2, [1, 2]));
    expect(await open.vault.call("vault.rotate", 100, cursor)).toMatchObject({ examined: 2, resealed: 1 });
    await restart(keyRing(2, [2]));
    secrets.delete("secret 13");
    expect(await revealed()).toEqual(secrets.set("secret 14", "changed"));
  });

  it("refuses what was moved or altered in the store, tells the rotation, and leaves it", async () => {
    await fill(3);
    const entries = open.stored;
    const [first, second] = [entries.get("secret 10") as Uint8Array, entries.get("secret 11") as Uint8Array];
    entries.set("secret 10", second);
    entries.set("secret 11", first.with(-1, 255 - (first.at(-1) as number)));
    for (const name of ["secret 10", "secret 11"]) {
      await expect(open.vault.call("vault.reveal", name)).rejects.toMatchObject(REFUSED);
    }
    await restart(keyRing(2, [1, 2]));
    expect(await rotate(open, 100)).toMatchObject({ resealed: 1, unopened: ["secret 10", "secret 11"] });
  });
});
