import { type JsonShape, shapeOf } from '../collectors/json-shape.ts';
import type { ReadsApi } from '../collectors/reads-api.ts';
import { pathOf, type RemoteRepository } from './api-repository.ts';

/** Blobs in one GraphQL query: their texts must arrive within ten seconds. */
const BATCH = 50;
const AT_ONCE = 6;

/** GraphQL gives many texts at once; what it cannot give faithfully (binary, cut off, an old host) is read one by one. */
export async function contentsOf(
  api: Pick<ReadsApi, 'get' | 'graphql' | 'token'>,
  repository: RemoteRepository,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  // GraphQL answers nobody without a login, and such a question counts against the sixty of an hour.
  const inBatches = api.token().signedIn ? oids : [];
  for (let at = 0; at < inBatches.length; at += BATCH) {
    const batch = inBatches.slice(at, at + BATCH);
    const answer = await api.graphql(blobQuery(batch.length), {
      owner: repository.owner,
      name: repository.name,
      ...Object.fromEntries(batch.map((oid, n) => [`b${n}`, oid])),
    });
    if (!answer.ok) break;
    const blobs = shapeOf(answer.data).inside('repository');
    for (const [n, oid] of batch.entries()) {
      const text = faithfulText(blobs.inside(`b${n}`));
      if (text !== null) contents.set(oid, new TextEncoder().encode(text));
    }
  }
  const missing = oids.filter((oid) => !contents.has(oid));
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    await Promise.all(
      missing.slice(at, at + AT_ONCE).map(async (oid) => {
        const bytes = await blobBytes(api, repository, oid);
        if (bytes !== null) contents.set(oid, bytes);
      }),
    );
  }
  return contents;
}

function blobQuery(count: number): string {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const declared = numbers.map((n) => `$b${n}: GitObjectID!`).join(', ');
  const fields = numbers.map(
    (n) => `    b${n}: object(oid: $b${n}) { ... on Blob { byteSize isBinary isTruncated text } }`,
  );
  return `query HardenTexts($owner: String!, $name: String!, ${declared}) {\n  repository(owner: $owner, name: $name) {\n${fields.join('\n')}\n  }\n}\n`;
}

/** The text when its bytes are certain: the length tells whether something was replaced or a byte order mark was lost. */
function faithfulText(blob: JsonShape): string | null {
  const text = blob.text('text');
  if (text === undefined || blob.flag('isBinary') !== false || blob.flag('isTruncated') !== false) return null;
  return new TextEncoder().encode(text).length === blob.number('byteSize') && !text.includes('\uFFFD') ? text : null;
}

async function blobBytes(
  api: Pick<ReadsApi, 'get'>,
  repository: RemoteRepository,
  oid: string,
): Promise<Uint8Array | null> {
  const answer = await api.get(`${pathOf(repository)}/git/blobs/${oid}`);
  const content = answer.ok ? shapeOf(answer.data).text('content') : undefined;
  return content === undefined ? null : Buffer.from(content, 'base64');
}
