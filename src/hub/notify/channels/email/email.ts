import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { oneLine } from '../../../../shared/one-line.ts';
import { whyUnreachable } from '../../../../shared/unreachable.ts';
import { type ChannelKind, type ConfigOf, Later, Refused } from '../../channel.ts';
import { plainTextOf } from '../../message/index.ts';
import { resolvePublic } from '../../reach/index.ts';
import { htmlOf } from './html.ts';

/** E-mail by SMTP: text and HTML, with the chart in it; later messages are answers to the first, so that they are shown together. */
export const email: ChannelKind<'email'> = {
  async post(message, config, { first }) {
    const { notice } = message;
    const chart = await message.chart().catch(() => null);
    // The same for each try, so that a mailbox can tell a repeated message.
    const messageId = `<${createHash('sha256').update(notice.key).digest('hex').slice(0, 32)}@${domainOf(config.from)}>`;
    const transport = await connect(config);
    try {
      const sent = await transport.sendMail({
        from: config.from,
        to: [...config.to],
        subject: `${message.sign} ${message.headline}`,
        text: plainTextOf(message),
        html: htmlOf(message, chart === null ? null : chartId),
        attachments:
          chart === null
            ? []
            : [
                {
                  cid: chartId,
                  filename: 'chart.png',
                  contentType: 'image/png',
                  content: Buffer.from(chart),
                },
              ],
        messageId,
        date: new Date(notice.atMs),
        ...(first ? { inReplyTo: first['messageId'], references: first['messageId'] } : {}),
        // So that no vacation notice comes back.
        headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
        priority: notice.severity === 'critical' && notice.kind !== 'resolved' ? 'high' : 'normal',
      });
      const refused =
        sent.rejected.length > 0 ? ` (not taken for ${sent.rejected.map(String).join(', ')})` : '';
      return { answer: `${oneLine(sent.response)}${refused}`, receipt: { messageId } };
    } catch (error) {
      throw explain(error);
    } finally {
      transport.close();
    }
  },
};

const chartId = 'chart@yagura';
const usualPorts = { starttls: 587, implicit: 465, opportunistic: 25, none: 25 } as const;
const domainOf = (address: string) => /@([^\s@<>]+)>?$/.exec(address)?.[1] ?? 'localhost';

async function connect({ host, port, tls, user, password, allow_private }: ConfigOf<'email'>) {
  const { createTransport } = await import('nodemailer');
  // What was checked is what is connected to; the certificate is that of the name.
  const [resolved] = await resolvePublic(host, allow_private);
  return createTransport({
    host: resolved?.address ?? host,
    port: port ?? usualPorts[tls],
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: {
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: tls !== 'opportunistic',
      minVersion: 'TLSv1.2',
    },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    dnsTimeout: 5_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** What a server says to the sender, the recipients or the text is about the message; all else is about the way there. */
function explain(error: unknown): Error {
  const {
    code = '',
    responseCode = 0,
    response = '',
  } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  const why = response === '' ? whyUnreachable(error) : oneLine(response);
  const isAboutMessage = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return isAboutMessage ? new Refused(why) : new Later(why);
}
