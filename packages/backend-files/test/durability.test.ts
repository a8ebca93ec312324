import { describeDurability } from "@airssys/backend-conformance/durability";

describeDurability("files", {
  module: new URL("./children/durable.ts", import.meta.url),
  nodeFlags: ["--conditions=@airssys/source"],
});
