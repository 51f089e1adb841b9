/** The labelled logs of Loghub (2,000 lines of each of several systems), with what others published about them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LabelledLog {
  system: string;
  /** Without the logger's header. */
  messages: readonly string[];
  /** The labels that were published first: which messages are of one kind. */
  events: readonly string[];
  /** The corrected labels: the template of each message. Empty where there are none. */
  templates: readonly string[];
}

/** Those of a folder that holds `original/` and `corrected/`, as Loghub-2k is laid out. */
export function readLabelledLogs(folder: string): LabelledLog[] {
  const original = join(folder, 'original');
  if (!existsSync(original)) return [];
  return readdirSync(original)
    .toSorted()
    .map((system) => {
      const rows = readCsv(join(original, system, `${system}_2k.log_structured.csv`));
      const corrected = readCsv(
        join(folder, 'corrected', system, `${system}_2k.log_structured_corrected.csv`),
      );
      return {
        system,
        messages: rows.map((row) => row['Content'] ?? ''),
        events: rows.map((row) => row['EventId'] ?? ''),
        templates: corrected.map((row) => row['EventTemplate'] ?? ''),
      };
    })
    .filter(({ messages }) => messages.length > 0);
}

/** System → parser → score, 0 to 1. */
export type Published = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** GA on the original labels: one row a parser, one column a system. */
export function publishedGrouping(folder: string): Published {
  const rows = readCsv(join(folder, 'scoreboard', 'logparser_GA_original_labels.csv'));
  const systems = Object.keys(rows[0] ?? {});
  return new Map(
    systems.map((system) => [
      system,
      new Map(rows.map((row) => [row['parser'] ?? '', Number(row[system] || Number.NaN)])),
    ]),
  );
}

/** Share of exact templates on the corrected labels: one row a system, columns `Drain_MLA`, … */
export function publishedTemplates(folder: string): Published {
  const rows = readCsv(join(folder, 'scoreboard', 'logbatcher_ase24_corrected_labels.csv'));
  return new Map(
    rows.map((row) => [
      row['dataset'] ?? '',
      new Map(
        Object.entries(row)
          .filter(([column]) => column.endsWith('_MLA'))
          .map(([column, score]) => [column.slice(0, -'_MLA'.length), Number(score)]),
      ),
    ]),
  );
}

/** The rows by the names of the first one; none where there is no file. RFC 4180. */
function readCsv(path: string): Record<string, string>[] {
  if (!existsSync(path)) return [];
  const cells = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r?\n|$)/gy;
  const text = readFileSync(path, 'utf8');
  const rows: string[][] = [[]];
  while (cells.lastIndex < text.length) {
    const found = cells.exec(text);
    if (found === null) throw new Error(`${path} is not CSV`);
    const [, cell = '', end] = found;
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',') rows.push([]);
  }
  const [names = [], ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

/** GA: the share of messages whose group is exactly the labelled one. */
export function groupingAccuracy(groups: readonly string[], events: readonly string[]): number {
  const sizes = (keys: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const ofGroup = sizes(groups);
  const ofEvent = sizes(events);
  const both = groups.map((group, at) => `${group} ${events[at]}`);
  const ofBoth = sizes(both);
  const isRight = (at: number) => {
    const size = ofBoth.get(both[at] as string);
    return size === ofGroup.get(groups[at] as string) && size === ofEvent.get(events[at] as string);
  };
  return groups.filter((_, at) => isRight(at)).length / groups.length;
}

/** PA: the share of messages whose template is exactly the labelled one; of places only that they are there is compared. */
export function templateAccuracy(templates: readonly string[], labels: readonly string[]): number {
  if (labels.length === 0) return Number.NaN;
  const right = templates.filter((template, at) => template.replace(/<[A-Z]+>/g, '<*>') === labels[at]);
  return right.length / templates.length;
}
