import { printable } from "@airssys/display";
import Table from "cli-table3";
import stringWidth from "string-width";

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** Default: left. */
  readonly align?: "left" | "right";
}

const GAP = 2;
/** Least width that a column is cut to. */
const WIDTH_MIN = 8;

/**
 * Formats a table that fits a number of columns: the widest column is cut until it does. Cells are made printable, and
 * have one line.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widthMax: number,
): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell, "line")));
  const widths = columns.map(({ name }, index) => {
    return cells.reduce((most, row) => Math.max(most, stringWidth(row[index] ?? "")), stringWidth(name));
  });
  const table = new Table({
    chars: NO_BORDERS,
    colWidths: fitWidths(widths, widthMax).map((width, index) => width + (index === widths.length - 1 ? 0 : GAP)),
    colAligns: columns.map(({ align = "left" }) => align),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of [columns.map(({ name }) => name), ...cells])
    table.push(row.map((cell, index) => withGap(cell, columns[index]?.align, index === row.length - 1)));
  return `${table.toString().replace(/ +$/gm, "")}\n`;
}

/** A cell that is aligned to the right has its gap after it. */
function withGap(cell: string, align: Column["align"], isLast: boolean): string {
  return align === "right" && !isLast ? `${cell}${" ".repeat(GAP)}` : cell;
}

function fitWidths(widths: readonly number[], widthMax: number): number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1);
  for (let excess = total() - widthMax; excess > 0; excess = total() - widthMax) {
    const widest = fitted.indexOf(Math.max(...fitted));
    const width = fitted[widest] ?? 0;
    if (width <= WIDTH_MIN) break;
    const others = fitted.filter((_, index) => index !== widest);
    const next = Math.max(WIDTH_MIN, ...others.filter((other) => other < width));
    fitted[widest] = Math.max(width - excess, next, WIDTH_MIN);
    if (fitted[widest] === width) fitted[widest] = width - 1;
  }
  return fitted;
}

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};
