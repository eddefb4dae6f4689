import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The store beside the API where bundles are kept: another host, which is not to see a token. */
export type BlobHost = {
  readonly url: string;
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  /** Gives the address under which these bytes are from now on. */
  keep(name: string, bytes: Uint8Array): string;
  close(): Promise<void>;
};

export async function startBlobHost(): Promise<BlobHost> {
  const kept = new Map<string, Uint8Array>();
  const requests: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://blobs.invalid').pathname;
    requests.push({ path, headers: request.headers });
    const bytes = kept.get(path);
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/x-snappy' });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    keep(name, bytes) {
      kept.set(`/${name}`, bytes);
      return `${url}/${name}?sig=${kept.size}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Snappy's block format without any compression: one literal after the other. */
export function snappyOf(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest >= 128 ? (rest % 128) + 128 : rest);
    if (rest < 128) break;
  }
  const literals = Array.from({ length: Math.ceil(bytes.length / 60) }, (_, n) => {
    const part = bytes.subarray(n * 60, n * 60 + 60);
    return Buffer.concat([Buffer.from([(part.length - 1) * 4]), part]);
  });
  return Buffer.concat([Buffer.from(length), ...literals]);
}
