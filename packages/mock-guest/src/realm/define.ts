/** Gives an object members as the language has its own: they can be replaced, and no loop finds them. */
export function define(holder: object, members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
}
