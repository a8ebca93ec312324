import type { Sample } from "../state/history.ts";
import { bytesText } from "./numbers.ts";

const WIDTH = 160;
const HEIGHT = 28;

/** How many bytes a namespace has used since the page was opened. */
export function UsagePlot({ samples }: { readonly samples: readonly Sample[] }) {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 2) return null;
  const most = Math.max(...samples.map(({ bytes }) => bytes));
  const least = Math.min(...samples.map(({ bytes }) => bytes));
  const x = (at: number) => ((at - first.at) / Math.max(1, last.at - first.at)) * WIDTH;
  const y = (bytes: number) => HEIGHT - 2 - ((bytes - least) / Math.max(1, most - least)) * (HEIGHT - 4);
  const line = samples.map(({ at, bytes }) => `${x(at).toFixed(1)},${y(bytes).toFixed(1)}`).join(" ");
  const label = `Use since the page was opened: from ${bytesText(first.bytes)} to ${bytesText(last.bytes)}`;
  return (
    <svg class="plot" role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <title>{label}</title>
      <polygon class="area" points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
      <polyline class="line" points={line} />
    </svg>
  );
}
