// Declares the globals of the web platform that this package uses. Both Node and browsers have them. Declaring only
// these, instead of using the DOM or Node types, makes the compiler reject any other global.

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: "utf-8", options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

declare const console: { error(...data: unknown[]): void };

declare const crypto: { randomUUID(): string; readonly subtle: SubtleCrypto | undefined };

interface CryptoKey {
  readonly type: string;
}

interface SubtleCrypto {
  importKey(
    format: "raw",
    bytes: Uint8Array,
    algorithm: "AES-GCM",
    isExtractable: boolean,
    usages: ("encrypt" | "decrypt")[],
  ): Promise<CryptoKey>;
  encrypt(parameters: AesGcmParams, key: CryptoKey, plaintext: Uint8Array): Promise<ArrayBuffer>;
  decrypt(parameters: AesGcmParams, key: CryptoKey, ciphertext: Uint8Array): Promise<ArrayBuffer>;
}

interface AesGcmParams {
  name: string;
  iv: Uint8Array;
  additionalData?: Uint8Array;
  tagLength?: number;
}

declare const setImmediate: ((work: () => void) => unknown) | undefined;

declare function setTimeout(work: () => void, milliseconds: number): unknown;

declare const performance: { now(): number };
