/** Tells people: puts what happened into words and brings it to their channels, once, in order, whatever dies meanwhile. */
export { type Notice, type NoticeKind, type Severity as NoticeSeverity } from './notice.ts';
export {
  channelView,
  type ChannelView,
  delivery,
  type Delivery,
  deliveryPage,
  type LinkAct,
  type LinkTarget,
  type Notifier,
} from './notifier.ts';
export { type NotifierSettings, openNotifier, type RunningNotifier } from './open-notifier.ts';
