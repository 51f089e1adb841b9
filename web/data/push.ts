/** Whether this browser gets a channel's messages as notifications, and asking for them. */
import { ask } from './api.ts';

/** `unable`: the browser cannot, or the page is not opened by HTTPS or on this machine; `refused`: its user said no. */
export type PushState = 'unable' | 'refused' | 'off' | 'on';

const idKey = (channel: string) => `yagura.push.${channel}`;

export async function pushState(channel: string): Promise<PushState> {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unable';
  if (Notification.permission === 'denied') return 'refused';
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && localStorage.getItem(idKey(channel)) !== null ? 'on' : 'off';
}

/** Asks the user, the browser's push service and then the tower. */
export async function turnPushOn(channel: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  const { publicKey } = await ask('GET /api/v1/push');
  await navigator.serviceWorker.register('/push-worker.js', { scope: '/' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const { id } = await ask('POST /api/v1/push/subscriptions', {
    body: { channel, endpoint, keys: { p256dh, auth } },
  });
  localStorage.setItem(idKey(channel), id);
  return 'on';
}

/** Other channels may still use the browser's subscription, so that only the tower is told. */
export async function turnPushOff(channel: string): Promise<PushState> {
  const id = localStorage.getItem(idKey(channel));
  if (id !== null) await ask('DELETE /api/v1/push/subscriptions/{id}', { name: id });
  localStorage.removeItem(idKey(channel));
  return 'off';
}
