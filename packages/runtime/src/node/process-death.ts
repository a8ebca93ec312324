/** Most characters of a process's errors that are looked at. */
export const ERRORS_CHARACTERS_MAX = 8_192;

/** Of what a process died, in words of the host: nothing of what it printed is repeated. */
export function processDeath(code: number | null, signal: string | null, errors: string): string {
  if (isOutOfMemory(errors)) return "out of memory: its process needed a larger heap than it may have";
  if (signal !== null) return `its process was ended by ${signal}`;
  if (code === NOTHING_LEFT_CODE) return "it waited for what can never come";
  return code === 0 || code === null ? "its process is gone" : `its process ended with the code ${code}`;
}

/** With which Node ends that has nothing more to do and something that it waits for. */
const NOTHING_LEFT_CODE = 13;

/** How V8 says so before it ends the process. */
function isOutOfMemory(errors: string): boolean {
  return /^FATAL ERROR: .*(?:out of memory|Allocation failed)/im.test(errors);
}
