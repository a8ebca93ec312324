import { listEngines, openStoreAt, type StoreAt } from "@airssys/engines";
import { size } from "../terminal/quantities.ts";
import { VERSION } from "../version.ts";
import type { Finding } from "./finding.ts";
import { examinePlace } from "./place.ts";

/** Looks at what every store on this machine depends on. */
export async function examineMachine(): Promise<Finding[]> {
  return [
    { about: "airssys", found: VERSION, verdict: "good" },
    { about: "node", found: `${process.versions.node}, ${process.platform} ${process.arch}`, verdict: "good" },
    ...(await examineEngines()),
    ...examineLimits(),
  ];
}

async function examineEngines(): Promise<Finding[]> {
  return (await listEngines()).map(({ name, package: from, fault }) => {
    return {
      about: `engine ${name}`,
      found: fault ?? `${from} can be loaded`,
      verdict: fault === undefined ? "good" : "missing",
    };
  });
}

/** A process that may open fewer files than this runs out of them with some stores and connections. */
const OPEN_FILES_MIN = 1_024;

function examineLimits(): Finding[] {
  const report = process.report.getReport() as { readonly userLimits?: Record<string, { readonly soft: unknown }> };
  const { open_files: files, max_user_processes: processes, file_size_blocks: blocks } = report.userLimits ?? {};
  const findings: Finding[] = [];
  if (files !== undefined)
    findings.push({ about: "open files", found: `at most ${files.soft}`, verdict: few(files.soft) });
  if (processes !== undefined)
    findings.push({ about: "processes", found: `at most ${processes.soft}`, verdict: "good" });
  if (blocks !== undefined && blocks.soft !== "unlimited")
    findings.push({ about: "file size", found: `at most ${blocks.soft} blocks`, verdict: "warning" });
  return findings;
}

function few(limit: unknown): Finding["verdict"] {
  return typeof limit === "number" && limit < OPEN_FILES_MIN ? "warning" : "good";
}

/** Looks at a store, and at the disk that it is on. */
export async function examineStore(address: string): Promise<Finding[]> {
  const about = "store";
  try {
    await using store = await openStoreAt(address, { readOnly: true });
    return [...(await examineOpen(address, store)), ...(await examinePlace(address))];
  } catch (error) {
    const found = `${address}: ${error instanceof Error ? error.message : String(error)}`;
    return [{ about, found, verdict: "fault" }, ...(await examinePlace(address))];
  }
}

async function examineOpen(address: string, { backend, namespaces }: StoreAt): Promise<Finding[]> {
  const { capabilities, name } = backend;
  const { bytesOnDisk } = await backend.stats();
  const onDisk = bytesOnDisk === undefined ? "" : `, ${size(bytesOnDisk)} on the disk`;
  const sharing = capabilities.multiProcess ? "several processes at once" : "one process at a time";
  const { valueBytesMax, keyBytesMax } = namespaces.limits;
  return [
    { about: "store", found: `${address} (${name})${onDisk}`, verdict: "good" },
    {
      about: "durable",
      found: capabilities.durable ? "a commit survives a power cut" : "no",
      verdict: capabilities.durable ? "good" : "warning",
    },
    { about: "shared by", found: sharing, verdict: "good" },
    { about: "limits", found: `keys of ${size(keyBytesMax)}, values of ${size(valueBytesMax)}`, verdict: "good" },
  ];
}
