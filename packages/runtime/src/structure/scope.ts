import { MalformedError } from "./malformed-error.ts";
import { isInstanceShape, type Shape } from "./shapes.ts";

// Component Model, binary format (design/mvp/Binary.md): sorts of items.
export const CORE = 0x00;
export const FUNCTION = 0x01;
export const TYPE = 0x03;
export const COMPONENT = 0x04;
export const INSTANCE = 0x05;

/** Index spaces of a component, or of a component or instance type: shapes by sort and index. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #items = new Map<number, (Shape | undefined)[]>([
    [FUNCTION, []],
    [TYPE, []],
    [COMPONENT, []],
    [INSTANCE, []],
  ]);

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  /** Gives an item the next index of its sort. Core items have no shape and are not counted. */
  add(sort: number, shape: Shape | undefined): void {
    if (sort !== CORE) this.#itemsOfSort(sort).push(shape);
  }

  /**
   * Returns the shape of an item.
   *
   * @throws MalformedError if there is no such item
   */
  at(sort: number, index: number): Shape | undefined {
    if (sort === CORE) return undefined;
    const items = this.#itemsOfSort(sort);
    if (index >= items.length)
      throw new MalformedError(`it refers to the ${NAMES[sort]} ${index}, and has ${items.length}`);
    return items[index];
  }

  /**
   * Returns the shape of an export of an instance.
   *
   * @throws MalformedError if the instance does not have it
   */
  instanceExport(instance: number, name: string): Shape | undefined {
    const shape = this.at(INSTANCE, instance);
    if (!isInstanceShape(shape) || !shape.exports.has(name))
      throw new MalformedError(`it refers to the export ${name} of an instance that does not have it`);
    return shape.exports.get(name);
  }

  /**
   * Returns the scope `levels` further out.
   *
   * @throws MalformedError if there are fewer levels
   */
  above(levels: number): Scope {
    let scope: Scope | undefined = this;
    for (let level = 0; level < levels && scope !== undefined; level++) scope = scope.#outer;
    if (scope === undefined) throw new MalformedError(`it refers to ${levels} levels further out than there are`);
    return scope;
  }

  #itemsOfSort(sort: number): (Shape | undefined)[] {
    const items = this.#items.get(sort);
    if (items === undefined) throw new MalformedError(`it has an item of the unknown sort ${sort}`);
    return items;
  }
}

const NAMES: Readonly<Record<number, string>> = {
  [FUNCTION]: "function",
  [TYPE]: "type",
  [COMPONENT]: "component",
  [INSTANCE]: "instance",
};
