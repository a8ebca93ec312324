import { readFileSync } from "node:fs";
import { hostStorage } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { aesGcm } from "../src/aes-gcm.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { associatedData, associatedDataBefore } from "../src/bytes/envelope.ts";
import { aesGcmAead } from "../src/ciphers/aes-gcm-aead.ts";
import type { Cipher } from "../src/ciphers/cipher.ts";
import type { Aead } from "../src/ciphers/own-cipher.ts";
import { xchacha20Poly1305Aead } from "../src/ciphers/xchacha20-poly1305-aead.ts";
import { hostCipher } from "../src/host-cipher.ts";
import { encrypted } from "../src/index.ts";
import { xchacha20Poly1305 } from "../src/xchacha20-poly1305.ts";
import { openHost, rotateTo } from "./setting.ts";

/** Those of docs/formats/envelope.vectors.json, which were made by another program than this package. */
interface Vector {
  readonly name: string;
  readonly cipher: "hostCipher" | "aesGcm" | "xchacha20Poly1305";
  readonly keyNumber: number;
  readonly context: string;
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  readonly isBlinded: boolean;
  readonly nonce: string;
  readonly storedKey: string;
  readonly associatedData: string;
  readonly stored: string;
}

interface VectorFile {
  readonly key: string;
  readonly blindingKey: string;
  readonly hostKeyName: string;
  readonly vectors: readonly Vector[];
}

const FILE: VectorFile = JSON.parse(
  readFileSync(new URL("../../../docs/formats/envelope.vectors.json", import.meta.url), "utf8"),
);
const AEADS: Partial<Record<Vector["cipher"], Aead>> = { aesGcm: aesGcmAead, xchacha20Poly1305: xchacha20Poly1305Aead };
const ALGORITHMS = { hostCipher: 1, aesGcm: 2, xchacha20Poly1305: 3 };

beforeEach(() => openHost());

describe.each(FILE.vectors)("$cipher, $name", (vector) => {
  const { context, namespace, storedKey, isBlinded } = vector;

  test("opens", () => {
    const keyRing = { keys: [{ number: vector.keyNumber, bytes: fromHex(FILE.key) }], newest: vector.keyNumber };
    rotateTo(keyRing);
    const ciphers: Record<Vector["cipher"], Cipher> = {
      hostCipher: hostCipher({ keyName: FILE.hostKeyName }),
      aesGcm: aesGcm(keyRing),
      xchacha20Poly1305: xchacha20Poly1305(keyRing),
    };
    const plain = namespace === "" ? hostStorage : hostStorage.shared(namespace);
    const names = isBlinded ? { names: blindedNames({ key: fromHex(FILE.blindingKey) }) } : {};
    const byteStorage = encrypted(plain, ciphers[vector.cipher], { context, ...names });
    plain.set(storedKey, fromHex(vector.stored));
    expect(byteStorage.get(vector.key)).toEqual(fromHex(vector.value));
    expect(byteStorage.listKeys()).toEqual([vector.key]);
    expect(byteStorage.reencrypt()).toMatchObject({ examined: 1, resealed: 0, unopened: [] });
    byteStorage.set(vector.key, fromHex(vector.value));
    expect(plain.get(storedKey)).toHaveLength(vector.stored.length / 2);
  });

  test("is made of the bytes that are documented", () => {
    const header = { isNamed: isBlinded, algorithm: ALGORITHMS[vector.cipher] };
    const before = associatedDataBefore(header, { context, namespace: namespace || undefined });
    const data = associatedData(before, storedKey);
    expect(toHex(data)).toBe(vector.associatedData);
    const aead = AEADS[vector.cipher];
    if (aead === undefined) return; // the host's own vectors are in sealed.md
    const number = vector.keyNumber.toString(16).padStart(8, "0");
    const named = isBlinded
      ? `${Buffer.byteLength(vector.key).toString(16).padStart(8, "0")}${toHex(Buffer.from(vector.key))}`
      : "";
    const body = aead.encrypt(
      fromHex(FILE.key),
      fromHex(vector.nonce),
      fromHex(named + vector.value),
      fromHex(vector.associatedData + number),
    );
    const head = `${isBlinded ? "02" : "01"}0${header.algorithm}`;
    expect(head + number + vector.nonce + toHex(body)).toBe(vector.stored);
  });
});

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
