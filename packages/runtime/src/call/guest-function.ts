/**
 * A function that a guest exports. It throws what the guest threw; an error that the guest returned has a `payload` of
 * its own.
 */
export type GuestFunction = (args: readonly unknown[]) => unknown;
