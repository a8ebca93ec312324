import { LoadError } from "../errors/load-error.ts";
import { type Layout, plain } from "./layout.ts";
import { TYPE_LEVELS_MAX, TYPE_PARTS_MAX } from "./structure-limits.ts";

/** Size of a type when written out: a value type, a function type or a resource. */
export interface TypeShape {
  readonly parts: number;
  readonly levels: number;
  readonly layout: Layout;
}

/** Exports of an instance, a component, or the type of one, by name. */
export interface InstanceShape {
  readonly exports: ReadonlyMap<string, Shape | undefined>;
}

/**
 * Shape of a type, or of the type of a function or instance. `undefined` stands for core items, which have no shape.
 */
export type Shape = TypeShape | InstanceShape;

/** Shape of a function or a resource. Values hold at most handles of them. */
export const HANDLE: TypeShape = { parts: 1, levels: 1, layout: plain(4) };

/** Shape of a type that contains no other. */
export function simpleShape(layout: Layout): TypeShape {
  return { parts: 1, levels: 1, layout };
}

export function isInstanceShape(shape: Shape | undefined): shape is InstanceShape {
  return shape !== undefined && "exports" in shape;
}

/**
 * Shape of a type that contains others.
 *
 * @param names number of names that it has besides its parts.
 * @throws LoadError `unsupported` if it has too many parts or levels
 */
export function composeShape(parts: readonly TypeShape[], layout: Layout, names = 0): TypeShape {
  let [sum, levels] = [1 + names, 0];
  for (const part of parts) {
    sum += part.parts;
    if (part.levels > levels) levels = part.levels;
  }
  if (sum > TYPE_PARTS_MAX) throw unsupported(`a type of more than ${TYPE_PARTS_MAX} parts`);
  if (levels >= TYPE_LEVELS_MAX) throw unsupported(`a type of more than ${TYPE_LEVELS_MAX} levels`);
  return { parts: sum, levels: levels + 1, layout };
}

/**
 * Makes the error for a component that is not loaded.
 *
 * @param has completes "the component has".
 */
export function unsupported(has: string): LoadError {
  return new LoadError("unsupported", `the component has ${has}, which this runtime does not load`);
}
