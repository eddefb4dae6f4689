import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attestationVerifier } from '../../src/adapters/attestation-verifier.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(`src/${file}`, 'utf8') }));
const whoImports = (what: RegExp) => sources.flatMap(({ file, text }) => (what.test(text) ? [file] : []));

test('the libraries of Sigstore come with the first bundle, and with nothing else', () => {
  expect(whoImports(/from '@sigstore\//)).toEqual([
    'adapters/attestation-verifier.ts',
    'adapters/sigstore-verifier.ts',
  ]);
  expect(whoImports(/from '[^']*sigstore-verifier\.ts'/)).toEqual(['adapters/attestation-verifier.ts']);
  expect(whoImports(/from '[^']*attestation-verifier\.ts'/)).toEqual([]);
  expect(whoImports(/import\('[^']*attestation-verifier\.ts'\)/)).toEqual(['cli/wire-snapshot.ts']);
});

test.each([null, 'text', [], {}, { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, { dsseEnvelope: 1 }])(
  'with the root it carries, %j is no bundle',
  async (bundle) => {
    expect(await attestationVerifier().verify(bundle)).toMatchObject({ state: 'not-verified', reason: 'unreadable' });
  },
);
