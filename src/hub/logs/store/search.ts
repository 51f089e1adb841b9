/**
 * Finds records: newest first, block by block, in small slices and within a bound on time. The index tells which blocks may hold what is asked
 * for; these are unpacked and looked through. Blocks come in the order of their last record and overlap by `longestSpanMs` at most, so a hit is
 * certain to be the next one as soon as no block that is left can hold one before it.
 */
import { createTurns } from '../../../shared/turns.ts';
import { compare, digitOfLevel, type KeptRecord, levelOfDigit, streamOfDigit, unpackBlock } from './block.ts';
import type { Level } from '../record.ts';
import { type BlockRow, idFrom, type LogsFile } from './logs-file.ts';
import { answers, matchOf, mayAnswer, type Question } from './words.ts';

/** Between the first and the last record of a block. */
export const longestSpanMs = 600_000;

export type Position = Pick<KeptRecord, 'time' | 'n'>;
export type Hit = KeptRecord & { source: number };

export interface Filter {
  question: Question;
  /** Null: all. */
  sources: readonly number[] | null;
  levels: readonly (Level | null)[] | null;
  /** Milliseconds since 1970, UTC; both ends count. */
  from: number;
  to: number;
}

export interface Page {
  limit: number;
  /** Only what is older than this (newer, with `order: 'oldest'`); null: from the newest on. */
  beyond: Position | null;
  /** `oldest`: the nearest ones first. */
  order: 'newest' | 'oldest';
  /** Of looking through texts; then the page ends, with what was found. */
  budgetMs: number;
}

export interface Found {
  /** In the order that was asked for. */
  hits: Hit[];
  /** Where to go on; null when all was looked through. */
  goOn: Position | null;
  /** The time ran out before the page was full. */
  isCut: boolean;
}

const blocksAtATime = 64;
const far = Number.MAX_SAFE_INTEGER;

export async function search(file: LogsFile, filter: Filter, page: Page): Promise<Found> {
  const { limit, beyond, order, budgetMs } = page;
  if (filter.sources?.length === 0 || filter.levels?.length === 0)
    return { hits: [], goOn: null, isCut: false };
  const turn = createTurns();
  const digits = filter.levels && filter.levels.map(digitOfLevel);
  const match = matchOf(filter.question, filter.sources, digits);
  const sign = order === 'newest' ? -1 : 1;
  const isWanted = (record: Position) => beyond === null || sign * compare(record, beyond) > 0;
  const accepts = acceptBy(filter);
  const tail = readTail(file, filter);
  const hits = tail.hits.filter(isWanted);
  const upTo = order === 'newest' ? Math.min(filter.to, beyond?.time ?? far) : filter.to;
  let bound =
    order === 'newest'
      ? idFrom(Math.min(upTo, far / 2048) + longestSpanMs + 1)
      : idFrom(Math.max(filter.from, beyond?.time ?? 0));
  const endsAt = performance.now() + budgetMs;
  for (;;) {
    const blocks =
      order === 'newest'
        ? file.newestBlocks(match, bound, upTo, blocksAtATime)
        : file.oldestBlocks(match, bound, blocksAtATime);
    for (const block of blocks) {
      // No block that comes now holds anything beyond this time.
      const edge = order === 'newest' ? block.last : block.last - longestSpanMs;
      const isFinal = ({ time }: Position) => (order === 'newest' ? time > edge : time < edge);
      if (order === 'newest' ? block.last < filter.from : edge > filter.to) return whole(hits, page);
      if (hits.length >= limit && hits.filter(isFinal).length >= limit) return whole(hits, page, true);
      // Never without having come further than the page before.
      const isFurther = beyond === null || (order === 'newest' ? edge < beyond.time : edge > beyond.time);
      if (isFurther && performance.now() > endsAt) {
        const certain = sorted(hits.filter(isFinal), page);
        // Everything on this side of the edge was seen.
        const goOn =
          order === 'newest' ? { time: edge, n: far } : { time: Math.max(edge, beyond?.time ?? 0), n: -1 };
        return { hits: certain, goOn, isCut: true };
      }
      for (const hit of hitsOf(file, block, filter, accepts))
        if (isWanted(hit) && !tail.seen.has(hit.n)) hits.push(hit);
      await turn();
    }
    const last = blocks.at(-1);
    if (!last || blocks.length < blocksAtATime) return whole(hits, page);
    bound = order === 'newest' ? last.id : last.id + 1;
    await turn();
  }
}

/** `isMore`: there are blocks that were not looked at. */
function whole(hits: Hit[], page: Page, isMore = false): Found {
  const all = sorted(hits, page);
  const shown = all.slice(0, page.limit);
  return {
    hits: shown,
    goOn: isMore || all.length > page.limit ? (shown.at(-1) ?? null) : null,
    isCut: false,
  };
}

function sorted(hits: Hit[], { order }: Page): Hit[] {
  return hits.sort(order === 'newest' ? (a, b) => compare(b, a) : compare);
}

