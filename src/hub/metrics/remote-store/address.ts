/** Where the store is, and what it is told with each request: user and password of the address go by header, where no log shows them. */
export interface RemoteAddress {
  url: string;
  headers: Record<string, string>;
}

export function remoteAddress(url: string, headers: Readonly<Record<string, string>>): RemoteAddress {
  const address = new URL(url);
  const { username, password } = address;
  const basic =
    username === '' && password === ''
      ? {}
      : { authorization: `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}` };
  address.username = '';
  address.password = '';
  return { url: address.href, headers: { 'user-agent': 'yagura', ...basic, ...headers } };
}
