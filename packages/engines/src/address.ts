import type { Engine } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { DEFAULT_ENGINE, ENGINES } from "./engine-table.ts";

/** An address that has been read. */
export interface Address {
  /** Name of the engine. */
  readonly name: string;
  readonly engine: Engine;
  /** Path or URL, as the engine takes it; empty if the engine needs none. */
  readonly place: string;
}

/**
 * Reads an address: `NAME:PLACE`, or a path alone. The name of an engine has two letters at least, so that `C:\data` is
 * a path; a path with a colon further on can begin with `./`.
 *
 * @throws EngineError `address` or `unknown-engine`.
 */
export function parseAddress(address: string): Address {
  if (typeof address !== "string") throw new TypeError(`an address must be a string, not ${typeof address}`);
  if (address.includes("\0")) throw new EngineError("address", "an address has no NUL character");
  const [, name, place = ""] = NAMED.exec(address) ?? [undefined, DEFAULT_ENGINE, address];
  const engine = ENGINES.get(name);
  if (engine === undefined) throw unknownEngine(name);
  requirePlace(engine, address, place);
  return { name, engine, place: engine.place === "url" ? address : place };
}

const NAMED = /^([A-Za-z][A-Za-z0-9+-]+):(.*)$/s;

/** Longest part of an address that a message repeats. */
const ADDRESS_CHARACTERS_TOLD_MAX = 200;

function requirePlace({ place: kind }: Engine, address: string, place: string): void {
  if (kind === "none" && place !== "") throw misspelt(address, "this engine has no place: nothing follows the colon");
  if (kind === "path" && place === "") throw misspelt(address, "a path is missing, as in lmdb:./data");
  if (kind === "path" && /^\/\/[^/]/.test(place))
    throw misspelt(address, "a path follows the colon at once, without //");
  if (kind === "url" && !place.startsWith("//")) throw misspelt(address, "a URL was expected, with // after the colon");
}

function misspelt(address: string, why: string): EngineError {
  return new EngineError("address", `${JSON.stringify(address.slice(0, ADDRESS_CHARACTERS_TOLD_MAX))}: ${why}`);
}

function unknownEngine(name: string): EngineError {
  const known = [...ENGINES.keys()].map((known) => `${known}:`).join(", ");
  const told = name.slice(0, ADDRESS_CHARACTERS_TOLD_MAX);
  return new EngineError(
    "unknown-engine",
    `no engine is named "${told}"; known: ${known} (a path that begins like this is written ./${told}:...)`,
  );
}
