/**
 * Whether a key belongs to a word being composed, of Japanese for instance: Enter confirms it then and Escape takes it back, neither means
 * the page. WebKit ends the composition before it tells of the key, and says so by code 229 only.
 */
export function isComposing({
  isComposing: within,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return within || keyCode === 229;
}
