export {
  type CollectionSummary,
  describeCollections,
} from "./collections/describe-collections.ts";
export type { CollectionClass, CollectionKey, IndexMark } from "./keys/collection-key.ts";
export { type DescribedKey, describeKey } from "./keys/describe-key.ts";
export { printable } from "./text/printable.ts";
export { type DescribedValue, type DescribeOptions, describeValue, type ValueKind } from "./values/describe-value.ts";
export type { Sealed } from "./values/sealed.ts";
