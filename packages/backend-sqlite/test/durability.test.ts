import { describeDurability } from "@airssys/backend-conformance/durability";

const subject = {
  module: new URL("./children/durable.ts", import.meta.url),
  rebuilt: /-shm$/,
  nodeFlags: ["--conditions=@airssys/source"],
};

describeDurability("sqlite", subject);

describeDurability("sqlite, durable after a flush", { ...subject, open: "openRelaxed" });
