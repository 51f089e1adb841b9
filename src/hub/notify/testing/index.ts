/** Peers on loopback that speak a channel's protocol, and the way to them that deliveries take. */
export { type Peer, type PeerAnswer, type PeerRequest, startPeer } from './peer.ts';
export { configOf, testNotice, tellThrough } from './tell-through.ts';
export { type FormPart, formParts } from './form-parts.ts';
