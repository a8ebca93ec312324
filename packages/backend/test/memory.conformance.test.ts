import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { describeBackend } from "@airssys/backend-conformance";

describeBackend("memory", { open: () => openMemory(), destroy: () => {} });
describeBackend("memory behind promises", { open: () => promised(openMemory()), destroy: () => {} });
