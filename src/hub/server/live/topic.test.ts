import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/clock.ts';
import { Topic } from './topic.ts';

interface Message {
  type: string;
  cursor: string;
  data: unknown;
}
function scene() {
  const clock = new ManualClock();
  let reads = 0;
  const state = { value: 0 };
  const read = () => {
    reads += 1;
    return state.value;
  };
  const topic = new Topic({ name: 't', read, monotonic: () => clock.monotonic() });
  const client = () => {
    const got: Buffer[] = [];
    return { got, deliver: (message: Buffer) => void got.push(message) };
  };
  const publish = (value: unknown) => topic.publish(() => value);
  return { clock, topic, state, client, publish, reads: () => reads };
}
const parse = (messages: Buffer[]) => messages.map((message) => JSON.parse(message.toString()) as Message);
const last = (messages: Buffer[]) => parse(messages).at(-1)!.cursor;

describe('a topic', () => {
  it('begins with a snapshot and goes on with deltas', () => {
    const { topic, client, publish, state } = scene();
    state.value = 7;
    const one = client();
    expect(parse(topic.subscribe(one, undefined))).toMatchObject([{ type: 'snapshot', data: 7 }]);
    publish('a');
    publish('b');
    expect(parse(one.got)).toMatchObject([
      { type: 'delta', data: 'a' },
      { type: 'delta', data: 'b' },
    ]);
  });

  it('serialises once for everyone', () => {
    const { topic, client, publish, reads } = scene();
    const clients = [client(), client(), client()];
    const snapshots = clients.map((one) => topic.subscribe(one, undefined)[0]);
    expect(new Set(snapshots).size).toBe(1);
    expect(reads()).toBe(1);
    publish('a');
    expect(new Set(clients.map((one) => one.got[0])).size).toBe(1);
  });

  it('gives one who comes back exactly what was missed', () => {
    const { topic, client, publish } = scene();
    const [one, other] = [client(), client()];
    topic.subscribe(other, undefined);
    topic.subscribe(one, undefined);
    publish('a');
    topic.unsubscribe(one);
    const cursor = last(one.got);
    publish('b');
    publish('c');
    expect(one.got).toHaveLength(1);
    expect(parse(topic.subscribe(one, cursor)).map((message) => message.data)).toEqual(['b', 'c']);
    expect(topic.subscribe(one, last(other.got))).toEqual([]);
  });

  it('does so for the only one, too, for half a minute', () => {
    const { topic, client, publish, clock } = scene();
    const one = client();
    const cursor = parse(topic.subscribe(one, undefined))[0]!.cursor;
    topic.unsubscribe(one);
    clock.advance(30_000);
    publish('a');
    expect(parse(topic.subscribe(one, cursor))).toMatchObject([{ type: 'delta', data: 'a' }]);
    topic.unsubscribe(one);
    clock.advance(30_001);
    publish('b');
    expect(parse(topic.subscribe(one, cursor))).toMatchObject([{ type: 'snapshot' }]);
  });

  it('serialises nothing when nobody watches', () => {
    const { topic } = scene();
    let asked = 0;
    topic.publish(() => {
      asked += 1;
    });
    expect(asked).toBe(0);
  });

  it.each(['', 'x', '.', 'other.0', '0'])('answers the cursor "%s" of nobody with a snapshot', (cursor) => {
    const { topic, client } = scene();
    expect(parse(topic.subscribe(client(), cursor))).toMatchObject([{ type: 'snapshot' }]);
  });

  it('answers a cursor that lies ahead, or is no number, with a snapshot', () => {
    const { topic, client } = scene();
    const epoch = parse(topic.subscribe(client(), undefined))[0]!.cursor.split('.')[0]!;
    for (const n of ['1', '-1', '0.5', 'x', '']) {
      const [first] = parse(topic.subscribe(client(), `${epoch}.${n}`));
      // An empty number reads as 0, which is where this topic is: nothing was missed.
      expect(first?.type).toBe(n === '' ? undefined : 'snapshot');
    }
  });

  it('keeps a bounded number and a bounded size of deltas', () => {
    for (const [count, data] of [
      [600, 'x'],
      [20, 'x'.repeat(100_000)],
    ] as const) {
      const { topic, client, publish } = scene();
      const one = client();
      const cursor = parse(topic.subscribe(one, undefined))[0]!.cursor;
      for (let i = 0; i < count; i++) publish(data);
      expect(parse(topic.subscribe(client(), cursor))).toMatchObject([{ type: 'snapshot' }]);
      const recent = parse(one.got).at(-3)!.cursor;
      expect(topic.subscribe(client(), recent)).toHaveLength(2);
    }
  });

  it('reads anew after a change that had no delta', () => {
    const { topic, client, state } = scene();
    topic.subscribe(client(), undefined);
    state.value = 9;
    expect(parse([topic.snapshot()])).toMatchObject([{ data: 0 }]);
    topic.refresh();
    expect(parse([topic.snapshot()])).toMatchObject([{ data: 9 }]);
  });
});
