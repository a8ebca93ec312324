import { describeDurability } from "@airssys/backend-conformance/durability";

const module = new URL("./children/durable.ts", import.meta.url);
const nodeFlags = ["--conditions=@airssys/source"];

describeDurability("rocksdb", { module, nodeFlags });
describeDurability("rocksdb with durable: false", { module, nodeFlags, open: "openRelaxed" });
