const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"];

/** A size for people, in the decimal units of manifests. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  return power === 0 ? `${bytes} B` : `${(bytes / 1_000 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** A number for people, with a space between thousands. */
export function count(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A number of things: `1 key`, `2 keys`. */
export function counted(number: number, thing: string): string {
  return `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
}

/** A duration for people. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 100_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** An instant for people. Those beyond what a date can hold are in the far future. */
export function instant(milliseconds: number): string {
  return milliseconds <= LAST_DATE ? new Date(milliseconds).toISOString().replace(".000Z", "Z") : `${milliseconds} ms`;
}

const LAST_DATE = 8.64e15;

/** Reads a size such as `25MB`, `1.5 GB` or `1000`. Returns `undefined` for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit = "B"] = /^(\d+(?:\.\d+)?) ?([KMGTP]?B)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Math.round(Number(digits) * 1_000 ** UNITS.indexOf(unit.toUpperCase()));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
