import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { part } from './part.ts';

/** What the server answers to each question whether it is there: a status, or null for no connection. */
let answers: (number | null)[];
const lost = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => {
    const [status = 200] = answers.splice(0, 1);
    if (status === null) throw new TypeError('Failed to fetch');
    return new Response('', { status });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a part of the page', () => {
  it('is what was loaded', async () => {
    expect(await part(async () => 'menu')()).toBe('menu');
  });

  it('is waited for while the server is away or not ready', async () => {
    answers = [null, 503];
    const load = vi.fn().mockImplementationOnce(lost).mockImplementationOnce(lost).mockResolvedValue('menu');
    const loaded = part(load)();
    await vi.advanceTimersByTimeAsync(1_499);
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await loaded).toBe('menu');
  });

  it('is loaded at once from a server that has come back meanwhile', async () => {
    answers = [200];
    expect(await part(vi.fn().mockImplementationOnce(lost).mockResolvedValue('menu'))()).toBe('menu');
  });

  it('is an error when the server is there and does not have it', async () => {
    answers = [200];
    await expect(part(lost)()).rejects.toThrow('Failed to fetch dynamically');
  });
});
