import { LoadError } from "../errors/load-error.ts";
import { type Layout, plain } from "./layout.ts";
import { TYPE_LEVELS_MAX, TYPE_PARTS_MAX } from "./structure-limits.ts";

/** How large a type is when it is written out: a value type, a function type or a resource. */
export interface TypeShape {
  readonly parts: number;
  readonly levels: number;
  readonly layout: Layout;
}

/** The exports of an instance or a component, or of the type of one, by name. */
export interface InstanceShape {
  readonly exports: ReadonlyMap<string, Shape | undefined>;
}

/**
 * The shape of a type, or of the type that a function or an instance has. `undefined` stands for core items, which have
 * none here.
 */
export type Shape = TypeShape | InstanceShape;

/** A function or a resource, of which there are handles at most. */
export const HANDLE: TypeShape = { parts: 1, levels: 1, layout: plain(4) };

/** A type that is made of nothing else. */
export function simple(layout: Layout): TypeShape {
  return { parts: 1, levels: 1, layout };
}

export function isInstanceShape(shape: Shape | undefined): shape is InstanceShape {
  return shape !== undefined && "exports" in shape;
}

/**
 * The shape of a type that is made of others.
 *
 * @param names that it has besides them.
 * @throws LoadError `unsupported` if it has too many parts or levels
 */
export function composed(parts: readonly TypeShape[], layout: Layout, names = 0): TypeShape {
  let [sum, levels] = [1 + names, 0];
  for (const part of parts) {
    sum += part.parts;
    if (part.levels > levels) levels = part.levels;
  }
  if (sum > TYPE_PARTS_MAX) throw unsupported(`a type of more than ${TYPE_PARTS_MAX} parts`);
  if (levels >= TYPE_LEVELS_MAX) throw unsupported(`a type of more than ${TYPE_LEVELS_MAX} levels`);
  return { parts: sum, levels: levels + 1, layout };
}

/** @param has completes "the component has". */
export function unsupported(has: string): LoadError {
  return new LoadError("unsupported", `the component has ${has}, which this runtime does not load`);
}
