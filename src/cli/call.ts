import { defaultHome, type Home, openHome } from '../shared/home.ts';
import { createHub, findHub, type Hub } from './client/index.ts';
import type { Io } from './io.ts';

/** One call of a command: what was written on the command line, and the way to the hub. */
export interface Call<Options = Record<string, never>> {
  readonly io: Io;
  readonly home: Home;
  readonly args: readonly string[];
  readonly options: Options & GlobalOptions;
  readonly hub: Hub;
}

export interface GlobalOptions {
  home?: string;
  host?: string;
  port?: string;
}

/** Does it and answers the exit code of the contract. */
export type Command<Options> = (call: Call<Options>) => Promise<number>;

export function createCall<Options>(
  io: Io,
  args: readonly string[],
  options: Options & GlobalOptions,
): Call<Options> {
  const home = openHome(options.home ?? defaultHome(io.env));
  let hub: Hub | undefined;
  return {
    io,
    home,
    args,
    options,
    get hub() {
      // The environment's address is where `up` listens; the home knows better where it really does.
      hub ??= createHub(findHub(home, { host: options.host, port: options.port }));
      return hub;
    },
  };
}
