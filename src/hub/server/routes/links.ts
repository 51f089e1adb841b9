import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { escapeHtml } from '../../../shared/escape-html.ts';
import type { LinkAct } from '../../notify/index.ts';
import type { App, Context } from '../route.ts';
import { linkParams } from '../schema.ts';

/**
 * Links of messages that act with a tap. Whatever follows links by itself (scanners of mail, previews of chats) only reads: it takes a form,
 * sent by a person, to act. The token in the path is the whole authentication, for one act on one thing.
 */
export function linkRoutes(app: App, { notifier, accessStore, clock, log }: Context): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    // The form has no fields; whatever comes in its place is not read.
    scope.addContentTypeParser('*', (_request: FastifyRequest, payload: NodeJS.ReadableStream) => {
      payload.resume();
      return Promise.resolve(undefined);
    });
    const config = { access: 'none', answers: 'text/html' } as const;
    const schema = { params: linkParams };

    scope.get(
      '/a/:token',
      { config: { ...config, summary: 'Asks before it does what a link of a message is for' }, schema },
      async (request, reply) => {
        const say = wordsFor(request.headers['accept-language']);
        const read = notifier.readLink(request.params.token);
        if (read === null) return show(reply.code(404), say, say.unknown);
        if (read === 'expired' || read === 'gone') return show(reply.code(410), say, say[read]);
        return show(reply, say, say.ask[read.claim.act], {
          about: read.about,
          button: say.button[read.claim.act],
        });
      },
    );

    scope.post(
      '/a/:token',
      { config: { ...config, summary: 'Does what a link of a message is for' }, schema },
      async (request, reply) => {
        const say = wordsFor(request.headers['accept-language']);
        try {
          const { act, subject, by } = await notifier.followLink(request.params.token);
          const entry = { action: `link.${act}`, target: subject, outcome: 'done', detail: { by } };
          await accessStore
            .appendAudit({ time: isoTime(clock.now()), actor: by, role: null, address: request.ip, ...entry })
            .catch((error: unknown) => log('writing the audit log', error));
          return show(reply, say, say.done[act]);
        } catch (error) {
          if (!(error instanceof Failure) || error.status >= 500) throw error;
          return show(reply.code(error.status), say, say.gone);
        }
      },
    );
  });
}

interface Words {
  language: 'en' | 'ja';
  ask: Record<LinkAct, string>;
  button: Record<LinkAct, string>;
  done: Record<LinkAct, string>;
  unknown: string;
  expired: string;
  gone: string;
}

const en: Words = {
  language: 'en',
  ask: {
    acknowledge: 'Do you take care of this?',
    silence: 'Shall no more messages come about this for a while?',
    approve: 'Do you approve of this?',
  },
  button: { acknowledge: 'Acknowledge', silence: 'Silence', approve: 'Approve' },
  done: {
    acknowledge: 'Acknowledged. The others see that you are at it.',
    silence: 'Silenced. It is told again when the silence is over.',
    approve: 'Approved.',
  },
  unknown: 'This link is not one of ours, or a part of it is missing.',
  expired: 'This link is too old. Open the page instead.',
  gone: 'There is nothing left to do about this.',
};

const ja: Words = {
  language: 'ja',
  ask: {
    acknowledge: 'この件の対応を引き受けますか?',
    silence: 'この件の通知をしばらく止めますか?',
    approve: 'この内容を承認しますか?',
  },
  button: { acknowledge: '引き受ける', silence: '通知を止める', approve: '承認する' },
  done: {
    acknowledge: '対応中にしました。ほかの担当者にも伝わります。',
    silence: '通知を止めました。期間が過ぎると再び通知されます。',
    approve: '承認しました。',
  },
  unknown: 'このリンクは無効です。途中で切れている可能性があります。',
  expired: 'このリンクは有効期限が切れています。画面を開いて操作してください。',
  gone: 'この件は、もう対応の必要がありません。',
};

function wordsFor(acceptLanguage: string | undefined): Words {
  return /^\s*ja\b/i.test(acceptLanguage ?? '') ? ja : en;
}

const style = `
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
main{max-width:28rem;padding:24px}
h1{font-size:20px;margin:0 0 16px;overflow-wrap:anywhere}
button{font:inherit;font-weight:600;min-height:48px;padding:0 24px;border:0;border-radius:8px;background:#1d4ed8;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}`;
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

function show(
  reply: FastifyReply,
  { language }: Words,
  text: string,
  asked?: { about: string; button: string },
): FastifyReply {
  const form = asked ? `<form method="post"><button>${escapeHtml(asked.button)}</button></form>` : '';
  return reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
        `<title>Yagura</title><style>${style}</style><main>${asked ? `<h1>${escapeHtml(asked.about)}</h1>` : ''}<p>${escapeHtml(text)}</p>${form}</main></html>`,
    );
}
