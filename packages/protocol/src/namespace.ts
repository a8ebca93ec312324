import { componentIdFault } from "./component-id.ts";

/** The kinds of namespaces that carry an id, and what stands between the two. */
const KINDS = ["component:", "app:", "user:", "org/"];

/**
 * The rule that a namespace's name breaks, or `undefined` for a good one.
 *
 * A name is `component:ID`, `app:ID`, `user:ID`, `org/ID` or `system`, with an id as {@link componentIdFault} says. No
 * such name, ended by a `:`, begins another, so that namespaces stored side by side under their names cannot touch.
 *
 * @example
 * ```ts
 * import { namespaceFault } from "@airssys/protocol";
 *
 * namespaceFault("app:shared"); // undefined
 * namespaceFault("shared"); // 'must be component:ID, app:ID, user:ID, org/ID or system, got "shared"'
 * ```
 */
export function namespaceFault(name: string): string | undefined {
  if (name === "system") return undefined;
  const kind = KINDS.find((each) => name.startsWith(each));
  if (kind === undefined) return `must be component:ID, app:ID, user:ID, org/ID or system, got ${JSON.stringify(name)}`;
  const fault = componentIdFault(name.slice(kind.length));
  return fault && `has an id that ${fault}`;
}

/** The namespace that belongs to a component alone. */
export function componentNamespace(componentId: string): string {
  return `component:${componentId}`;
}
