import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { size } from "../terminal/quantities.ts";
import type { Finding } from "./finding.ts";

/** Names of file systems by the number that `statfs` of Linux answers. Those over a network keep no locks. */
const FILE_SYSTEMS: ReadonlyMap<
  number,
  { readonly name: string; readonly isRemote?: true; readonly isVolatile?: true }
> = new Map([
  [0xef53, { name: "ext4" }],
  [0x58465342, { name: "XFS" }],
  [0x9123683e, { name: "Btrfs" }],
  [0x2fc12fc1, { name: "ZFS" }],
  [0x794c7630, { name: "overlay" }],
  [0x01021994, { name: "tmpfs", isVolatile: true as const }],
  [0x858458f6, { name: "ramfs", isVolatile: true as const }],
  [0x6969, { name: "NFS", isRemote: true as const }],
  [0xff534d42, { name: "CIFS", isRemote: true as const }],
  [0xfe534d42, { name: "SMB", isRemote: true as const }],
  [0x517b, { name: "SMB", isRemote: true as const }],
  [0x65735546, { name: "FUSE", isRemote: true as const }],
]);

/** Share of a disk below which there is little room. */
const ROOM_MIN = 0.05;

/** Looks at the disk that holds the place of an address, or the folder where it would be made. */
export async function examinePlace(address: string): Promise<Finding[]> {
  const path = pathOf(address);
  if (path === undefined) return [];
  const found = await statfsAbove(path);
  if (found === undefined) return [];
  const free = found.bavail * found.bsize;
  const all = found.blocks * found.bsize;
  const room: Finding = {
    about: "disk space",
    found: `${size(free)} of ${size(all)} free`,
    verdict: free < all * ROOM_MIN ? "warning" : "good",
  };
  return [room, ...fileSystem(found.type)];
}

function fileSystem(type: number): Finding[] {
  const known = FILE_SYSTEMS.get(type);
  if (known === undefined) return [];
  const { name, isRemote, isVolatile } = known;
  if (isRemote)
    return [{ about: "file system", found: `${name}: engines over files need a local one`, verdict: "warning" }];
  if (isVolatile) return [{ about: "file system", found: `${name}: gone when the machine ends`, verdict: "warning" }];
  return [{ about: "file system", found: name, verdict: "good" }];
}

/** The path of an address, unless the engine needs none or has a URL. */
function pathOf(address: string): string | undefined {
  const [, name, place = ""] = /^([A-Za-z][A-Za-z0-9+-]+):(.*)$/s.exec(address) ?? [];
  if (name === undefined) return address;
  return place === "" || place.startsWith("//") ? undefined : place;
}

async function statfsAbove(path: string): Promise<StatsFs | undefined> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => undefined);
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}
