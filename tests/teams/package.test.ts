import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import Ajv from 'ajv-draft-04';
import { unzipSync } from 'fflate';
import { built } from '../clients/harness/service';
import { Chat, realContent, realSources, replyOf } from '../conversation/harness/chat';

const ROOT = join(__dirname, '../..');
const SETTINGS = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  PUBLIC_URL: 'https://chat.hospital.example',
  TERMS_URL: 'https://hospital.example/terms',
  PRIVACY_URL: 'https://hospital.example/privacy',
  TEAMS_PUBLISHER: 'A Hospital',
};

const sources = realSources();
let folder: string;
/** The package of the settings above. */
let app: ReturnType<typeof buildPackage>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spine-guide-teams-'));
  app = buildPackage(SETTINGS);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `npm run teams:package` as an operator does, after the build. */
function buildPackage(settings: Record<string, string>, name = 'app.zip') {
  const env = { PATH: process.env.PATH ?? '', ...settings };
  const run = spawnSync(process.execPath, [built('cli/teamsPackage.js'), name], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status: run.status, stderr: run.stderr, path: join(folder, name) };
}

interface Manifest {
  readonly $schema: string;
  readonly manifestVersion: string;
  readonly version: string;
  readonly bots: readonly {
    readonly botId: string;
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string }[];
    }[];
  }[];
}

function open(path: string) {
  const files = unzipSync(readFileSync(path));
  const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8')) as Manifest;
  return { files, manifest };
}

/** What the published schema of that version finds wrong. The schemas are files of the development dependency. */
function schemaErrors(version: string, manifest: object): unknown {
  const path = `@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  const schema = JSON.parse(readFileSync(require.resolve(path), 'utf8'));
  const $schema = `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  validate({ ...manifest, $schema, manifestVersion: version });
  return validate.errors ?? [];
}

describe('the package', () => {
  test('is a zip with the manifest and both icons, and nothing else', () => {
    const { path, status, stderr } = app;
    expect([status, stderr]).toEqual([0, '']);
    expect(Object.keys(open(path).files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  });

  test('holds the settings, and no place is left unfilled', () => {
    const { manifest } = open(app.path);
    expect(manifest).toMatchObject({
      id: SETTINGS.MicrosoftAppId,
      version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
      developer: {
        name: 'A Hospital',
        websiteUrl: SETTINGS.PUBLIC_URL,
        privacyUrl: SETTINGS.PRIVACY_URL,
        termsOfUseUrl: SETTINGS.TERMS_URL,
      },
      bots: [{ botId: SETTINGS.MicrosoftAppId }],
      validDomains: ['chat.hospital.example'],
    });
    expect(JSON.stringify(manifest)).not.toMatch(/\{\w+\}/);
  });

  test('of the same settings is the same file', () => {
    const again = buildPackage(SETTINGS, 'again.zip');
    expect(readFileSync(app.path).equals(readFileSync(again.path))).toBe(true);
  });

  test('opens with another program too, where there is one', () => {
    const { path } = app;
    const python = spawnSync('python3', [
      '-c',
      'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())',
      path,
    ]);
    if (python.error === undefined) expect(python.stdout.toString().trim()).toBe('None');
  });

  test('is not built without what it must name; every setting that is missing or wrong is listed', () => {
    const { status, stderr } = buildPackage(
      { MicrosoftAppId: 'spine', PUBLIC_URL: 'http://hospital.example' },
      'no.zip',
    );
    expect(status).toBe(1);
    for (const name of ['MicrosoftAppId', 'PUBLIC_URL', 'TERMS_URL', 'PRIVACY_URL'])
      expect(stderr).toMatch(new RegExp(`^ {2}${name}: must be `, 'm'));
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('the manifest', () => {
  const filled = () => open(app.path).manifest;

  test('names the schema it is written for', () => {
    const { $schema, manifestVersion } = filled();
    expect($schema).toContain(`/teams/v${manifestVersion}/`);
  });

  test.each(['1.27', '1.25', '1.22'])('is valid by the published schema %s', (version) => {
    expect(schemaErrors(version, filled())).toEqual([]);
  });

  test('would be refused by these schemas with a fault in it', () => {
    expect(schemaErrors('1.27', { ...filled(), accentColor: 'blue' })).not.toEqual([]);
    expect(schemaErrors('1.27', { ...filled(), surprise: true })).not.toEqual([]);
  });
});

describe('the commands', () => {
  const { commandLists } = JSON.parse(readFileSync(join(ROOT, 'teams/manifest.json'), 'utf8'))
    .bots[0] as Manifest['bots'][0];
  const titles = commandLists.flatMap(({ commands }) => commands.map(({ title }) => title));

  test('are the words that "help" lists, without the second of two that mean the same', () => {
    const help = realContent().script.texts.help.replace(/ or \*\*[^*]+\*\*/g, '');
    const [can = '', words = ''] = help.split('**Words you can type at any time**');
    const bold = (text: string) => [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, word]) => word);
    const listed = [...bold(can).filter((word) => word !== 'What I can do'), ...bold(words)];
    expect(titles.toSorted()).toEqual(listed.toSorted());
  });

  test('are the same in every place', () => {
    expect(commandLists.flatMap(({ scopes }) => scopes).toSorted()).toEqual([
      'groupChat',
      'personal',
      'team',
    ]);
  });

  test.each(titles)('"%s" is understood', (title) => {
    const chat = new Chat(sources);
    chat.say('what is an mri');
    expect(replyOf(chat.say(title)).id).not.toMatch(/^(?:fallback|clarify|answer)/);
  });
});

describe('the icons', () => {
  /** The pixels of an 8-bit RGBA image without filters, as drawIcons.mjs writes it. */
  function read(name: string, from = join(ROOT, 'teams')) {
    const bytes = readFileSync(join(from, name));
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const at = bytes.indexOf('IDAT', 0, 'latin1');
    const raw = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
    const pixels = Array.from({ length: width * height }, (_, index) => {
      const start = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4;
      return [...raw.subarray(start, start + 4)];
    });
    return { width, height, pixels };
  }

  test('the color one is 192 by 192 and covers all of it', () => {
    const { width, height, pixels } = read('color.png');
    expect([width, height]).toEqual([192, 192]);
    expect(pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    expect(pixels[0]).toEqual([0, 80, 125, 255]);
  });

  test('the outline is 32 by 32, white and transparent only', () => {
    const { width, height, pixels } = read('outline.png');
    expect([width, height]).toEqual([32, 32]);
    expect(pixels.every(([r, g, b]) => r === 255 && g === 255 && b === 255)).toBe(true);
    expect(pixels[0]?.[3]).toBe(0);
    expect(pixels.some(([, , , alpha]) => alpha === 255)).toBe(true);
  });

  test('are what the script draws', () => {
    execFileSync(process.execPath, [join(ROOT, 'teams/drawIcons.mjs'), folder]);
    // Pixel by pixel: another version of node may pack them in another way.
    for (const name of ['color.png', 'outline.png'])
      expect(JSON.stringify(read(name, folder)) === JSON.stringify(read(name))).toBe(true);
  });
});
