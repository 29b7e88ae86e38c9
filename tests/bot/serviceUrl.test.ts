import { serviceUrlProblem } from '../../src/bot/serviceUrl';

const loopback = { kind: 'loopback' } as const;
const more = ['bridge.hospital.example', '.relay.example'];
const hosts = { kind: 'hosts', cloud: 'public', more } as const;
const government = { kind: 'hosts', cloud: 'us-government', more } as const;

describe('without an app id replies stay on this machine', () => {
  test.each([
    'http://localhost:56150/_connector',
    'http://127.0.0.1:4000',
    'https://localhost:4000/',
    'http://[::1]:4000/',
    'http://127.1:80/',
    'http://0x7f.1/',
    'http://2130706433/',
  ])('%s is allowed', (url) => expect(serviceUrlProblem(url, loopback)).toBeUndefined());

  test.each([
    'http://example.com/',
    'https://smba.trafficmanager.net/us/',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost./',
    'http://user@localhost/',
    'http://user:password@127.0.0.1/',
    'http://evil.example\\@localhost/',
    'http://localhost/admin?x=',
    'http://localhost/admin?',
    'http://localhost/admin#',
    'file:///etc/passwd',
    'ftp://localhost/',
    'urn:localhost',
    'wss://localhost/',
    'localhost:4000',
    '//localhost/',
    'not a url',
  ])('%s is refused', (url) => expect(serviceUrlProblem(url, loopback)).toBe('service-url-refused'));
});

describe('with an app id replies go to the channels only', () => {
  test.each([
    'https://smba.trafficmanager.net/us/',
    'https://smba.trafficmanager.net/amer/01234567-89ab-cdef-0123-456789abcdef/',
    'https://webchat.botframework.com/',
    'https://directline.botframework.com/',
    'https://europe.directline.botframework.com/',
    'https://SMBA.TrafficManager.net/us/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://bridge.hospital.example/',
    'https://a.relay.example/',
  ])('%s is allowed', (url) => expect(serviceUrlProblem(url, hosts)).toBeUndefined());

  test.each([
    'http://smba.trafficmanager.net/us/',
    'https://smba.trafficmanager.net:8443/us/',
    'https://evil.trafficmanager.net/',
    'https://trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evilbotframework.com/',
    'https://botframework.com.evil.example/',
    'https://botframework.com@evil.example/',
    'https://user@directline.botframework.com/',
    'https://directline.botframework.com/?x=',
    'https://relay.example/',
    'https://a.bridge.hospital.example/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
  ])('%s is refused', (url) => expect(serviceUrlProblem(url, hosts)).toBe('service-url-refused'));
});

describe('the cloud of the US government has its own channels, and the public ones are not among them', () => {
  test.each([
    'https://smba.infra.gov.teams.microsoft.us/gcch',
    'https://smba.infra.dod.teams.microsoft.us/dod',
    'https://directline.botframework.azure.us/',
    'https://bridge.hospital.example/',
  ])('%s is allowed', (url) => expect(serviceUrlProblem(url, government)).toBeUndefined());

  test.each([
    ['https://smba.trafficmanager.net/us/', government],
    ['https://directline.botframework.com/', government],
    ['https://smba.infra.gov.teams.microsoft.us/gcch', hosts],
    ['https://directline.botframework.azure.us/', hosts],
  ])('%s is refused in the other cloud', (url, policy) =>
    expect(serviceUrlProblem(url, policy)).toBe('service-url-refused'),
  );
});

test.each([undefined, null, '', 5, {}])('%p is missing', (url) => {
  expect(serviceUrlProblem(url, loopback)).toBe('service-url-missing');
  expect(serviceUrlProblem(url, hosts)).toBe('service-url-missing');
});
