/** Most characters of error output that are read. */
export const ERRORS_CHARACTERS_MAX = 8_192;

/** Describes why a process died. Nothing that it printed is repeated. */
export function processDeath(code: number | null, signal: string | null, errors: string): string {
  if (isOutOfMemory(errors)) return "out of memory: its process needed a larger heap than it may have";
  if (signal !== null) return `its process was ended by ${signal}`;
  if (code === NOTHING_LEFT_CODE) return "it awaited something that can never happen";
  return code === 0 || code === null ? "its process is gone" : `its process ended with the code ${code}`;
}

/** Exit code of Node for a program that has nothing left to do but still awaits something. */
const NOTHING_LEFT_CODE = 13;

/** Matches the message of V8 before it aborts. */
function isOutOfMemory(errors: string): boolean {
  return /^FATAL ERROR: .*(?:out of memory|Allocation failed)/im.test(errors);
}
