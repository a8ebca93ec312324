import { promised } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { describeBackend } from "@airssys/backend-conformance";

describeBackend("memory", { open: () => openMemory(), destroy: () => {} });
describeBackend("memory behind promises", { open: () => promised(openMemory()), destroy: () => {} });
describeBackend("memory with no fault planned", { open: () => faulty(openMemory(), []), destroy: () => {} });
