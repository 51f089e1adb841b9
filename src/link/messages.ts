/**
 * The messages between an agent and the hub, one JSON object per line on a Unix socket (or per WebSocket frame).
 * Events are spooled by the agent until acknowledged, so they arrive at least once and in order of `seq`; the hub drops what
 * it has seen. Statuses and samples are not spooled: the newest replaces the older.
 */
import { z } from 'zod';
import { workerSpec } from './spec.ts';
import { checkStatus, logLine, machineSample, processInfo, workerSample, workerStatus } from './status.ts';

const agentEvent = z.object({
  /** Grows by one for each event of this agent, for ever. */
  seq: z.number().int().positive(),
  time: z.iso.datetime(),
  /** `worker.started`, `worker.exited`, …; see docs/events.md. */
  type: z.string(),
  worker: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const agentMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    protocol: z.number().int(),
    agentId: z.string(),
    host: z.string(),
    version: z.string(),
    pid: z.number().int(),
    startedAt: z.iso.datetime(),
    platform: z.string(),
    /** Version of the desired specs that the agent works by; 0 when it has none. */
    desiredVersion: z.number().int(),
    /** Limits, log punching and the like: what this machine allows, for `doctor` and the page. */
    abilities: z.record(z.string(), z.union([z.boolean(), z.string()])),
    /** Its events up to here happened before this; those that the hub does not have yet follow. */
    lastSeq: z.number().int().default(0),
  }),
  z.object({ kind: z.literal('event'), event: agentEvent }),
  /** All statuses after hello, then only those that changed. */
  z.object({ kind: z.literal('statuses'), complete: z.boolean(), workers: z.array(workerStatus) }),
  z.object({ kind: z.literal('sample'), machine: machineSample, workers: z.array(workerSample) }),
  /** Answer to a request of the hub. */
  z.discriminatedUnion('ok', [
    z.object({ kind: z.literal('answer'), id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
    z.object({
      kind: z.literal('answer'),
      id: z.number().int(),
      ok: z.literal(false),
      code: z.string(),
      message: z.string(),
    }),
  ]),
  z.object({ kind: z.literal('log-lines'), worker: z.string(), lines: z.array(logLine) }),
  /** These have printed something since this was said last (or since the agent started). */
  z.object({ kind: z.literal('log-news'), workers: z.array(z.string()) }),
  /** The agent's own health: disk full, spool overflow, what it had to drop. Empty list: well. */
  z.object({
    kind: z.literal('trouble'),
    problems: z.array(z.object({ code: z.string(), detail: z.string() })),
  }),
  z.object({ kind: z.literal('alive'), monotonicMs: z.number() }),
  /** Somebody asked this agent to read the config file again (SIGHUP). */
  z.object({ kind: z.literal('reload'), by: z.string() }),
  /** This agent ends on purpose: it must not be brought back, and the hub that it started ends too. */
  z.object({ kind: z.literal('leaving'), keepWorkers: z.boolean(), by: z.string() }),
]);

/** Who asked, for the audit log and the reason of a stop. */
export const actor = z.string();

export const request = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), worker: z.string(), by: actor }),
  z.object({ do: z.literal('stop'), worker: z.string(), by: actor }),
  z.object({ do: z.literal('restart'), worker: z.string(), by: actor }),
  /** The same for many at once; carried out a few at a time. Answers those that are refused, and why. */
  z.object({
    do: z.literal('act-on-many'),
    action: z.enum(['start', 'stop', 'restart']),
    workers: z.array(z.string()),
    by: actor,
  }),
  z.object({ do: z.literal('processes'), worker: z.string() }),
  /** The last results of each of its checks. */
  z.object({ do: z.literal('checks'), worker: z.string() }),
  z.object({
    do: z.literal('read-logs'),
    worker: z.string(),
    limit: z.number().int().min(1).max(10_000),
    before: z.string().nullable(),
    after: z.string().nullable(),
    search: z.string().nullable(),
    stream: z.enum(['stdout', 'stderr']).nullable(),
    /** The lines around this instant, instead of those before or after a line. */
    at: z.iso.datetime().optional(),
  }),
  /** The lines that come next, of as many workers as fit; answers `TakenLogs[]`, in the order of the wishes. */
  z.object({
    do: z.literal('take-logs'),
    wishes: z.array(
      z.object({
        worker: z.string(),
        /** Where the next line of each stream begins; null: with the oldest that is kept. */
        from: z.tuple([z.number(), z.number()]).nullable(),
      }),
    ),
    /** Of all of them together. */
    mostBytes: z.number().int().positive(),
    /** Of each stream: what lies further back is left out, and counted. */
    mostBehindBytes: z.number().int().positive(),
  }),
  z.object({ do: z.literal('follow-logs'), worker: z.string(), follow: z.boolean() }),
  /** Stop all workers (or leave them for the next agent) and exit. */
  z.object({ do: z.literal('shut-down'), keepWorkers: z.boolean(), by: actor }),
]);

const hubMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('welcome'),
    protocol: z.number().int(),
    pid: z.number().int(),
    lastSeq: z.number().int(),
  }),
  z.object({ kind: z.literal('ack'), seq: z.number().int() }),
  /** The whole desired state of this machine. The agent keeps it on disk and works by it while the hub is away. */
  z.object({
    kind: z.literal('desired'),
    version: z.number().int(),
    by: actor,
    workers: z.array(workerSpec),
  }),
  z.object({ kind: z.literal('request'), id: z.number().int(), request }),
  /** Signs of life that reached the hub by HTTP. `at` is monotone per worker; values are cumulative. */
  z.object({
    kind: z.literal('heartbeat'),
    worker: z.string(),
    sign: z.enum(['success', 'start', 'fail', 'exit']),
    exitCode: z.number().int().nullable(),
    detail: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('progress'),
    worker: z.string(),
    counter: z.string(),
    value: z.number(),
    add: z.boolean(),
  }),
  z.object({ kind: z.literal('alive') }),
  /** The hub answers requests now; `line` is for the terminal that `yagura up` runs in. */
  z.object({ kind: z.literal('ready'), url: z.string(), line: z.string() }),
  /** Something that the person at that terminal should read. */
  z.object({ kind: z.literal('notice'), text: z.string() }),
]);

export type AgentEvent = z.infer<typeof agentEvent>;
export type AgentMessage = z.infer<typeof agentMessage>;
export type HubMessage = z.infer<typeof hubMessage>;
export type AgentRequest = z.infer<typeof request>;
/** What the agent answers to `take-logs` of one worker; one that it has no log of is not in the answer. */
export interface TakenLogs {
  worker: string;
  /** Oldest first. */
  lines: z.infer<typeof logLine>[];
  /** Where each of them begins in its stream. */
  starts: number[];
  /** Where to go on in each stream. */
  next: [number, number];
  /** What was printed and not taken yet. */
  behindBytes: number;
  /** Lines that were left out, since they lay too far behind; of bytes that were given back already the lines are unknown. */
  leftOut: { lines: number; bytes: number } | null;
}
/** What the agent answers to `act-on-many`. */
export type Refusal = { worker: string; code: string; message: string };
export type Trouble = Extract<AgentMessage, { kind: 'trouble' }>['problems'][number];
export { checkStatus, logLine, processInfo };
