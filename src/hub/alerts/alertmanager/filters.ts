/** Matchers as amtool and Grafana write them into an address: `alertname="Down"`, `severity=~warning|critical`. Pure. */
import { Failure } from '../../../shared/failure.ts';
import type { SilenceMatcher } from '../silences/index.ts';

const pattern = /^\s*([a-zA-Z_:][a-zA-Z0-9_:.-]*)\s*(=~|!~|!=|=)\s*([\s\S]*?)\s*$/;
const quoted = /^"((?:[^"\\]|\\[\s\S])*)"$/;
const escapes: Record<string, string> = { n: '\n', '"': '"', '\\': '\\' };
const mostFilters = 50;

/** Throws `bad_request` on one that is none. */
export function readFilters(filter: string | readonly string[] | undefined): SilenceMatcher[] {
  const texts = [filter ?? []].flat();
  if (texts.length > mostFilters)
    throw new Failure('bad_request', `at most ${mostFilters} filters are taken`);
  return texts.map((text) => {
    const [, name, op, value = ''] = pattern.exec(text) ?? [];
    const isWhole = value.includes('"') ? quoted.exec(value)?.[1] : value;
    if (name === undefined || isWhole === undefined)
      throw new Failure('bad_request', `bad matcher format: ${text.slice(0, 200)}`);
    return { name, op: op as SilenceMatcher['op'], value: value === isWhole ? value : unescape(isWhole) };
  });
}

const unescape = (text: string) =>
  text.replace(/\\([\s\S])/g, (whole, character: string) => escapes[character] ?? whole);
