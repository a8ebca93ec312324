import { Counter, IndexedMap, LookupMap, LookupSet } from "@airssys/collections";

interface Job {
  id: number;
  priority: number;
  attempts: number;
  failure?: string | undefined;
  isDead: boolean;
}

interface Task extends Job {
  payload: string;
}

const ATTEMPTS_MAX = 3;
const RETRY_SECONDS = 10;

const indexes = {
  alive: (job: Job) => (job.isDead ? undefined : job.priority),
  dead: (job: Job) => (job.isDead ? true : undefined),
};
const jobs = new IndexedMap<number, Job, typeof indexes>("jobs", { indexes });
/** What is to be done, apart from the jobs, so that going through jobs does not read it. */
const payloads = new LookupMap<number, string>("payloads");
/**
 * The jobs that nobody gets for now: those that are leased, and those that wait for another attempt. Members expire, so
 * a job whose worker went away comes back by itself.
 */
const hidden = new LookupSet<number>("hidden");
const ids = new Counter("ids");

function enqueue(payload: string, priority: number): number {
  const id = Number(ids.increment());
  jobs.set(id, { id, priority, attempts: 0, isDead: false });
  payloads.set(id, payload);
  return id;
}

function lease(seconds: number): Task | undefined {
  for (const [id, job] of jobs.index("alive").range()) {
    if (hidden.has(id)) continue;
    if (job.attempts < ATTEMPTS_MAX) {
      hidden.add(id, { ttlSeconds: seconds });
      return task(keep({ ...job, attempts: job.attempts + 1 }));
    }
    keep({ ...job, failure: "its worker did not come back", isDead: true });
  }
  return undefined;
}

function extend(id: number, attempt: number, seconds: number): boolean {
  const job = held(id, attempt);
  if (job !== undefined) hidden.add(id, { ttlSeconds: seconds });
  return job !== undefined;
}

function ack(id: number, attempt: number): boolean {
  if (held(id, attempt) === undefined) return false;
  hidden.delete(id);
  payloads.delete(id);
  return jobs.delete(id);
}

function fail(id: number, attempt: number, failure: string): boolean {
  const job = held(id, attempt);
  if (job === undefined) return false;
  const isDead = attempt >= ATTEMPTS_MAX;
  keep({ ...job, failure, isDead });
  if (isDead) hidden.delete(id);
  else hidden.add(id, { ttlSeconds: RETRY_SECONDS * 2 ** (attempt - 1) });
  return true;
}

function dead(): Task[] {
  return Array.from(jobs.index("dead").entries(true), ([, job]) => task(job));
}

function revive(id: number): number | undefined {
  const job = jobs.get(id);
  if (!job?.isDead) return undefined;
  const { payload, priority } = task(job);
  jobs.delete(id);
  payloads.delete(id);
  return enqueue(payload, priority);
}

/** The job, if nobody else has got it since this attempt: the number of the attempt is the receipt of its worker. */
function held(id: number, attempt: number): Job | undefined {
  const job = jobs.get(id);
  return job !== undefined && !job.isDead && job.attempts === attempt ? job : undefined;
}

function task(job: Job): Task {
  return { ...job, payload: payloads.get(job.id) ?? "" };
}

function keep(job: Job): Job {
  jobs.set(job.id, job);
  return job;
}

export const queue = { enqueue, lease, extend, ack, fail, dead, revive };
