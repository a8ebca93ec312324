import type { Value } from "./stack.ts";

/** One instruction of a program, and the line that it is in. */
export interface Instruction {
  readonly line: number;
  readonly name: string;
  /** What is pushed first. */
  readonly operand: Value | undefined;
}

/** Why a program fails. It has the shape that the WIT declares. */
export class Fault {
  readonly line: number;
  readonly message: string;

  constructor(line: number, message: string) {
    this.line = line;
    this.message = message;
  }
}

/** A name, perhaps a text or a number, perhaps a comment. */
const LINE = /^\s*([a-z]+)(?:\s+(?:"([^"]*)"|([^\s"#]+)))?\s*(?:#.*)?$/;
const NOTHING = /^\s*(?:#.*)?$/;

/** The instructions of a text, one to a line. */
export function parse(text: string): Instruction[] {
  return text.split("\n").flatMap((content, index) => (NOTHING.test(content) ? [] : [instruction(content, index + 1)]));
}

function instruction(content: string, line: number): Instruction {
  const [, name, text, digits] = LINE.exec(content) ?? [];
  if (name === undefined) throw new Fault(line, 'expected an instruction, and at most one number or "text" after it');
  const operand = digits === undefined ? text : Number(digits);
  if (Number.isNaN(operand)) throw new Fault(line, `${digits} is no number; texts stand in quotation marks`);
  if (name === "push" && operand === undefined) throw new Fault(line, "push needs a number or a text");
  return { line, name, operand };
}
