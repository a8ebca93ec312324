import { engineKey, type Got, guestValue, refused, requireKey, type View } from "./get-way.ts";

/**
 * The same get as asynchronous functions, which would work over every engine, but not for a component: its imports must
 * answer at once.
 */
export async function getWithPromises(view: View, key: string): Promise<Got> {
  try {
    requireKey(key);
    return { tag: "ok", val: await within(view, key) };
  } catch (cause) {
    return refused(cause);
  }
}

async function within(view: View, key: string): Promise<Uint8Array | undefined> {
  return await apply(view, key);
}

async function apply(view: View, key: string): Promise<Uint8Array | undefined> {
  return await get(view, engineKey(key));
}

async function get(view: View, key: Uint8Array): Promise<Uint8Array | undefined> {
  return guestValue(await committed(view, key));
}

async function committed(view: View, key: Uint8Array): Promise<Uint8Array | undefined> {
  return await view.get(key);
}
