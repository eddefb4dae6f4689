import type { DeliveredFile, DeliveryRequest } from '../../src/model/delivery.ts';

export const newFile = (path: string, after: string): DeliveredFile => ({ path, mode: '100644', before: null, after });

export const editOf = (path: string, before: string, after: string): DeliveredFile => ({
  path,
  mode: '100644',
  before,
  after,
});

export const requestFor = (
  sha: string,
  files: readonly DeliveredFile[],
  branch = 'harden-builds/init',
): DeliveryRequest => ({
  files,
  base: { ref: 'main', sha },
  branch,
  title: 'Harden the build',
  body: 'What and why.',
  message: 'Harden the build\n\nWhat and why.\n\nHarden-Builds: 0.1.0',
  draft: false,
  reviewers: [],
});
