/** What every set that is measured stores. */
export const VALUE: Uint8Array = new Uint8Array(100).fill(0x61);
