import type { Io } from "./io.ts";
import { count, duration } from "./quantities.ts";

/** Progress of some work. */
export interface Done {
  readonly doing: string;
  readonly done: number;
  /** All that is to do, if that is known. */
  readonly all?: number;
  readonly perSecond: number;
  readonly thing: string;
}

/** Shows how far some work is. */
export interface Progress {
  tell(done: Done): void;
  end(): void;
}

/** Moves to the beginning of the line, and empties it. */
const CLEAR_LINE = "\r\u001b[K";

const SHOWN_EVERY_MILLISECONDS = 100;

/** Shows progress in place, on a terminal. Elsewhere nothing is shown. */
export function showProgress({ err }: Io): Progress {
  if (!err.isTerminal) return { tell() {}, end() {} };
  const write = (text: string) => void err.write(`${CLEAR_LINE}${text}`).catch(() => undefined);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    tell(done) {
      if (performance.now() - shownAt < SHOWN_EVERY_MILLISECONDS) return;
      shownAt = performance.now();
      write(progressText(done).slice(0, err.columns - 1));
    },
    end: () => write(""),
  };
}

const BAR_CHARACTERS = 20;

/** The text of some progress: a bar, the rate and the time that is left. */
export function progressText({ doing, done, all, perSecond, thing }: Done): string {
  const rate = `${count(perSecond)} ${thing}/s`;
  if (all === undefined || all === 0) return `${doing}  ${count(done)} ${thing}, ${rate}`;
  const part = Math.min(1, done / all);
  const full = Math.round(part * BAR_CHARACTERS);
  const bar = "█".repeat(full) + "░".repeat(BAR_CHARACTERS - full);
  const left = perSecond > 0 && done < all ? `, ${duration(((all - done) / perSecond) * 1_000)} left` : "";
  return `${doing}  ${bar} ${Math.floor(part * 100)} %  ${count(done)} of ${count(all)} ${thing}, ${rate}${left}`;
}
