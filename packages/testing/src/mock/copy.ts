/** Makes the value that arrives on the other side, and keeps no part of the one that was given. Throws what the bindings throw. */
export type Copy = (value: unknown) => unknown;
