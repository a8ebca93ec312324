import { engineKey, type Got, guestValue, refused, requireKey, type View } from "./get-way.ts";

/**
 * A get as functions that call one another, layer by layer as in the host. Works over engines that answer at once, and
 * no others.
 */
export function getDirectly(view: View, key: string): Got {
  try {
    requireKey(key);
    return { tag: "ok", val: within(view, key) };
  } catch (cause) {
    return refused(cause);
  }
}

function within(view: View, key: string): Uint8Array | undefined {
  return apply(view, key);
}

function apply(view: View, key: string): Uint8Array | undefined {
  return get(view, engineKey(key));
}

function get(view: View, key: Uint8Array): Uint8Array | undefined {
  return guestValue(committed(view, key));
}

function committed(view: View, key: Uint8Array): Uint8Array | undefined {
  return view.get(key);
}
