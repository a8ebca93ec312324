/** Has the tests run again when one of these files changes. */
export type Watcher = (files: readonly string[]) => Promise<void>;

/**
 * The slot is global because this module may be loaded twice in one process: by Node for the harness, and by Vite for
 * what runs in the workers of a test runner. Both must find the same watcher.
 */
const WATCHER = Symbol.for("@airssys/testing:watcher");

const slot = globalThis as { [WATCHER]?: Watcher | undefined };

/** Gives the harnesses of this process a way to have files watched. */
export function useWatcher(watcher: Watcher): void {
  slot[WATCHER] = watcher;
}

/** Has these files watched, in a test runner that watches. Does nothing in any other. */
export async function watchFiles(files: readonly string[]): Promise<void> {
  await slot[WATCHER]?.(files);
}
