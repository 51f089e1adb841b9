import type { Text } from '../i18n/index.ts';
import type en from '../i18n/en/index.ts';

/** A part of Yagura, in the reader's words. */
export function partName({ t }: Pick<Text, 't'>, name: string): string {
  return t(`doctor.partNames.${name as keyof typeof en.doctor.partNames}`, { defaultValue: name });
}
