import { encrypted } from "@airssys/encryption";
import { aesGcm } from "@airssys/encryption/aes-gcm";
import { blindedNames } from "@airssys/encryption/blinded-names";
import { hostCipher } from "@airssys/encryption/host-cipher";
import { xchacha20Poly1305 } from "@airssys/encryption/xchacha20-poly1305";
import { type ByteStorage, hostStorage } from "@airssys/storage";

const KEYS = 100;
const keyRing = { keys: [{ number: 1, bytes: new Uint8Array(32).fill(1) }], newest: 1 };
const byHost = encrypted(hostStorage, hostCipher({ keyName: "bench" }));
const blinded = encrypted(hostStorage, hostCipher({ keyName: "bench" }), {
  names: blindedNames({ key: new Uint8Array(32).fill(2), prefix: "blinded/" }),
});

type Way = "plain" | "by-host" | "xchacha" | "aes";

const ways: Record<Way, ByteStorage> = {
  plain: hostStorage,
  "by-host": byHost,
  xchacha: encrypted(hostStorage, xchacha20Poly1305(keyRing)),
  aes: encrypted(hostStorage, aesGcm(keyRing)),
};

const keyOf = (way: string, size: number, index: number) => `${way}/${size}/${String(index % KEYS).padStart(8, "0")}`;

function setEach(way: Way, size: number, first: number, count: number): void {
  const value = new Uint8Array(size).fill(0x61);
  for (let index = first; index < first + count; index++) ways[way].set(keyOf(way, size, index), value);
}

function getEach(way: Way, size: number, first: number, count: number): number {
  let length = 0;
  for (let index = first; index < first + count; index++) length += ways[way].get(keyOf(way, size, index))?.length ?? 0;
  return length;
}

function setBlinded(first: number, count: number): void {
  const value = new Uint8Array(100).fill(0x61);
  for (let index = first; index < first + count; index++) blinded.set(keyOf("blinded", 100, index), value);
}

function reencrypt(count: number): number {
  return byHost.reencrypt({ limit: count, range: { prefix: "by-host/100/" } }).resealed;
}

export const work = { setEach, getEach, setBlinded, reencrypt };
