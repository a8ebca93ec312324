import { componentize } from "@airssys/componentize";
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
const m = parseManifest('[component]\nid = "p"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "read-write" }');
for (const features of [["stdio","clocks"],[],["stdio","random","clocks"]] as any) {
  const b = await componentize({ entry: "/tmp/enc/frozen/guest.ts", wit: "/tmp/enc/frozen/probe.wit", features, conditions: ["@airssys/source"], cacheFolder: "/tmp/enc/cache" });
  console.log(features, b.imports);
  const host = openHost({ backend: openMemory() });
  const c: any = await load(b.component, { host, manifest: m });
  for (let i = 0; i < 2; i++) { const x = await c.start("p" + i); 
    for (const f of [["draw",16],["draw",16],["draw",1],["draw",7],["draw",32],["draw",64],["uuid"],["rnd"],["rnd"]] as any) console.log(f.join(" "), await x.call("probe." + f[0], ...f.slice(1)));
  }
}
