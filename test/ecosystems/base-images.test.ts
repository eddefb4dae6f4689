import { expect, test } from 'vitest';
import { baseImagesIn } from '../../src/ecosystems/base-images.ts';

const imagesOf = (text: string): readonly string[] =>
  baseImagesIn({ path: 'Dockerfile', mode: '100644', text }).map(
    ({ value, computed, place }) => `${value} ${place.line}:${place.column}${computed ? ' computed' : ''}`,
  );

test('names images of other people where they stand, and no stage of its own', () => {
  const text = [
    'FROM node:22 AS Build',
    'FROM --platform=linux/amd64 build as next',
    'FROM scratch',
    'COPY --from=next /a /a',
    'COPY --chown=1 --from=1 /b /b',
    'copy --from=golang:1.25 /go /go',
    'COPY . .',
    '# FROM alpine',
  ].join('\n');
  expect(imagesOf(text)).toEqual(['node:22 1:6', 'golang:1.25 6:13']);
});

test('puts the defaults of arguments in, and says what is left open', () => {
  const text = 'ARG VERSION="3.22"\nARG OPEN\nFROM alpine:${VERSION}\nFROM $OPEN\nFROM busybox:${TAG:-1.37}\n';
  expect(imagesOf(text)).toEqual(['alpine:3.22 3:6', '$OPEN 4:6 computed', 'busybox:1.37 5:6']);
});

test('an argument of a stage does not reach the next one', () => {
  expect(imagesOf('FROM alpine:3\nARG V=1\nFROM debian:$V\n')).toEqual(['alpine:3 1:6', 'debian:$V 3:6 computed']);
});
