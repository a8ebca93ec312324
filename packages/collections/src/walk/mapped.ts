/** Returns what a function makes of each item of a walk, one at a time. */
export function* mapped<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To, void, undefined> {
  for (const item of items) yield change(item);
}
