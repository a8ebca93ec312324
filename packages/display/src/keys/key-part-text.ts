import type { KeyPart } from "@airssys/storage/keys";

/** Returns the value of an encoded key as JavaScript would write it, except for dates: `"ada"`, `10n`, `["a", 2]`. */
export function keyPartText(part: KeyPart): string {
  if (typeof part === "string") return JSON.stringify(part);
  if (typeof part === "bigint") return `${part}n`;
  if (part instanceof Date) return part.toISOString();
  if (typeof part === "object") return `[${part.map(keyPartText).join(", ")}]`;
  return String(part);
}
