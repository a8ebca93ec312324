/**
 * What is stored is not in a format that this version knows: written by a newer version, by something else, or damaged.
 */
export class StoreFormatError extends Error {
  override readonly name = "StoreFormatError";
}
