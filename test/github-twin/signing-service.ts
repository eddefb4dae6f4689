import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';

export type SignedBy = {
  /** `octo/app`: whose run it was. */
  readonly repository: string;
  readonly repositoryId: number;
  /** The file that signs, when it is not a workflow of that repository. */
  readonly workflow?: string;
  readonly issuer?: string;
};

export type Stated = {
  readonly subjects: readonly string[];
  readonly predicateType?: string;
};

const LOG = 'https://log.example.org';
const IN_TOTO = 'application/vnd.in-toto+json';
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const base64 = (bytes: ArrayBufferView | Buffer): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A whole Sigstore of our own: it issues certificates, logs what is signed, and has a trust root that vouches for it. */
export type SigningService = Awaited<ReturnType<typeof signingService>>;

/** `certifiedAt`: the clock of the certificate authority, when it differs from that of the log. */
export async function signingService(certifiedAt?: Date) {
  const [logKeys, certificateLogKeys] = [newKeys(), newKeys()];
  const certificateLog = await initializeCTLog(certificateLogKeys);
  const authority = await initializeCA(newKeys(), certificateLog, certifiedAt);
  const log = await initializeTLog(LOG, logKeys);

  /** A bundle as `actions/attest` would leave it in the store. */
  async function attest(stated: Stated, by: SignedBy) {
    const keys = newKeys();
    const source = `https://github.com/${by.repository}`;
    const certificate = await authority.issueCertificate({
      publicKey: keys.publicKey.export({ format: 'der', type: 'spki' }),
      subjectAltName: by.workflow ?? `${source}/.github/workflows/release.yml@refs/tags/v1.0.0`,
      extensions: [
        ['8', by.issuer ?? 'https://token.actions.githubusercontent.com'],
        ['12', source],
        ['15', String(by.repositoryId)],
      ].map(([last = '', value = '']) => ({ oid: `1.3.6.1.4.1.57264.1.${last}`, value })),
    });
    const payload = Buffer.from(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        subject: stated.subjects.map((each) => ({ name: 'app', digest: { sha256: each.replace('sha256:', '') } })),
        predicateType: stated.predicateType ?? 'https://slsa.dev/provenance/v1',
        predicate: {},
      }),
    );
    const signature = sign('sha256', envelopeBytes(payload), keys.privateKey).toString('base64');
    const payloadHash = { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') };
    const logged: Readonly<Record<string, Logged>> = await log.log({
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: { payloadHash, signatures: [{ signature, verifier: base64(certificate) }] },
    });
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: base64(certificate) },
        tlogEntries: Object.values(logged).map(entryOf),
      },
      dsseEnvelope: { payload: payload.toString('base64'), payloadType: IN_TOTO, signatures: [{ sig: signature }] },
    };
  }

  const since = { start: new Date(0).toISOString() };
  const key = (rawBytes: Buffer) => ({
    rawBytes: rawBytes.toString('base64'),
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    validFor: since,
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    certificateAuthorities: [
      { certChain: { certificates: [{ rawBytes: base64(authority.rootCertificate) }] }, validFor: since },
    ],
    tlogs: [
      {
        baseUrl: LOG,
        hashAlgorithm: 'SHA2_256',
        publicKey: key(log.publicKey),
        logId: { keyId: createHash('sha256').update(log.publicKey).digest('base64') },
      },
    ],
    ctlogs: [
      {
        hashAlgorithm: 'SHA2_256',
        publicKey: key(certificateLog.publicKey),
        logId: { keyId: base64(certificateLog.logID) },
      },
    ],
    timestampAuthorities: [],
  };
  return { attest, trustedRoot };
}

/** What is signed (DSSE, protocol.md: pre-authentication encoding). */
const envelopeBytes = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]);

type Logged = {
  readonly logID: string;
  readonly logIndex: number;
  readonly integratedTime: number;
  readonly body: unknown;
  readonly verification?: {
    readonly signedEntryTimestamp?: string;
    readonly inclusionProof?: { readonly rootHash: string; readonly checkpoint: string };
  };
};

const entryOf = ({ logID, logIndex, integratedTime, body, verification }: Logged) => ({
  logIndex: String(logIndex),
  logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
  kindVersion: { kind: 'dsse', version: '0.0.1' },
  integratedTime: String(integratedTime),
  inclusionPromise: { signedEntryTimestamp: verification?.signedEntryTimestamp },
  inclusionProof: {
    logIndex: '0',
    treeSize: '1',
    rootHash: Buffer.from(verification?.inclusionProof?.rootHash ?? '', 'hex').toString('base64'),
    hashes: [],
    checkpoint: { envelope: verification?.inclusionProof?.checkpoint },
  },
  canonicalizedBody: body,
});
