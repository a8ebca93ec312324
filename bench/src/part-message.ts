import type { Report } from "./report.ts";

/** What the process of a part tells the one that started it. */
export type PartMessage =
  | { readonly type: "progress"; readonly doing: string }
  | { readonly type: "report"; readonly report: Report; readonly swallowed: number };
