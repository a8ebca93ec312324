let isExiting = false;
let isWatching = false;

/**
 * Listens for the exit of the process or thread, right after lmdb does so for its first environment. lmdb then closes
 * every environment, and a listener that was added later would crash the process by using one.
 */
export function watchExit(): void {
  if (isWatching) return;
  isWatching = true;
  process.on("exit", () => {
    isExiting = true;
  });
}

/** Whether lmdb has closed the environments because the process or thread exits. */
export function hasExited(): boolean {
  return isExiting;
}
