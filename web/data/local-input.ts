/** An instant as `<input type="datetime-local">` wants it: local time without a zone. Empty for none. */
export function localInput(iso: string | undefined): string {
  if (iso === undefined) return '';
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
