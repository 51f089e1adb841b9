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
  return csvOf([['id', 'time', 'type', 'worker', 'host', 'data'], ...rows]);
}

export function csvOf(rows: readonly string[][]): string {
  return `${rows.map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

function csvField(value: string): string {
  const isNumber = value !== '' && Number.isFinite(Number(value));
  const harmless = /^[=+\-@\t\r]/.test(value) && !isNumber ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Hands the text to the browser as a download. */
export function saveFile(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
