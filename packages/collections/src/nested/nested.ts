import type { CheckOptions, Finding } from "../check/finding.ts";
import type { Place } from "../place/place.ts";

/** How to make a nested collection: its class, or a function for one that takes options. */
export type Nested<C> = (new (place: Place) => C) | ((place: Place) => C);

/** The nested collection at a place. */
export function nestedAt<C>(nested: Nested<C>, place: Place): C {
  return isClass(nested) ? new nested(place) : nested(place);
}

/** Checks a nested collection. One without iteration has nothing to check. */
export function checkNested(collection: object, options: CheckOptions): Finding[] {
  return isChecked(collection) ? collection.check(options) : [];
}

/** Functions that cannot be called with `new` have no prototype; others answer what they make either way. */
function isClass<C>(nested: Nested<C>): nested is new (place: Place) => C {
  return nested.prototype !== undefined;
}

function isChecked(collection: object): collection is { check(options: CheckOptions): Finding[] } {
  return "check" in collection && typeof collection.check === "function";
}
