import { type ByteWrite, StorageError } from "@airssys/storage";
import { positionOf, positionText } from "../keys/position.ts";
import type { Place } from "../place/place.ts";
import { everythingIn, everythingToCheck, type Finding, problemOfReading } from "./finding.ts";

/**
 * What is wrong with elements that have to stand one after the other: at `first`, unless it is whatever comes first.
 */
export function findingsInRow(
  place: Place,
  first: number | undefined,
  problemOfValue: (text: string, bytes: Uint8Array) => string | undefined,
  isRepaired: boolean,
): Finding[] {
  const findings: Finding[] = [];
  let expected = first;
  for (const [text, bytes] of everythingToCheck(place, findings)) {
    const key = place.key(text);
    const problem = problemOfReading(() => positionOf(text));
    if (problem !== undefined) {
      findings.push({ key, problem, isRepaired: false });
      continue;
    }
    const position = positionOf(text);
    const missing = position - (expected ?? position);
    if (missing > 0) findings.push({ key, problem: `${missing} elements before it are missing`, isRepaired });
    const valueProblem = problemOfValue(text, bytes);
    if (valueProblem !== undefined) findings.push({ key, problem: valueProblem, isRepaired: false });
    expected = position + 1;
  }
  return findings;
}

/** Moves elements down until they stand one after the other again. Their order and their values stay. */
export function closeGaps(place: Place, first: number | undefined): void {
  place.byteStorage.transaction(() => {
    let next = first;
    for (const [text, value] of everythingIn(place)) {
      if (problemOfReading(() => positionOf(text)) !== undefined) continue;
      next ??= positionOf(text);
      const to = positionText(next);
      next++;
      if (to !== text) place.write(moved(place, text, to, value));
    }
  });
}

function moved(place: Place, from: string, to: string, value: Uint8Array): ByteWrite[] {
  return [
    { type: "set", key: place.key(to), value },
    { type: "delete", key: place.key(from) },
  ];
}

/** A whole number from 0, of an element that is asked for. */
export function checkedIndex(index: number): number {
  if (typeof index !== "number") throw new TypeError(`"index" expected a number, got ${typeof index}`);
  if (Number.isSafeInteger(index)) return index;
  throw new RangeError(`"index" expected a whole number, got ${index}`);
}

/** Positions are whole numbers that JavaScript can tell apart. */
export function checkedPosition(position: number): number {
  if (Number.isSafeInteger(position)) return position;
  throw new StorageError({ tag: "limit-exceeded", val: "no position is left" });
}
