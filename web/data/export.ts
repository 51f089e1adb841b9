/** Takes what is shown out of the page, as a file. */
import type { FleetEvent } from './types.ts';

/** One line for each event; a value that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function eventsToCsv(events: readonly FleetEvent[]): string {
  const rows = events.map(({ id, time, type, worker, host, data }) => [
    String(id),
    time,
    type,
    worker ?? '',
    host ?? '',
    JSON.stringify(data),
  ]);
  return `${[['id', 'time', 'type', 'worker', 'host', 'data'], ...rows]
    .map((row) => row.map(csvField).join(','))
    .join('\r\n')}\r\n`;
}

function csvField(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Hands the text to the browser as a download. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
