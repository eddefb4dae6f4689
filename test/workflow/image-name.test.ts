import { describe, expect, test } from 'vitest';
import { imageKey, imageName, withDigest } from '../../src/workflow/image-name.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('imageName', () => {
  test.each([
    ['node', 'docker.io/library/node:latest'],
    ['docker://node:22.11', 'docker.io/library/node:22.11'],
    ['octo/tool:v1', 'docker.io/octo/tool:v1'],
    ['docker.io/node:22', 'docker.io/library/node:22'],
    ['GHCR.io/octo/app/inner:1_2', 'ghcr.io/octo/app/inner:1_2'],
    ['localhost:5000/node', 'localhost:5000/node:latest'],
    [' ubuntu:24.04 ', 'docker.io/library/ubuntu:24.04'],
  ])('reads %s', (text, key) => {
    const name = imageName(text);
    expect(name && imageKey(name)).toBe(key);
  });

  test.each([
    '',
    `node@${DIGEST}`,
    `node:22@${DIGEST}`,
    'node:${{ matrix.v }}',
    'Node',
    'node:22:23',
    'node:',
    'a//b',
    '../node',
    'ghcr.io/../../etc:1',
    'node:22?x=1',
    'evil.example#/a/b',
    'user@host.example/a',
    '.hidden/x',
  ])('is no image by tag: %s', (text) => expect(imageName(text)).toBeNull());
});

test('withDigest keeps what was written, and spells out the tag that was meant', () => {
  expect(withDigest('node:22', DIGEST)).toBe(`node:22@${DIGEST}`);
  expect(withDigest('docker://node', DIGEST)).toBe(`docker://node:latest@${DIGEST}`);
  expect(withDigest('localhost:5000/node', DIGEST)).toBe(`localhost:5000/node:latest@${DIGEST}`);
});
