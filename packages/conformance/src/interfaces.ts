/** The interfaces of the contract that there are laws for, each with what a host has to offer for them beside `storage`. */
const NEEDED = {
  storage: [],
} as const satisfies Record<string, readonly string[]>;

/** The name of an interface of the contract that there are laws for. */
export type JudgedInterface = keyof typeof NEEDED;

/** Every one of them, in the order in which a host is best written. */
export const JUDGED_INTERFACES = Object.keys(NEEDED) as readonly JudgedInterface[];

/** The interfaces that a host has to offer so that it can be judged on this one. */
export function neededFor(name: JudgedInterface): readonly string[] {
  return ["storage", ...NEEDED[name]];
}
