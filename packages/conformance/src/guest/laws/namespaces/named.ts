import { refused } from "../../expect/expect.ts";
import { within } from "../../host/namespaces.ts";
import { set } from "../../host/storage.ts";
import { call, type WrittenRole } from "../../plan/written-law.ts";

export const sharing = (access: WrittenRole["access"] = "admin", patterns?: readonly string[]): WrittenRole => ({
  namespaces: { "app:$": { access, ...(patterns && { keys: patterns }) } },
});

/** Learns the name of the current namespace from the text of a denial. */
function learnName(missing: string, work: () => unknown): string {
  const text = refused<string>("permission-denied", "what tells the name of the namespace", work);
  return text.slice("storage:".length, -`:${missing}`.length);
}

/** Learns the name of the law's shared namespace from a denial in the component's own. */
export const learn = call(() => {
  const own = learnName("write", () => set("a", "1"));
  return `app:${own.slice("component:".length)}`;
}, "namer");

/** Gives the key `a` a value in the namespace of the component and another one in the shared namespace. */
export const setInBoth = call((shared: string) => {
  set("a", "own");
  within(shared, () => set("a", "shared"));
}, "one");

export const NAMER: Record<string, WrittenRole> = { namer: { access: "read-only" } };

export const ROLES = { ...NAMER, one: sharing(), two: { ...sharing(), id: "-two" } };
