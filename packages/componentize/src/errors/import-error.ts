/**
 * The text of the error that a function of the host returned, as the message of what its caller catches:
 * `no-such-store`, `other: out of disk`, `store-error: access-denied`. A text is itself; a record is JSON of at most
 * 500 characters; of bytes and of handles there is no more than what they are.
 *
 * It runs inside of components as well, whose bindings get its source: it uses nothing but its argument and the
 * language.
 *
 * @param value the error, in the shape in which JavaScript has values of WIT.
 */
export function importErrorText(value: unknown): string {
  const textOf = (each: unknown): string => {
    if (each === undefined || each === null) return "";
    if (typeof each !== "object") return String(each);
    const { tag, val } = each as { readonly tag?: unknown; readonly val?: unknown };
    if (typeof tag === "string") return [tag, textOf(val)].filter((part) => part !== "").join(": ");
    if (ArrayBuffer.isView(each)) return `${each.byteLength} bytes`;
    const json = JSON.stringify(each, (_name, part) => (typeof part === "bigint" ? String(part) : part));
    return json === "{}" ? "" : json.slice(0, 500); // a handle has nothing that could be shown
  };
  return textOf(value) || "the function returned an error";
}
