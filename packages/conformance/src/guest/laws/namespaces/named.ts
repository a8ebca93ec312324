import { refused } from "../../expect/expect.ts";
import { set } from "../../host/storage.ts";
import { call, type WrittenRole } from "../../plan/written-law.ts";

export const sharing = (access: WrittenRole["access"] = "admin", keysOf?: readonly string[]): WrittenRole => ({
  namespaces: { "app:$": { access, ...(keysOf && { keys: keysOf }) } },
});

/** The name of the law's shared namespace: a denial in it tells. */
function nameOf(missing: string, work: () => unknown): string {
  const text = refused<string>("permission-denied", "what tells the name of the namespace", work);
  return text.slice("storage:".length, -`:${missing}`.length);
}

/** Learns the name of the law's namespace and of the component, from what it is denied in its own. */
export const learn = call(() => {
  const own = nameOf("write", () => set("a", "1"));
  return `app:${own.slice("component:".length)}`;
}, "namer");

export const NAMER: Record<string, WrittenRole> = { namer: { access: "read-only" } };

export const ROLES = { ...NAMER, one: sharing(), two: { ...sharing(), id: "-two" } };
