/**
 * These become part of components. They import the contract, which Node cannot resolve: they are bundled instead of
 * imported.
 */
export const GUEST_PACKAGES: ReadonlySet<string> = new Set([
  "@airssys/storage",
  "@airssys/collections",
  "@airssys/encryption",
]);
