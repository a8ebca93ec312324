import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PLACES } from "../places.ts";
import { PeerError } from "./peer-error.ts";

/** The packages of others that are measured, in the very versions. */
export const PEER_VERSIONS = { "@deno/kv": "0.14.0", miniflare: "4.20260730.0" } as const;

export type PeerName = keyof typeof PEER_VERSIONS;

export function peerTitle(name: PeerName): string {
  return `${name} ${PEER_VERSIONS[name]}`;
}

/** Loads one of them from the folder that they were installed into. */
export async function importPeer(name: PeerName): Promise<unknown> {
  return startingPeer(name, async () => {
    const path = createRequire(join(PLACES.peers, "package.json")).resolve(name);
    return import(pathToFileURL(path).href);
  });
}

/** @throws PeerError `does-not-run` if the work fails */
export async function startingPeer<T>(name: PeerName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const platform = `${process.platform} ${process.arch}`;
    throw new PeerError("does-not-run", `${peerTitle(name)} does not run on ${platform}: ${reason}`, { cause });
  }
}
