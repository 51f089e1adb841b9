import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Exception, readText } from '../../logs/index.ts';
import { stackFingerprint } from './index.ts';
import { functionOf, moduleOf } from './place.ts';

const traces = new URL('../../logs/reading/testing/traces/', import.meta.url);
const readTrace = (name: string) => readFileSync(new URL(`${name}.txt`, traces), 'utf8');
const keyOf = (text: string, template = 'x') => stackFingerprint(readText(text, 0).exceptions, template)?.key;
const framesOf = (text: string) => {
  const why = stackFingerprint(readText(text, 0).exceptions, 'x')?.why;
  return why?.kind === 'stack' ? why.frames : why;
};

const node = `TypeError: Cannot read properties of undefined (reading 'street')
    at Mailer.send (/srv/a/src/mail/send.js:4:35)
    at handle (/srv/a/src/orders/handle.js:8:23)
    at Timeout.onTimer [as _onTimeout] (/srv/a/src/index.js:11:3)
    at listOnTimeout (node:internal/timers:581:17)`;

describe('belongs together', () => {
  test.each([
    ['from another folder', node.replaceAll('/srv/a/', '/opt/b/')],
    ['from a home', node.replaceAll('/srv/a/', '/home/deploy/shop/')],
    ['from a release', node.replaceAll('/srv/a/', '/var/www/shop/releases/20260501120000/')],
    ['from a container', node.replaceAll('/srv/a/', '/app/')],
    ['from Windows', node.replaceAll('/srv/a/', 'C:\\srv\\a\\').replaceAll('src/', 'src\\')],
    ['after lines moved', node.replaceAll(/:\d+:\d+\)/g, ':99:1)')],
    ['with another message', node.replace('street', 'city')],
    [
      'with another version of the runtime',
      node.replaceAll('node:internal/timers:581:17', 'node:internal/timers:2:1'),
    ],
  ])('the same error %s', (_, other) => {
    expect(keyOf(other)).toBe(keyOf(node));
  });

  test('recursion of any depth', () => {
    const deep = (times: number) =>
      `RangeError: Maximum call stack size exceeded\n${'    at walk (/srv/a/tree.js:3:5)\n    at visit (/srv/a/tree.js:9:5)\n'.repeat(times)}    at main (/srv/a/index.js:1:1)`;
    expect(keyOf(deep(2))).toBe(keyOf(deep(30)));
  });

  test('the same root cause, however it was wrapped on its way', () => {
    const plain = readTrace('java-printed');
    expect(
      keyOf(plain.replace('java.lang.RuntimeException: order 7', 'com.shop.LoadException: order 9')),
    ).toBe(keyOf(plain));
  });
});

describe('is told apart', () => {
  test.each([
    ['another type', node.replace('TypeError', 'RangeError')],
    ['another function', node.replace('Mailer.send', 'Mailer.queue')],
    ['another module', node.replace('mail/send.js', 'mail/queue.js')],
    ['another caller', node.replace('at handle', 'at retry')],
  ])('%s', (_, other) => {
    expect(keyOf(other)).not.toBe(keyOf(node));
  });

  test('by its wording where no frame has a name', () => {
    const panic = "thread 'main' panicked at src/main.rs:6:69:\nno orders\n";
    expect(keyOf(panic, 'no orders')).not.toBe(keyOf(panic, 'no prices'));
    expect(keyOf(panic, 'no orders')).toBe(keyOf(panic.replace('6:69', '8:1'), 'no orders'));
  });
});

describe('says why', () => {
  test('by the type and the calls that are the program’s own', () => {
    expect(stackFingerprint(readText(node, 0).exceptions, 'x')?.why).toEqual({
      kind: 'stack',
      type: 'TypeError',
      frames: ['Mailer.send (src/mail/send.js)', 'handle (src/orders/handle.js)', 'onTimer (src/index.js)'],
    });
  });

  test('by all calls where none is the program’s own', () => {
    expect(framesOf('Error: x\n    at emit (node:events:1:2)')).toEqual(['emit (node:events)']);
  });

  test('by the type and wording where there is no call', () => {
    const exceptions: Exception[] = [{ type: 'ECONNREFUSED', message: 'connect 10.0.0.1:5432', frames: [] }];
    expect(stackFingerprint(exceptions, 'connect <IP>')?.why).toEqual({
      kind: 'message',
      type: 'ECONNREFUSED',
      template: 'connect <IP>',
    });
    expect(stackFingerprint([], 'x')).toBeNull();
  });

  test.each([
    ['python-chained', ['price (shop/orders.py)', 'load (shop/orders.py)']],
    [
      'java-uncaught',
      [
        'com.shop.Shop$Connection.query',
        'com.shop.Shop.load',
        'com.shop.Shop.lambda$main$',
        'com.shop.Shop.main',
      ],
    ],
    ['go-nil', ['main.(*Store).Load', 'main.main.func', 'main.handle', 'main.main']],
    [
      'rust-backtrace',
      ['main::orders::Store::price', 'main::orders::total::{closure}', 'main::orders::total', 'main::main'],
    ],
    [
      'rust-full',
      [
        'main::orders::Store::price',
        'main::orders::total::{closure}',
        'main::orders::total',
        'main::main::{closure}',
      ],
    ],
    [
      'ruby-uncaught',
      ['fetch (shop.rb)', 'price (shop.rb)', 'load (shop.rb)', 'main (shop.rb)', 'each (shop.rb)', 'shop.rb'],
    ],
    [
      'php-uncaught',
      [
        'Shop\\Orders->price (shop.php)',
        'Shop\\Orders->load (shop.php)',
        'Shop\\{closure} (shop.php)',
        'Shop\\main (shop.php)',
        'shop.php',
      ],
    ],
    ['elixir-task', ['Shop.Orders.price/1']],
    ['asan-freed', ['Orders::total (shop.cpp)', 'main (shop.cpp)']],
  ])('of %s', (name, frames) => {
    expect(framesOf(readTrace(name))).toEqual(frames);
  });
});

