import { describeDurability } from "@airssys/backend-conformance/durability";

describeDurability("lmdb", {
  module: new URL("./children/durable.ts", import.meta.url),
  rebuilt: /^lock\.mdb$/,
  nodeFlags: ["--conditions=@airssys/source"],
});
