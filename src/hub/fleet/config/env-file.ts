/**
 * Files of `NAME=value` lines: blank lines and `#` comments, an optional `export`, single quotes (as is), double quotes
 * (`\n \r \t \" \\ \$`, may span lines), bare values up to ` #`. Nothing is expanded.
 */

export interface EnvFile {
  values: Record<string, string>;
  mistakes: { line: number; column: number; message: string }[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=[ \t]*/;
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

export function parseEnvFile(source: string): EnvFile {
  const text = `${source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')}\n`;
  const values = new Map<string, string>();
  const mistakes: EnvFile['mistakes'] = [];
  let line = 0;
  let next = 0;
  while (next < text.length) {
    const start = next;
    const end = text.indexOf('\n', start);
    const content = text.slice(start, end);
    line++;
    next = end + 1;
    if (/^\s*(#|$)/.test(content)) continue;
    const mistake = (column: number, message: string) => mistakes.push({ line, column, message });
    const [before, name] = assignment.exec(content) ?? [];
    if (before === undefined || name === undefined) {
      mistake(content.search(/\S/) + 1, 'expected NAME=value');
      continue;
    }
    const quote = content[before.length];
    if (quote !== '"' && quote !== "'") {
      const bare = content.slice(before.length).replace(/(^|\s)#.*$/, '');
      values.set(name, bare.trim());
      continue;
    }
    const open = start + before.length;
    const close = closingQuote(text, open, quote);
    if (close === -1) {
      mistake(before.length + 1, `the ${quote} is never closed`);
      continue;
    }
    const quoted = text.slice(open + 1, close);
    values.set(name, quote === '"' ? unescape(quoted) : quoted);
    line += quoted.split('\n').length - 1;
    next = text.indexOf('\n', close) + 1;
    if (!/^\s*(#.*)?$/.test(text.slice(close + 1, next - 1))) {
      const lineStart = text.lastIndexOf('\n', close) + 1;
      mistake(close - lineStart + 2, `there is something after the closing ${quote}`);
    }
  }
  return { values: Object.fromEntries(values), mistakes };
}

/** Where the quote that opens at `open` is closed; a single quote must close on its line. */
function closingQuote(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === quote) return at;
    if (quote === "'" && text[at] === '\n') return -1;
    if (quote === '"' && text[at] === '\\') at++;
  }
  return -1;
}

function unescape(quoted: string): string {
  return quoted.replace(/\\([nrt"\\$])/g, (_, letter: string) => escapes[letter] as string);
}
