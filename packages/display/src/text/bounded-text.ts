import { printable } from "./printable.ts";

/** How a text is laid out. */
export interface Layout {
  /** Everything on one line, or one part to a line. */
  readonly layout: "line" | "lines";
  /** The most characters of the text. */
  readonly charactersMax: number;
}

/** A printable text that grows up to a limit. What writes it stops once it is full. */
export class BoundedText {
  readonly #isLine: boolean;
  readonly #charactersMax: number;
  #text = "";
  #isFull = false;

  constructor({ layout, charactersMax }: Layout) {
    this.#isLine = layout === "line";
    this.#charactersMax = charactersMax;
  }

  /** Whether something was left out, so that nothing more is added. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Adds text, which is made printable first. */
  add(text: string): void {
    if (this.#isFull) return;
    const room = this.#charactersMax - this.#text.length;
    const shown = printable(text.slice(0, room + 1).toWellFormed(), this.#isLine ? "line" : "lines");
    this.#isFull = text.length > room || shown.length > room;
    this.#text += shown.slice(0, room);
  }

  /** Adds the end of a line with the indentation of the next one; on one line, a text in its place. */
  addBreak(depth: number, instead: string): void {
    this.add(this.#isLine ? instead : `\n${INDENTATION.repeat(Math.min(depth, DEEPEST))}`);
  }

  take(): string {
    return this.#text.toWellFormed();
  }
}

const INDENTATION = "  ";

/** Deeper lines are indented no further: a line of a hostile value costs no more than others. */
const DEEPEST = 40;
