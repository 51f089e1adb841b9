/** What a bench is asked for on the command line: `--rounds=10`, `--only=frames,memory`, `--data=DIR` or `--data DIR`. */

function given(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
}

export function textOption(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return given(name) ?? (at < 0 ? undefined : process.argv[at + 1]);
}

export function numberOption(name: string, usual: number): number {
  const text = given(name);
  if (text === undefined) return usual;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

/** Whether a part of the bench is asked for; all are without `--only`. */
export function askedParts<Part extends string>(parts: readonly Part[]): (part: Part) => boolean {
  const only = given('only')?.split(',');
  const unknown = only?.find((part) => !parts.some((known) => known === part));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}. Parts: ${parts.join(' ')}`);
  return (part) => only?.includes(part) ?? true;
}
