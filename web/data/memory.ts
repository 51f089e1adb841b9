/** What this browser remembers of its reader's wishes. Storage may be full or blocked: then they last as long as the page. */

const session = new Map<string, string>();

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`yagura.${key}`) ?? session.get(key) ?? null;
  } catch {
    return session.get(key) ?? null;
  }
}

export function remember(key: string, value: string): void {
  session.set(key, value);
  try {
    localStorage.setItem(`yagura.${key}`, value);
  } catch {
    // Kept in `session`.
  }
}
