/**
 * An exported function of a guest. Throws what the guest threw; an error that the guest returned is thrown with a
 * `payload`.
 */
export type GuestFunction = (args: readonly unknown[]) => unknown;
