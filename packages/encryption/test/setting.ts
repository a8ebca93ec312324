// The host of these tests has master keys that can be rotated, and the ciphers that are tested come in one list.
import { nodeCipher } from "@airssys/host/node";
import type { KeyRing } from "@airssys/protocol";
import { openAs, restart, type Setting } from "../../storage/test/host-binding.ts";
import { aesGcm } from "../src/aes-gcm.ts";
import type { Cipher } from "../src/ciphers/cipher.ts";
import { hostCipher } from "../src/host-cipher.ts";
import { xchacha20Poly1305 } from "../src/xchacha20-poly1305.ts";

/** Keys 1 to 3, of which one is the newest. */
export function keyRing(newest: number, numbers: readonly number[] = [1, 2, 3]): KeyRing {
  return { keys: numbers.map((number) => ({ number, bytes: new Uint8Array(32).fill(number) })), newest };
}

let masterKeys: KeyRing;

/** An empty host with key 1 as its newest. Meant for `beforeEach`. */
export function openHost(setting: Setting = {}): void {
  masterKeys = keyRing(1);
  const cipher = {
    get cipher() {
      return nodeCipher(masterKeys);
    },
  };
  openAs({ ...setting, host: Object.defineProperties({ ...setting.host }, Object.getOwnPropertyDescriptors(cipher)) });
}

/** The same data, and other keys: of the host, and of the ciphers that are made from now on. */
export function rotateTo(keys: KeyRing): void {
  masterKeys = keys;
  restart();
}

/** Every cipher, with the keys that the host has at present. */
export const CIPHERS: readonly (readonly [name: string, make: () => Cipher])[] = [
  ["hostCipher", () => hostCipher({ keyName: "letters" })],
  ["aesGcm", () => aesGcm(masterKeys)],
  ["xchacha20Poly1305", () => xchacha20Poly1305(masterKeys)],
];

export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
