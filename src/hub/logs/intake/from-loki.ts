import { readText } from '../reading/index.ts';
import { type Level, levels } from '../record.ts';
import { bodyBounds, timeRefusal } from './bounds.ts';
import type { Sent } from './sent.ts';
import type { PushRequest } from './loki-messages.ts';

/** Labels that name who printed it, the best first. */
const names = ['service_name', 'app', 'application', 'container', 'compose_service', 'unit', 'job'];
const unnamed = 'loki';
const otherWords: Record<string, Level> = { warning: 'warn', err: 'error', critical: 'fatal', crit: 'fatal' };

export function fromLoki({ streams }: PushRequest, nowMs: number): Sent {
  const sent: Sent = { records: [], rejected: { records: 0, why: '' } };
  for (const { stream, values } of streams) {
    const name = names.map((label) => stream[label]).find(Boolean) ?? unnamed;
    for (const [nanoseconds, line, more = {}] of values) {
      const timeMs = nanoseconds / 1e6;
      const why = sent.records.length >= bodyBounds.records ? bodyBounds.tooMany : timeRefusal(timeMs, nowMs);
      if (why !== null) {
        sent.rejected.records += 1;
        sent.rejected.why ||= why;
        continue;
      }
      const read = readText(line.slice(0, bodyBounds.characters), timeMs);
      const said = { ...stream, ...more };
      const traceId = said['trace_id'] ?? said['traceID'];
      sent.records.push({
        worker: name,
        source: 'loki',
        stream: null,
        record: {
          ...read,
          level: read.level ?? levelOf(said['level'] ?? said['detected_level'] ?? ''),
          traceId: read.traceId ?? traceId?.slice(0, bodyBounds.name) ?? null,
          fields: { ...bounded(said), ...read.fields },
        },
      });
    }
  }
  return sent;
}

function levelOf(word: string): Level | null {
  const lower = word.toLowerCase();
  return levels.find((level) => level === lower) ?? otherWords[lower] ?? null;
}

function bounded(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts)
      .slice(0, bodyBounds.fields)
      .map(([name, value]) => [name.slice(0, bodyBounds.name), value.slice(0, bodyBounds.value)]),
  );
}
