import type { Activity } from 'botbuilder';
import { BotAuthentication } from '../../src/bot/BotAuthentication';
import { BoundedMap } from '../../src/bot/boundedMap';
import { message } from '../server/fixtures/activities';

const authentication = () =>
  new BotAuthentication(
    { MicrosoftAppId: '', MicrosoftAppType: 'MultiTenant' },
    { serviceUrls: { kind: 'loopback' }, timeoutMs: 100 },
  );

async function clientFor(auth: BotAuthentication, serviceUrl: string, deliveryMode?: string) {
  const activity = message('x', { serviceUrl, deliveryMode }) as unknown as Activity;
  const { connectorFactory, audience } = await auth.authenticateRequest(activity, '');
  return connectorFactory?.create(serviceUrl, audience);
}

test('a service URL keeps its client, another gets its own', async () => {
  const auth = authentication();
  const first = await clientFor(auth, 'http://localhost:1/');
  expect(await clientFor(auth, 'http://localhost:1/')).toBe(first);
  expect(await clientFor(auth, 'http://localhost:2/')).not.toBe(first);
});

test('clients are bounded: the one not used for longest is made anew', async () => {
  const auth = authentication();
  const first = await clientFor(auth, 'http://localhost:1/');
  for (let port = 2; port <= 101; port++) await clientFor(auth, `http://localhost:${port}/`);
  expect(await clientFor(auth, 'http://localhost:1/')).not.toBe(first);
});

test('with expectReplies all URLs share one client that leads nowhere', async () => {
  const auth = authentication();
  const one = await clientFor(auth, 'http://evil.example/', 'expectReplies');
  expect(await clientFor(auth, 'http://other.example/', 'expectReplies')).toBe(one);
  expect((one as unknown as { baseUri: string }).baseUri).toBe('https://replies-are-buffered.invalid/');
});

test('one user token client is enough', async () => {
  const auth = authentication();
  const activity = message('x') as unknown as Activity;
  const { claimsIdentity } = await auth.authenticateRequest(activity, '');
  const first = await auth.createUserTokenClient(claimsIdentity);
  expect(await auth.createUserTokenClient(claimsIdentity)).toBe(first);
});

test('a bounded map forgets the entry not used for longest', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
});
