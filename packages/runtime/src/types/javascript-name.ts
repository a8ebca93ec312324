/** A name of WIT as bindings spell it in JavaScript: `word-count` is `wordCount`, and `get-URL` is `getUrl`. */
export function inJavaScript(name: string): string {
  const [first = "", ...others] = name.split("-").map((word) => word.toLowerCase());
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
