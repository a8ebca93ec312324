import { namespaceFault } from "@airssys/protocol";

/**
 * The namespace of each identifier that a host maps; `""` is the component's own. Plain data, since it is posted to the
 * threads of guests.
 */
export type BucketNames = readonly (readonly [identifier: string, namespace: string])[];

/**
 * Reads the option `buckets`. Any string is an identifier, `__proto__` too.
 *
 * @throws TypeError if it is not an object of strings; RangeError for a namespace that cannot be opened
 */
export function bucketNames(buckets: Readonly<Record<string, string>>): BucketNames {
  if (typeof buckets !== "object" || buckets === null)
    throw new TypeError(`"buckets" expected an object of namespaces by identifiers, got ${typeof buckets}`);
  const names = Object.entries(buckets);
  for (const [identifier, namespace] of names) requireNamespace(identifier, namespace);
  return names;
}

function requireNamespace(identifier: string, namespace: unknown): void {
  const expected = 'expected "" for the component\'s own namespace, or app:ID, user:ID, org/ID or system';
  const problem = `"buckets" has no namespace for ${JSON.stringify(identifier)}: ${expected}`;
  if (typeof namespace !== "string") throw new TypeError(`${problem}, got ${typeof namespace}`);
  if (namespace === "") return;
  const isOfComponent = namespace.startsWith("component:");
  const fault = namespaceFault(namespace);
  if (!isOfComponent && fault === undefined) return;
  const reason = !isOfComponent && fault?.startsWith("has an id") ? `, which ${fault}` : "";
  throw new RangeError(`${problem}, got ${JSON.stringify(namespace)}${reason}`);
}