/** Whether a record is what is asked for; its source was looked at before. */
function acceptBy({ question, levels, from, to }: Filter): (record: KeptRecord) => boolean {
  const wanted = levels && new Set(levels);
  return ({ time, level, text }) =>
    time >= from && time <= to && (!wanted || wanted.has(level)) && answers(text, question);
}

/** What waits for a block. Some of it may be in one by the time that the blocks are looked through. */
function readTail(file: LogsFile, filter: Filter): { hits: Hit[]; seen: ReadonlySet<number> } {
  const rows = file.tail(filter.sources);
  const records = rows.map(({ level, stream, ...row }) => ({
    ...row,
    level: levelOfDigit(level),
    stream: streamOfDigit(stream),
  }));
  return { hits: records.filter(acceptBy(filter)), seen: new Set(rows.map(({ n }) => n)) };
}

function hitsOf(
  file: LogsFile,
  { id, source }: BlockRow,
  { question, sources }: Filter,
  accepts: (record: KeptRecord) => boolean,
): Hit[] {
  if (sources && !sources.includes(source)) return [];
  const data = file.data(id);
  if (!data) return [];
  const block = unpackBlock(data);
  if (!mayAnswer(block.texts, question)) return [];
  return block
    .records()
    .filter(accepts)
    .map((record) => ({ ...record, source }));
}

export interface Counts {
  /** Records of each level in each bucket, oldest first. */
  buckets: { time: number; counts: Map<Level | null, number> }[];
  /** Buckets that begin before this were not (wholly) counted; null: all were. */
  countedFrom: number | null;
  /** Some records were shared out between neighbouring buckets without a look at their time. */
  isEstimated: boolean;
}

/** How many records there are over time. Without words in the question the blocks' own counts do, as far as a block is within one bucket. */
export async function count(
  file: LogsFile,
  filter: Filter,
  options: { bucketMs: number; budgetMs: number },
): Promise<Counts> {
  const { bucketMs, budgetMs } = options;
  const turn = createTurns();
  const first = Math.floor(filter.from / bucketMs);
  const buckets = Array.from({ length: Math.floor(filter.to / bucketMs) - first + 1 }, (_, at) => ({
    time: (first + at) * bucketMs,
    counts: new Map<Level | null, number>(),
  }));
  const add = (time: number, level: Level | null, records: number) => {
    const counts = buckets[Math.floor(time / bucketMs) - first]?.counts;
    if (counts && records > 0) counts.set(level, (counts.get(level) ?? 0) + records);
  };
  if (filter.sources?.length === 0 || filter.levels?.length === 0)
    return { buckets, countedFrom: null, isEstimated: false };
  const accepts = acceptBy(filter);
  const wanted = filter.levels && new Set(filter.levels);
  const tail = readTail(file, filter);
  for (const { time, level } of tail.hits) add(time, level, 1);
  const digits = filter.levels && filter.levels.map(digitOfLevel);
  const match = matchOf(filter.question, filter.sources, digits);
  const needsTexts = filter.question.terms.length > 0;
  let bound = idFrom(filter.to + longestSpanMs + 1);
  let spentMs = 0;
  let isEstimated = false;
  for (;;) {
    const blocks = file.newestBlocks(match, bound, filter.to, blocksAtATime * 4);
    for (const block of blocks) {
      if (block.last < filter.from) return { buckets, countedFrom: null, isEstimated };
      const isInside = block.first >= filter.from && block.last <= filter.to;
      const isInOne = isInside && Math.floor(block.first / bucketMs) === Math.floor(block.last / bucketMs);
      if (needsTexts || (!isInOne && spentMs <= budgetMs)) {
        if (spentMs > budgetMs) return { buckets, countedFrom: block.last + 1, isEstimated };
        const startedAt = performance.now();
        for (const { time, level, n } of hitsOf(file, block, filter, accepts))
          if (!tail.seen.has(n)) add(time, level, 1);
        spentMs += performance.now() - startedAt;
      } else if (!filter.sources || filter.sources.includes(block.source)) {
        isEstimated ||= !isInOne;
        for (const [level, records] of countsOf(block))
          if (!wanted || wanted.has(level))
            shareOut(block, records, bucketMs, (time, part) => add(time, level, part));
      }
      await turn();
    }
    const last = blocks.at(-1);
    if (!last) return { buckets, countedFrom: null, isEstimated };
    bound = last.id;
    await turn();
  }
}

function countsOf({ counts }: BlockRow): [Level | null, number][] {
  return counts.split(',').map((each) => {
    const [digit, records] = each.split(':');
    return [levelOfDigit(Number(digit)), Number(records)];
  });
}

/** As if they were spread evenly over the block's time. */
function shareOut(
  { first, last }: BlockRow,
  records: number,
  bucketMs: number,
  add: (time: number, records: number) => void,
): void {
  const buckets = Math.floor(last / bucketMs) - Math.floor(first / bucketMs) + 1;
  let given = 0;
  for (let at = 0; at < buckets; at++) {
    const upTo = Math.round((records * (at + 1)) / buckets);
    add(first + at * bucketMs, upTo - given);
    given = upTo;
  }
}
