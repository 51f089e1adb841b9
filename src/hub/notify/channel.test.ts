import { describe, expect, it } from 'vitest';
import { type ChannelKind, checkReply, Later, Refused, retryAfterMs, tell } from './channel.ts';
import { messageOf } from './message/index.ts';
import { configOf, testNotice } from './testing/index.ts';

const now = Date.UTC(2026, 0, 1);
const reply = (status: number, headers: Record<string, string> = {}) => ({ status, headers, text: 'said' });
const thrownBy = (run: () => void) => {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
};

describe('an answer', () => {
  it.each([200, 201, 202, 204])('of %i is well', (status) => {
    expect(thrownBy(() => checkReply(reply(status), now))).toBeNull();
  });

  it.each([400, 413, 422])('of %i is about the message, which is not sent again', (status) => {
    expect(thrownBy(() => checkReply(reply(status), now))).toBeInstanceOf(Refused);
  });

  it.each([401, 403, 404, 408, 429, 500, 503, 302])(
    'of %i is about the channel; the message waits',
    (status) => {
      expect(thrownBy(() => checkReply(reply(status), now))).toBeInstanceOf(Later);
    },
  );

  it('says how long the peer wants to be left alone', () => {
    expect(thrownBy(() => checkReply(reply(429, { 'retry-after': '7' }), now))).toMatchObject({
      afterMs: 7000,
    });
    expect(retryAfterMs('1.5', now)).toBe(1500);
    expect(retryAfterMs(new Date(now + 90_000).toUTCString(), now)).toBe(90_000);
    expect(retryAfterMs('soon', now)).toBe(0);
    expect(retryAfterMs(new Date(now - 90_000).toUTCString(), now)).toBe(0);
  });
});

describe('a thread', () => {
  const done: string[] = [];
  const kind: ChannelKind<'desktop'> = {
    async post({ headline }, _config, { first }) {
      done.push(`post ${headline}${first ? ` after ${first['id']}` : ''}`);
      return { answer: '', receipt: { id: '1' } };
    },
  };
  const editing: ChannelKind<'desktop'> = {
    ...kind,
    async edit({ headline }, _config, { first }) {
      done.push(`edit ${first['id']}: ${headline}`);
      return { answer: '' };
    },
  };
  const told = async (
    through: ChannelKind<'desktop'>,
    kindOfNotice: 'opened' | 'updated' | 'resolved',
    first = true,
  ) => {
    done.length = 0;
    const context = {
      request: () => Promise.reject(new Error('not asked for')),
      signal: AbortSignal.timeout(1000),
      first: first ? { id: '1' } : null,
      pushes: {
        keys: () => Promise.reject(new Error('not asked for')),
        of: () => [],
        forget: async () => {},
      },
      idempotencyKey: 'k',
    };
    await tell(
      through,
      messageOf(testNotice({ kind: kindOfNotice })),
      configOf({ type: 'desktop' }),
      context,
    );
    return [...done];
  };

  it('begins with a message', async () => {
    expect(await told(editing, 'opened', false)).toEqual(['post Critical: mailer is down']);
  });

  it('is changed where it began by an update, which disturbs nobody', async () => {
    expect(await told(editing, 'updated')).toEqual(['edit 1: Critical: mailer is down']);
    expect(await told(kind, 'updated')).toEqual(['post Critical: mailer is down after 1']);
  });

  it('ends with a message that everybody gets', async () => {
    expect(await told(editing, 'resolved')).toEqual([
      'edit 1: Resolved: mailer is down',
      'post Resolved: mailer is down after 1',
    ]);
  });

  it('that was never begun begins with what is told first', async () => {
    expect(await told(editing, 'resolved', false)).toEqual(['post Resolved: mailer is down']);
  });
});
