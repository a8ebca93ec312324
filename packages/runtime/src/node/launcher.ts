import { spawnSync } from "node:child_process";
import { constants } from "node:os";

/** What stands between a guest's process and the rest of the machine, besides Node's permission model. */
export interface Walls {
  /**
   * Whether the process has a network: `denied` in an empty network namespace of Linux, or by a Node whose permission
   * model covers it.
   */
  readonly network: "denied" | "open";
  /** Whether the process can see and signal others of the same user: `hidden` in a process namespace of Linux. */
  readonly processes: "hidden" | "visible";
  /** When processes end whose host was killed: at once, or as soon as they ask it something or wait to be called. */
  readonly orphans: "killed" | "end-when-idle";
  /** Whether the memory of the process is compared with its limit from outside. */
  readonly memory: "watched" | "unwatched";
}

/** How to start a program behind walls. */
export interface Launcher {
  /** The program to start, and what comes before the command that it runs. Empty: the command is started as it is. */
  readonly command: readonly string[];
  readonly walls: Walls;
}

const SETPRIV = ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--"];
/** Without any capability that root has. */
const POWERLESS = ["setpriv", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"];
const NAMESPACES = ["--net", "--pid", "--fork", "--kill-child=KILL", "--"];

/** From the best on. As root no user namespace is needed; others are only granted the rest within one. */
const CANDIDATES: readonly Launcher[] = [
  candidate(["setpriv", "--pdeathsig", "KILL", "--", "unshare", ...NAMESPACES, ...POWERLESS], "denied", "hidden"),
  candidate([...SETPRIV, "unshare", "--user", ...NAMESPACES], "denied", "hidden"),
  candidate(["unshare", "--user", ...NAMESPACES], "denied", "hidden"),
  candidate([...SETPRIV, "unshare", "--user", "--net", "--"], "denied", "visible"),
  candidate(SETPRIV, "open", "visible"),
];

const PROBE_MAX_MS = 5_000;

/** Looks once which walls the system grants, which takes some milliseconds. */
export function findLauncher(): Launcher {
  const found = process.platform === "linux" ? CANDIDATES.find(isGranted) : undefined;
  const { command, walls } = found ?? candidate([], "open", "visible");
  return { command: command.map(absolute), walls: isNetworkOfPermissions() ? { ...walls, network: "denied" } : walls };
}

let commandBefore: readonly string[] | undefined;

/**
 * Comes before a command that is to end when this process does, even if it is killed; nothing where the system has
 * nothing for that. It is looked for once.
 */
export function diesWithHost(): readonly string[] {
  const isKnown = commandBefore === undefined && process.platform === "linux" && isRun([...SETPRIV, "/bin/true"]);
  commandBefore ??= isKnown ? SETPRIV.map(absolute) : [];
  return commandBefore;
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

/** Programs of the system are not looked for where an environment says. */
function absolute(word: string): string {
  return word === "setpriv" || word === "unshare" ? `/usr/bin/${word}` : word;
}

/** Newer versions of Node deny the network too, unless it is allowed. */
function isNetworkOfPermissions(): boolean {
  return process.allowedNodeEnvironmentFlags.has("--allow-net");
}
