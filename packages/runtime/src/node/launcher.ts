import { spawnSync } from "node:child_process";
import { constants } from "node:os";

/** Isolation of a guest's process, besides Node's permission model. */
export interface Walls {
  /**
   * Network access of the process: `denied` by an empty network namespace of Linux, or by a Node whose
   * permission model covers the network.
   */
  readonly network: "denied" | "open";
  /** Other processes of the user, which the process might see and signal: `hidden` by a process namespace of Linux. */
  readonly processes: "hidden" | "visible";
  /** When a process ends after its host was killed: at once, or as soon as it asks something or waits for a call. */
  readonly orphans: "killed" | "end-when-idle";
  /** Whether the memory of the process is checked against its limit from outside. */
  readonly memory: "watched" | "unwatched";
}

/** A way to start an isolated program. */
export interface Launcher {
  /** Command prefix that isolates the command after it. Empty for no prefix. */
  readonly command: readonly string[];
  readonly walls: Walls;
}

const SETPRIV = ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--"];
/** Drops every capability that root has. */
const POWERLESS = ["setpriv", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"];
const NAMESPACES = ["--net", "--pid", "--fork", "--kill-child=KILL", "--"];

/** Candidates, best first. Root needs no user namespace; other users are granted the rest only within one. */
const CANDIDATES: readonly Launcher[] = [
  candidate(["setpriv", "--pdeathsig", "KILL", "--", "unshare", ...NAMESPACES, ...POWERLESS], "denied", "hidden"),
  candidate([...SETPRIV, "unshare", "--user", ...NAMESPACES], "denied", "hidden"),
  candidate(["unshare", "--user", ...NAMESPACES], "denied", "hidden"),
  candidate([...SETPRIV, "unshare", "--user", "--net", "--"], "denied", "visible"),
  candidate(SETPRIV, "open", "visible"),
];

const PROBE_MAX_MS = 5_000;

/** Finds the best isolation that the system grants. Takes some milliseconds. */
export function findLauncher(): Launcher {
  const found = process.platform === "linux" ? CANDIDATES.find(isGranted) : undefined;
  const { command, walls } = found ?? candidate([], "open", "visible");
  return { command: command.map(absolute), walls: isNetworkOfPermissions() ? { ...walls, network: "denied" } : walls };
}

// Module state: the answer is the same for the whole process, and a probe starts a program.
let knownPrefix: readonly string[] | undefined;

/**
 * Returns the prefix of a command that must end with this process, even if this is killed; empty where the system
 * cannot do that. Probed once.
 */
export function diesWithHost(): readonly string[] {
  const isKnown = knownPrefix === undefined && process.platform === "linux" && isRun([...SETPRIV, "/bin/true"]);
  knownPrefix ??= isKnown ? SETPRIV.map(absolute) : [];
  return knownPrefix;
}

function candidate(command: readonly string[], network: Walls["network"], processes: Walls["processes"]): Launcher {
  const orphans = command[0] === "setpriv" ? "killed" : "end-when-idle";
  const memory = process.platform === "linux" ? "watched" : "unwatched";
  return { command, walls: { network, processes, orphans, memory } };
}

function isGranted({ command }: Launcher): boolean {
  return isRun([...command, process.execPath, "--version"]);
}

function isRun([program = "", ...args]: readonly string[]): boolean {
  const { status } = spawnSync(absolute(program), args.map(absolute), {
    stdio: "ignore",
    timeout: PROBE_MAX_MS,
    killSignal: constants.signals.SIGKILL,
    env: {},
  });
  return status === 0;
}

/** Uses absolute paths, so that the environment does not choose the program. */
function absolute(word: string): string {
  return word === "setpriv" || word === "unshare" ? `/usr/bin/${word}` : word;
}

/** Returns whether Node itself denies the network, as newer versions do. */
function isNetworkOfPermissions(): boolean {
  return process.allowedNodeEnvironmentFlags.has("--allow-net");
}
