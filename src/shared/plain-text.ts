/* Control characters are what this file is about. */
/* oxlint-disable no-control-regex -- control characters are what is looked for */
/** Control characters but for tab and newline. */
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g;
/** They turn text around or cannot be seen: what stands there would not be what is read. */
const deceiving = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text that others wrote, without what acts or hides; its tabs and newlines stay. */
export function plainText(text: string): string {
  return text.replace(control, '').replace(deceiving, '');
}

/** Whether a name can be shown on one line as it is. */
export function isPlainName(text: string): boolean {
  return plainText(text) === text && !/[\t\n]/.test(text);
}
