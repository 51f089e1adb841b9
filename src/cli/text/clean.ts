/* Control characters are what this file is about. */
/* oxlint-disable no-control-regex */
const colourSequence = /\x1b\[[0-9;]*m/g;
const escapeSequence =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)|\x9b[0-?]*[ -/]*[@-~]/g;
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Text that others wrote, fit for a terminal: nothing in it can move the cursor, set the title or answer back. */
export function cleanText(text: string): string {
  return text
    .replace(escapeSequence, '')
    .replace(/\r?\n|\t/g, ' ')
    .replace(control, '');
}

/** The same for a log line, whose own colours stay where colours are shown. */
export function cleanLogLine(text: string, coloured: boolean): string {
  const kept = text.replace(escapeSequence, (sequence) =>
    coloured && sequence.match(colourSequence)?.[0] === sequence ? sequence : '',
  );
  const plain = kept.replace(control, (character) => (character === '\x1b' ? character : ''));
  return plain.includes('\x1b') ? `${plain}\x1b[0m` : plain;
}

export function withoutColour(text: string): string {
  return text.replace(colourSequence, '');
}
