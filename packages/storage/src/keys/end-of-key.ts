/**
 * Returns where the encoded key ends that begins at `start` of a text: at its `!`, or at the end of the text. A tuple
 * ends where an element would begin with `!`, since none does.
 */
export function endOfKey(text: string, start = 0): number {
  if (!text.startsWith('"T', start)) return endOfPlainKey(text, start);
  let at = start + 2;
  while (at < text.length && text[at] !== "!") at = endOfKey(text, at) + 1;
  return Math.min(at, text.length);
}

function endOfPlainKey(text: string, start: number): number {
  const end = text.indexOf("!", start);
  return end < 0 ? text.length : end;
}
