// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-cipher@0.1.0' {
  /**
   * Seals bytes under a key that goes by a name of the component's choice, which obeys the grammar of keys. The same bytes never
   * seal to the same answer. `associated-data` is not part of the answer, and opening needs the same again: a storage key there
   * keeps a sealed value from being moved to another key.
   *
   * The answer is 33 bytes longer than the plaintext, which is limited as values are:
   *
   *     sealed     = 0x01 key-id nonce ciphertext tag
   *     key-id     = 4 bytes, most significant first: the master key, as the host numbers them
   *     nonce      = 12 random bytes
   *     ciphertext = as long as the plaintext
   *     tag        = 16 bytes
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-key` for the name, `value-too-large`, `internal-error`.
   */
  export function seal(keyName: string, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array;
  /**
   * Opens what `seal` answered for the same name and associated data in the same namespace. Bytes that were altered, cut, moved, or
   * sealed with a master key that the host no longer has are `invalid-argument`.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key` for the name, `value-too-large`, `invalid-argument`,
   * `internal-error`.
   */
  export function open(keyName: string, sealed: Uint8Array, associatedData: Uint8Array): Uint8Array;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
}
