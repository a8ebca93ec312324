/** Defines members like those of built-ins: writable, configurable and not enumerable. */
export function define(holder: object, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
}
