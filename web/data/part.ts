/**
 * A part of the page that is fetched when it is needed. While the server is away it is waited for: an error in its place, or a reload into
 * nothing, would take away what can still be read. A server that answers but does not have the part (it came back with a newer page) is an error.
 */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, 4_000)) {
      try {
        return await load();
      } catch {
        // It may have come back meanwhile: the second try tells.
        if (await isServing()) return load();
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  };
}

async function isServing(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
