export type Format = 'text' | 'openmetrics';

export const mediaTypes: Record<Format, string> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

const formatsByType: Record<string, Format> = {
  'application/openmetrics-text': 'openmetrics',
  'text/plain': 'text',
  'text/*': 'text',
  '*/*': 'text',
};
const openMetricsVersions = [undefined, '0.0.1', '1.0.0'];
const longestHeader = 1_000;

/** What an Accept header likes best. Text when it says nothing, or nothing that is known: an answer helps more than a refusal. */
export function chooseFormat(accept: string | undefined): Format {
  let best: { format: Format; weight: number } = { format: 'text', weight: 0 };
  for (const range of (accept ?? '').slice(0, longestHeader).split(',')) {
    const { type, parameters } = readMediaType(range);
    const format = formatsByType[type];
    if (!format || (format === 'openmetrics' && !openMetricsVersions.includes(parameters.get('version'))))
      continue;
    const weight = Number(parameters.get('q') ?? 1);
    // Of equals OpenMetrics says more.
    if (weight > best.weight || (weight === best.weight && weight > 0 && format === 'openmetrics'))
      best = { format, weight };
  }
  return best.format;
}

/** What the Content-Type of an answer promises. */
export function formatOf(contentType: string | null): Format {
  return formatsByType[readMediaType(contentType ?? '').type] ?? 'text';
}

function readMediaType(text: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = rest.map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=', 2);
    return [name.trim().toLowerCase(), value.trim().replaceAll('"', '')];
  });
  return { type: type.toLowerCase(), parameters: new Map(parameters) };
}
