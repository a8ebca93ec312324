/** The right that an operation needs in a namespace. */
export type Need = "read" | "write" | "admin";

/** All values of {@link Need}. */
export const NEEDS: readonly Need[] = ["read", "write", "admin"];
