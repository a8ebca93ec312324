import { JUDGED_INTERFACES, judgeHost, openReferenceHost } from "./src/index.ts";

const [backend, mode, commit, ...interfaces] = process.argv.slice(2) as any[];
const t0 = performance.now();
await using host = await openReferenceHost({ backend, mode, commit });
const v = await judgeHost(host, { interfaces: interfaces.length ? interfaces : undefined });
for (const x of v)
  if (x.outcome !== "kept" || process.env.ALL)
    console.log(x.about, x.outcome, x.milliseconds, x.law, "\n      ", x.reason);
console.log(v.length, v.filter((x) => x.outcome === "kept").length, Math.round(performance.now() - t0));
console.log(
  v
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 25)
    .map((x) => x.milliseconds + " " + x.law)
    .join("\n"),
);
