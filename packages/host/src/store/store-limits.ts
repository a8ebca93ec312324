import type { Backend } from "@airssys/backend";
import { DEFAULT_LIMITS, type Limits } from "@airssys/protocol";
import { EXPIRY_INDEX_BYTES } from "./format/expiry-index.ts";
import { NAMESPACE_PREFIX_BYTES_MAX } from "./format/namespace-layout.ts";
import { requireWholeNumber } from "./format/whole-number.ts";

/**
 * The limits of a store over an engine: those that are given, and the defaults.
 *
 * @throws RangeError if one is no whole number of at least 1, or the engine could not hold the longest key in each
 * namespace and its expiry index.
 */
export function storeLimits(given: Partial<Limits>, { capabilities }: Backend): Limits {
  const {
    keyBytesMax = DEFAULT_LIMITS.keyBytesMax,
    valueBytesMax = DEFAULT_LIMITS.valueBytesMax,
    keysPerAnswerMax = DEFAULT_LIMITS.keysPerAnswerMax,
    batchItemsMax = DEFAULT_LIMITS.batchItemsMax,
    callBytesMax = DEFAULT_LIMITS.callBytesMax,
    callKeysMax = DEFAULT_LIMITS.callKeysMax,
  } = given;
  const limits = { keyBytesMax, valueBytesMax, keysPerAnswerMax, batchItemsMax, callBytesMax, callKeysMax };
  for (const [name, limit] of Object.entries(limits)) requireWholeNumber(`limits.${name}`, limit);
  const keyBytesHeld = capabilities.keyBytesMax - NAMESPACE_PREFIX_BYTES_MAX - EXPIRY_INDEX_BYTES;
  if (keyBytesMax <= keyBytesHeld) return limits;
  throw new RangeError(`"limits.keyBytesMax" expected at most ${keyBytesHeld} over this engine, got ${keyBytesMax}`);
}
