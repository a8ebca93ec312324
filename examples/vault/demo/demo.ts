// `npx pnpm@12 --filter @airssys/example-vault demo`: secrets that the store does not show, a new master key, and what
// an attacker gets.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyRing } from "@airssys/host";
import { CallError } from "@airssys/runtime";
import { buildVault } from "./build-vault.ts";
import { type OpenVault, openVault, rotate } from "./open-vault.ts";

const SECRETS = { "door/front": "1234", "door/back": "9876", "wifi/guests": "correct horse battery staple" };

/** In a real program master keys come from where such things are kept, and outlive it. */
const newKey = (number: number) => ({ number, bytes: crypto.getRandomValues(new Uint8Array(32)) });

async function main(data: string): Promise<void> {
  const component = await buildVault();
  const [first, second] = [newKey(1), newKey(2)];
  const session = async (keyRing: KeyRing, work: (open: OpenVault) => Promise<void>) => {
    const open = await openVault(component, data, keyRing);
    await work(open).finally(open.close);
  };

  console.log("\n1. Secrets are kept, sealed with master key 1");
  await session({ keys: [first], newest: 1 }, async ({ vault, stored }) => {
    for (const [name, secret] of Object.entries(SECRETS)) await vault.call("vault.put", name, secret);
    const sealed = stored.get("door/front") as Uint8Array;
    console.log(`   the store has under door/front: ${Buffer.from(sealed).toString("hex")}`);
    console.log(`   the component reveals it: ${await vault.call("vault.reveal", "door/front")}`);
  });

  console.log("\n2. The host gets master key 2, and everything is sealed anew, two secrets at a time");
  await session({ keys: [first, second], newest: 2 }, async (open) => {
    const { steps, examined, resealed } = await rotate(open, 2);
    console.log(`   ${resealed} of ${examined} secrets in ${steps} steps`);
  });

  console.log("\n3. Master key 1 is gone");
  await session({ keys: [second], newest: 2 }, async ({ vault, stored }) => {
    for (const name of await vault.call("vault.names"))
      console.log(`   ${name}: ${await vault.call("vault.reveal", name)}`);

    console.log(
      "\n4. Somebody with access to the store puts what is sealed for the back door in the place of the front door's",
    );
    stored.set("door/front", stored.get("door/back") as Uint8Array);
    const error = await vault.call("vault.reveal", "door/front").catch((reason: unknown) => reason);
    console.log(`   ${error instanceof CallError ? JSON.stringify(error.payload) : error}\n`);
  });
}

const folder = await mkdtemp(join(tmpdir(), "airssys-vault-"));
await main(join(folder, "data")).finally(() => rm(folder, { recursive: true, force: true }));