describe('names and files', () => {
  test.each([
    ['Object.<anonymous>', null],
    ['<lambda>', null],
    ['new Mailer', 'new Mailer'],
    ['com.shop.Mail$1.run', 'com.shop.Mail$.run'],
    ['com.shop.Mail$$EnhancerBySpringCGLIB$$1a2b3c4d.send', 'com.shop.Mail.send'],
    ['Shop.Program.<Main>d__0.MoveNext', 'Shop.Program.Main'],
    ['Shop.Program.<>c__DisplayClass0_0.<Load>b__1', 'Shop.Program.Load'],
    ['shop::load::{{closure}}::hd10f941a9e8554da', 'shop::load::{closure}'],
    ['shop::load::{closure#3}', 'shop::load::{closure}'],
    ['block (2 levels) in Shop::Orders#load', 'Shop::Orders#load'],
    ['anonymous fn/1 in Shop.Orders.load/2', 'Shop.Orders.load/2'],
    ['Enum."-map/2-lists^map/1-0-"/2', 'Enum.map/2'],
    ['shop::Orders::load(int, char const*) const', 'shop::Orders::load'],
    ['Shop\\{closure:Shop\\main():12}', 'Shop\\{closure}'],
    ['handler_8f3', 'handler_8f3'],
    ['job_1234', 'job'],
  ])('%s is %s', (printed, name) => {
    expect(functionOf(printed)).toBe(name);
  });

  test.each([
    ['/srv/a/index.js', 'index.js'],
    ['/app/src/index.js', 'src/index.js'],
    ['/usr/src/app/dist/main.4f2a9c1b.js', 'dist/main.js'],
    ['https://shop.example/assets/index-Df3kX9a2.js?v=3', 'assets/index.js'],
    ['/srv/a/node_modules/pg/lib/client.js', 'pg/lib/client.js'],
    ['/usr/lib/ruby/gems/3.1.0/gems/rack-2.2.7/lib/rack/etag.rb', 'lib/rack/etag.rb'],
    ['webpack:///./src/orders.ts', 'src/orders.ts'],
    ['./rs/main.rs', 'rs/main.rs'],
    ['C:\\Users\\me\\shop\\src\\Mail.cs', 'src/Mail.cs'],
  ])('%s is %s', (file, module) => {
    expect(moduleOf(file)).toBe(module);
  });
});

test('every trace has a fingerprint that stays when its lines move', () => {
  for (const file of readdirSync(traces)) {
    const text = readFileSync(new URL(file, traces), 'utf8');
    const exceptions = readText(text, 0).exceptions;
    const moved = exceptions.map((one) => ({
      ...one,
      frames: one.frames.map((frame) => ({ ...frame, line: frame.line === null ? null : frame.line + 7 })),
    }));
    expect(stackFingerprint(moved, 'x'), file).toEqual(stackFingerprint(exceptions, 'x'));
  }
});

test('takes anything and bounds what it says', () => {
  const frame = fc.record({
    function: fc.option(fc.string({ unit: 'binary', maxLength: 60 }), { nil: null }),
    file: fc.option(fc.string({ unit: 'binary', maxLength: 80 }), { nil: null }),
    line: fc.option(fc.nat(), { nil: null }),
    column: fc.option(fc.nat(), { nil: null }),
    inApp: fc.boolean(),
  });
  const exception = fc.record({
    type: fc.string(),
    message: fc.string(),
    frames: fc.array(frame, { maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(exception, { maxLength: 4 }), fc.string(), (exceptions, template) => {
      const found = stackFingerprint(exceptions, template);
      expect(found === null).toBe(exceptions.length === 0);
      if (!found) return;
      expect(found.key).toMatch(/^[\w-]{22}$/);
      if (found.why.kind === 'stack') {
        expect(found.why.frames.length).toBeLessThanOrEqual(8);
        for (const place of found.why.frames) expect(place.length).toBeLessThan(1_400);
      }
    }),
    { numRuns: 30 },
  );
});
