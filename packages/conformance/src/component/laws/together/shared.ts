import { refused } from "../../expect.ts";
import { set } from "../../host/storage.ts";
import { call, type WrittenRole } from "../../law.ts";

export const SOON = 4;

export const LATER = 5;

export const LONG = 1_000;

/** The namespaces of these laws: each law has an `app:` namespace that is called like the component. */
export const ROLES: Record<string, WrittenRole> = {
  namer: { access: "read-only" },
  one: { namespaces: { "app:$": { access: "admin" } } },
};

/** What the shared namespace is called, from the text of a denial in the component's own. */
export const learn = call(() => {
  const text = refused<string>("permission-denied", "storage-set", () => set("a", "1"));
  return text.replace(/^storage:component:(.*):write$/, "app:$1");
}, "namer");
