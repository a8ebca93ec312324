import ora, { type Ora } from "ora";

/** Tells in a terminal what is going on, until it is stopped. Elsewhere, such as in a file or a pipe, it prints nothing. */
export function spinner(text: string): Ora {
  return ora({ text, indent: 3, stream: process.stdout, isSilent: !process.stdout.isTTY }).start();
}
