import type { IncomingMessage } from 'node:http';
import { clientAddress } from '../../src/server/clientAddress';

/** A request as it arrives from the last machine on its way, with what the machines before wrote down. */
const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test.each([
  ['nobody in front', 0, undefined, '10.0.0.1'],
  ['nobody in front, whatever the client writes', 0, '1.1.1.1', '10.0.0.1'],
  ['one proxy', 1, '1.1.1.1', '1.1.1.1'],
  ['one proxy, and a client that writes as well', 1, '9.9.9.9, 1.1.1.1', '1.1.1.1'],
  ['two proxies', 2, '9.9.9.9, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  ['two proxies are set and none has written', 2, undefined, '10.0.0.1'],
])('%s', (_what, proxies, forwarded, address) => {
  expect(clientAddress(request('10.0.0.1', forwarded), proxies)).toBe(address);
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::5', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
])('of %s the network counts: %s', (address, network) => {
  expect(clientAddress(request(address), 0)).toBe(network);
});
