import ora, { type Ora } from "ora";

/**
 * Tells in a terminal what is going on, until it is stopped. Where there is no terminal, or one without a width, it
 * prints nothing.
 */
export function spinner(text: string): Ora {
  const isTerminal = process.stdout.isTTY && process.stdout.columns > 0;
  return ora({ text, indent: 3, stream: process.stdout, isSilent: !isTerminal }).start();
}
