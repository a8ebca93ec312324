/**
 * Where the plugin for Vitest leaves the way to have files watched. The same symbol is in its `guest-modules.ts`, which
 * this package's core does not import.
 */
const WATCHER = Symbol.for("@airssys/testing:watcher");

/** Has the tests run again when one of these files changes, in a test runner that watches. */
export async function watched(files: readonly string[]): Promise<void> {
  const watch = (globalThis as { readonly [WATCHER]?: (files: readonly string[]) => Promise<void> })[WATCHER];
  await watch?.(files);
}
