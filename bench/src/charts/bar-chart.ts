/** Bars below one another, each with its name before it and its value behind it. */
export interface Chart {
  readonly title: string;
  /** `log`: each tenth of a decade is as long as any other, so that small values can be seen beside large ones. */
  readonly scale: "linear" | "log";
  readonly bars: readonly Bar[];
}

interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as people read it. */
  readonly label: string;
}

/** Draws charts side by side in rows, as a picture that needs nothing but itself. */
export function drawCharts(charts: readonly Chart[], description: string): string {
  const heights = rowsOf(charts).map((row) => Math.max(...row.map(heightOf)));
  const height = heights.reduce((sum, each) => sum + each, MARGIN);
  const body = rowsOf(charts).flatMap((row, place) => {
    const top = heights.slice(0, place).reduce((sum, each) => sum + each, MARGIN);
    return row.flatMap((chart, column) => drawChart(chart, MARGIN + column * COLUMN_WIDTH, top));
  });
  const width = MARGIN + COLUMNS * COLUMN_WIDTH;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(description)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    "</svg>\n",
  ].join("\n");
}

const MARGIN = 16;
const COLUMNS = 2;
const COLUMN_WIDTH = 424;
const NAME_WIDTH = 104;
const BAR_WIDTH_MAX = 220;
const BAR_HEIGHT = 14;
const LINE_HEIGHT = 19;
const TITLE_HEIGHT = 24;
const COLORS = ["#3b6ea5", "#4c9a6a", "#8cc4a2", "#b5651d", "#dba675", "#7a7a7a", "#8e5ea2"];

function rowsOf(charts: readonly Chart[]): Chart[][] {
  const rows: Chart[][] = [];
  for (let start = 0; start < charts.length; start += COLUMNS) rows.push(charts.slice(start, start + COLUMNS));
  return rows;
}

function heightOf({ bars }: Chart): number {
  return TITLE_HEIGHT + bars.length * LINE_HEIGHT + MARGIN;
}

function drawChart({ title, scale, bars }: Chart, left: number, top: number): string[] {
  const lengths = lengthsOf(
    bars.map(({ value }) => value),
    scale,
  );
  const heading = `<text x="${left}" y="${top + 12}" font-weight="bold">${escaped(title)}</text>`;
  return [
    heading,
    ...bars.flatMap(({ name, label }, place) => {
      const [y, length] = [top + TITLE_HEIGHT + place * LINE_HEIGHT, (lengths[place] ?? 0).toFixed(1)];
      const start = left + NAME_WIDTH;
      return [
        `<text x="${left}" y="${y + 11}">${escaped(name)}</text>`,
        `<rect x="${start}" y="${y}" width="${length}" height="${BAR_HEIGHT}" fill="${COLORS[place % COLORS.length]}"/>`,
        `<text x="${start + Number(length) + 6}" y="${y + 11}">${escaped(label)}</text>`,
      ];
    }),
  ];
}

/** On a logarithmic scale the shortest bar is a tenth of a decade below the least value, and the longest is full. */
function lengthsOf(values: readonly number[], scale: Chart["scale"]): number[] {
  const most = Math.max(...values);
  if (scale === "linear") return values.map((value) => (value / most) * BAR_WIDTH_MAX);
  const least = Math.log10(Math.min(...values)) - 0.1;
  const decades = Math.log10(most) - least;
  return values.map((value) => ((Math.log10(value) - least) / decades) * BAR_WIDTH_MAX);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
