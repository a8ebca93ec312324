import { buildProbe } from "../probe/build-probe.ts";
import { mapHost } from "../probe/map-host.ts";
import { loadProbe } from "../probe/probe.ts";
import { type Figure, type FigureGroup, figureOf, type Report } from "../report.ts";
import { runPart } from "../run-part.ts";
import { type Context, isThorough } from "../suite.ts";
import { START_PARTS } from "./start-parts.ts";

/** What it takes to begin. Each measurement has a process of its own, which has done nothing before. */
export async function measureStarts(suite: string, context: Context): Promise<Report> {
  await keepTranspiled(context);
  const figures: FigureGroup[] = [];
  for (const [part, { title, processes, isFloor }] of START_PARTS) {
    const reports: Report[] = [];
    const count = isThorough(context) ? processes : Number(!isFloor);
    for (let process = 0; process < count; process++) {
      context.progress(`${title}, process ${process + 1} of ${count}`);
      reports.push(await runPart(suite, part, context, () => {}));
    }
    figures.push(...together(reports));
  }
  return { groups: [], figures, notes: [] };
}

/** Makes sure that the cache on the disk has the component. */
async function keepTranspiled({ progress }: Context): Promise<void> {
  const component = await loadProbe(await buildProbe(progress), mapHost().host);
  await component.stop();
}

/** The same figures of several processes as one. */
function together([first, ...others]: readonly Report[]): FigureGroup[] {
  return (first?.figures ?? []).map(({ title, figures }, group) => ({
    title,
    figures: figures.map((figure, place): Figure => {
      const measured = [figure, ...others.map((report) => report.figures?.[group]?.figures[place] as Figure)];
      return figureOf(
        figure.name,
        figure.unit,
        measured.map(({ median }) => median),
      );
    }),
  }));
}
