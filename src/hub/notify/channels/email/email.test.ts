import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testCertificate, testKey } from '../../../server/testing/test-certificate.ts';
import { Later, Refused } from '../../channel.ts';
import { ForbiddenAddress } from '../../reach/index.ts';
import { configOf, tellThrough, testNotice } from '../../testing/index.ts';

interface Mail {
  from: string;
  to: string[];
  secure: boolean;
  user: string | undefined;
  headers: Record<string, string>;
  text: string;
}

/** A mail server that speaks the protocol, STARTTLS and authentication included. */
async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    key: testKey,
    cert: testCertificate,
    logger: false,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('Invalid username or password')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const [head = ''] = text.split('\r\n\r\n');
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          headers: Object.fromEntries(
            [...head.replaceAll(/\r\n[ \t]+/g, ' ').matchAll(/^([\w-]+): (.*)$/gm)].map(
              ([, name = '', value = '']) => [name.toLowerCase(), value.trim()],
            ),
          ),
          text,
        });
        done(null, 'OK: queued as 7');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const config = configOf({
    type: 'email',
    host: 'localhost',
    port,
    tls: 'opportunistic',
    from: 'Yagura <yagura@example.org>',
    to: 'ops@example.org',
  });
  return { mails, config };
}

/** Parts of a mail that are texts, decoded. */
function textsIn({ text }: Mail): string {
  return text
    .split(/\r\n--[^\r\n]+\r\n/)
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      const content = body.join('\r\n\r\n');
      if (/quoted-printable/i.test(head))
        return Buffer.from(
          content
            .replaceAll(/=\r\n/g, '')
            .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString();
      return /base64/i.test(head) ? Buffer.from(content, 'base64').toString() : content;
    })
    .join('\n');
}

describe('e-mail', () => {
  it('arrives as text and HTML, encrypted where the server can', async () => {
    const { mails, config } = await startMailServer();
    const sent = await tellThrough(
      { ...config, to: ['ops@example.org', 'mika@example.org'] },
      testNotice({ language: 'ja' }),
    );
    expect(sent.answer).toBe('250 OK: queued as 7');
    expect(mails).toMatchObject([
      { from: 'yagura@example.org', to: ['ops@example.org', 'mika@example.org'], secure: true },
    ]);
    expect(mails[0]?.headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'message-id': sent.receipt?.['messageId'],
    });
    const texts = mails[0] ? textsIn(mails[0]) : '';
    expect(texts).toContain('考えられる原因:the broker <rabbit & co> does not answer');
    expect(texts).toContain('the broker &lt;rabbit &amp; co&gt; does not answer');
    expect(texts).toContain('href="https://yagura.example/a/ack"');
  });

  it('answers the first mail, by an id that is the same for each try', async () => {
    const { mails, config } = await startMailServer();
    const notice = testNotice();
    const { receipt } = await tellThrough(config, notice);
    await tellThrough(config, notice);
    await tellThrough(config, testNotice({ kind: 'resolved' }), { first: receipt });
    const ids = mails.map(({ headers }) => headers['message-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(mails[2]?.headers['in-reply-to']).toBe(ids[0]);
  });

  it('holds the chart', async () => {
    const { mails, config } = await startMailServer();
    await tellThrough(config, testNotice(), { chart: true });
    expect(mails[0]?.text).toMatch(/content-id: <chart@yagura>/i);
    expect(mails[0] && textsIn(mails[0])).toContain('src="cid:chart@yagura"');
  });

  it('logs in', async () => {
    const { mails, config } = await startMailServer({ authOptional: false });
    await tellThrough({ ...config, user: 'tower', password: 'right' }, testNotice());
    expect(mails[0]?.user).toBe('tower');
    await expect(
      tellThrough({ ...config, user: 'tower', password: 'wrong' }, testNotice()),
    ).rejects.toBeInstanceOf(Later);
  });

  it('goes to nobody whose certificate is not the right one, nor unencrypted', async () => {
    const { mails, config } = await startMailServer();
    await expect(tellThrough({ ...config, tls: 'starttls' }, testNotice())).rejects.toBeInstanceOf(Later);
    const { config: plain } = await startMailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    await expect(tellThrough({ ...plain, tls: 'starttls' }, testNotice())).rejects.toBeInstanceOf(Later);
    expect(mails).toEqual([]);
  });

  it('goes by TLS from the first byte where that is wanted', async () => {
    const { mails, config } = await startMailServer({ secure: true });
    await expect(tellThrough({ ...config, tls: 'implicit' }, testNotice())).rejects.toThrow(/certificate/);
    expect(mails).toEqual([]);
  });

  it('is tried again when the server refuses for now, also in the midst of a message', async () => {
    const busy = Object.assign(new Error('mailbox busy'), { responseCode: 450 });
    const { config } = await startMailServer({ onRcptTo: (_address, _session, done) => done(busy) });
    await expect(tellThrough(config, testNotice())).rejects.toThrow(new Later('450 mailbox busy'));
    const { config: full } = await startMailServer({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(Object.assign(new Error('disk full'), { responseCode: 452 })));
      },
    });
    await expect(tellThrough(full, testNotice())).rejects.toBeInstanceOf(Later);
    const { config: dead } = await startMailServer({
      onData: (_stream, session) => void (session as unknown as { _socket?: unknown }),
      socketTimeout: 300,
    });
    await expect(tellThrough(dead, testNotice())).rejects.toBeInstanceOf(Later);
  });

  it('is refused when the server does not know the recipient, and arrives at those that it knows', async () => {
    const unknown = Object.assign(new Error('no such user'), { responseCode: 550 });
    const { mails, config } = await startMailServer({
      onRcptTo: ({ address }, _session, done) => (address.startsWith('no') ? done(unknown) : done()),
    });
    await expect(tellThrough({ ...config, to: ['nobody@example.org'] }, testNotice())).rejects.toThrow(
      new Refused('550 no such user'),
    );
    const { answer } = await tellThrough(
      { ...config, to: ['ops@example.org', 'nobody@example.org'] },
      testNotice(),
    );
    expect(answer).toBe('250 OK: queued as 7 (not taken for nobody@example.org)');
    expect(mails).toHaveLength(1);
  });

  it('reaches no private server unless that is allowed', async () => {
    const { config } = await startMailServer();
    await expect(tellThrough({ ...config, allow_private: false }, testNotice())).rejects.toBeInstanceOf(
      ForbiddenAddress,
    );
  });
});
