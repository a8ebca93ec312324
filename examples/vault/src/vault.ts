import { EncryptedStorage, type Reencrypted } from "@airssys/encryption";
import { hostCipher } from "@airssys/encryption/host-cipher";

/** Secrets by name. The host seals them, with keys that never enter this component. */
const secrets = new EncryptedStorage<string>({ cipher: hostCipher({ keyName: "secrets" }) });

function put(name: string, secret: string): void {
  secrets.set(name, secret);
}

function reveal(name: string): string | undefined {
  return secrets.get(name);
}

function remove(name: string): boolean {
  return secrets.delete(name);
}

function names(): string[] {
  return [...secrets.keys()];
}

function rotate(limit: number, cursor: string | undefined): Reencrypted {
  return secrets.reencrypt({ limit, cursor });
}

export const vault = { put, reveal, remove, names, rotate };
