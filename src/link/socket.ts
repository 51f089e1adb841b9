/** One JSON object per line over a stream socket, with an end to what is buffered in either direction. */
import type { Socket } from 'node:net';
import { longestMessageBytes } from './protocol.ts';

export interface Channel<Incoming, Outgoing> {
  /** Queues a message; a peer that does not read ends the connection before memory runs out. */
  send(message: Outgoing): void;
  /** False while the peer is slow: what may be left out or sent later should be. */
  readonly writable: boolean;
  /** Called when it is writable again. */
  onWritable(listener: () => void): void;
  onMessage(listener: (message: Incoming) => void): void;
  onClose(listener: (why: string) => void): void;
  /** Lets what is queued leave, then ends the connection. */
  close(): void;
  destroy(why: string): void;
}

const slowBytes = 1024 * 1024;
const stuckBytes = longestMessageBytes + 16 * 1024 * 1024;

export function createChannel<Incoming, Outgoing>(
  socket: Socket,
  bounds: { longestBytes: number; stuckBytes: number } = { longestBytes: longestMessageBytes, stuckBytes },
): Channel<Incoming, Outgoing> {
  let onMessage: (message: Incoming) => void = () => {};
  let onWritable: () => void = () => {};
  let onClose: (why: string) => void = () => {};
  let why = 'the other side closed the connection';
  const destroy = (reason: string) => {
    why = reason;
    socket.destroy();
  };
  const read = createLineReader(bounds.longestBytes);

  socket.on('data', (chunk) => {
    try {
      for (const line of read(chunk)) {
        if (socket.destroyed) return;
        onMessage(JSON.parse(line) as Incoming);
      }
    } catch (error) {
      if (error instanceof LinkError || error instanceof SyntaxError) destroy(error.message);
      else throw error;
    }
  });
  socket.on('drain', () => onWritable());
  socket.on('error', (error) => {
    why = error.message;
  });
  socket.on('close', () => onClose(why));

  return {
    send(message) {
      if (socket.destroyed || socket.writableEnded) return;
      socket.write(`${JSON.stringify(message)}\n`);
      if (socket.writableLength > bounds.stuckBytes) destroy('the other side does not read');
    },
    get writable() {
      return !socket.destroyed && socket.writableLength < slowBytes;
    },
    onWritable: (listener) => {
      onWritable = listener;
    },
    onMessage: (listener) => {
      onMessage = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: () => socket.end(),
    destroy,
  };
}

/** What the other side sent cannot be understood. */
export class LinkError extends Error {}

const newline = 10;

/** Gives the complete lines of what arrived so far; a line that was split comes with the chunk that completes it. */
export function createLineReader(longestBytes: number): (chunk: Buffer) => Generator<string> {
  let pieces: Buffer[] = [];
  let pending = 0;
  return function* lines(chunk) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      const piece = chunk.subarray(start, end < 0 ? undefined : end);
      if (pending + piece.length > longestBytes) {
        throw new LinkError(`a message is longer than ${longestBytes} bytes`);
      }
      if (end < 0) {
        if (piece.length > 0) pieces.push(piece);
        pending += piece.length;
        return;
      }
      const line = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
      pieces = [];
      pending = 0;
      start = end + 1;
      if (line.length > 0) yield line.toString('utf8');
    }
  };
}
