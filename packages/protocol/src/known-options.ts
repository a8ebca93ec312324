import { StorageError } from "./storage-error.ts";

/** The names of all options of a type. The compiler asks for each of them. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Throws for an options object with a name that is none of the known ones: a misspelt option would be ignored, and the
 * work done without it. Names are text properties of the object itself, whatever their value.
 *
 * @throws StorageError `invalid-argument`, which names the unknown option and the known ones.
 *
 * @example
 * ```ts
 * import { requireKnownOptions } from "@airssys/protocol";
 *
 * requireKnownOptions<{ limit?: number }>({ limit: 1 }, { limit: true }); // fine
 * requireKnownOptions({ limt: 1 } as { limit?: number }, { limit: true });
 * // StorageError: invalid argument: "limt" is no option here; known: limit
 * ```
 */
export function requireKnownOptions<Options extends object>(options: Options, known: OptionNames<Options>): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const told = JSON.stringify(name.slice(0, NAME_CHARACTERS_TOLD_MAX));
    throw new StorageError({
      tag: "invalid-argument",
      val: `${told} is no option here; known: ${Object.keys(known).join(", ")}`,
    });
  }
}

/** Longest part of an unknown name that a message repeats. */
const NAME_CHARACTERS_TOLD_MAX = 64;
