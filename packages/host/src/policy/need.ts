/** The right that an operation needs: to read, to write, or to administer the namespace. */
export type Need = "read" | "write" | "admin";

/** Every need. */
export const NEEDS: readonly Need[] = ["read", "write", "admin"];
