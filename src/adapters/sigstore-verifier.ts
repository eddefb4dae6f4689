import { type Bundle, bundleFromJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  type SignedEntity,
  type Signer as SigningIdentity,
  type TrustMaterial,
  toSignedEntity,
  toTrustMaterial,
  Verifier,
} from '@sigstore/verify';
import type { BundleVerdict, SignedStatement, Signer } from '../collectors/verifies-attestations.ts';

/** Extensions of a Fulcio certificate (sigstore/fulcio, docs/oid-info.md). */
const SOURCE_REPOSITORY = '1.3.6.1.4.1.57264.1.12';
const SOURCE_REPOSITORY_ID = '1.3.6.1.4.1.57264.1.15';
const IN_TOTO = 'application/vnd.in-toto+json';

/**
 * Checks bundles against one trust root (the JSON of a `trusted_root.json`): certificate chain at the time of signing, its
 * entry in the certificate log, the entry in the transparency log or a timestamp, and the signature over the statement.
 */
export function sigstoreVerifier(trustedRoot: unknown): (bundle: unknown) => BundleVerdict {
  const trust = toTrustMaterial(TrustedRoot.fromJSON(trustedRoot));
  const verifier = new Verifier(trust);
  return (json) => {
    const read = readBundle(json);
    if (read === null)
      return { state: 'not-verified', reason: 'unreadable', because: 'the bundle has an unknown form' };
    const { entity, statement } = read;
    if (entity.key.$case !== 'certificate')
      return { state: 'invalid', because: 'a bare key signed it, not a workflow' };
    if (statement === null) return { state: 'invalid', because: 'it signs no statement about files' };
    try {
      const { identity } = verifier.verify(entity);
      return { state: 'genuine', statement: { ...statement, signer: signerIn(identity) } };
    } catch (error) {
      const stranger = strangerTo(trust, entity);
      return stranger === null
        ? { state: 'invalid', because: error instanceof Error ? error.message : 'its signature does not hold' }
        : { state: 'not-verified', reason: 'unreadable', because: stranger };
    }
  };
}

type ReadBundle = { readonly entity: SignedEntity; readonly statement: Omit<SignedStatement, 'signer'> | null };

/** Null for what this version of the format's library does not understand. */
function readBundle(json: unknown): ReadBundle | null {
  try {
    const bundle = bundleFromJSON(json);
    return { entity: toSignedEntity(bundle), statement: statementIn(bundle) };
  } catch {
    return null;
  }
}

function statementIn(bundle: Bundle): ReadBundle['statement'] {
  if (!isBundleWithDsseEnvelope(bundle)) return null;
  const { payload, payloadType } = bundle.content.dsseEnvelope;
  if (payloadType !== IN_TOTO) return null;
  const said: unknown = JSON.parse(payload.toString('utf8'));
  if (typeof said !== 'object' || said === null || !('subject' in said) || !Array.isArray(said.subject)) return null;
  if (!('predicateType' in said) || typeof said.predicateType !== 'string') return null;
  return { predicateType: said.predicateType, subjects: said.subject.flatMap(digestIn) };
}

function digestIn(subject: unknown): readonly string[] {
  if (typeof subject !== 'object' || subject === null || !('digest' in subject)) return [];
  const { digest } = subject;
  if (typeof digest !== 'object' || digest === null || !('sha256' in digest)) return [];
  return typeof digest.sha256 === 'string' ? [`sha256:${digest.sha256.toLowerCase()}`] : [];
}

function signerIn(identity: SigningIdentity['identity']): Signer {
  const extension = (wanted: string): string | null => {
    const found = identity?.oids?.find(({ oid }) => oid?.id.join('.') === wanted);
    return found === undefined ? null : utf8String(found.value);
  };
  return {
    workflow: identity?.subjectAlternativeName ?? null,
    issuer: identity?.extensions?.issuer ?? null,
    repository: extension(SOURCE_REPOSITORY),
    repositoryId: extension(SOURCE_REPOSITORY_ID),
  };
}

/** A DER UTF8String; null for anything else. */
function utf8String(der: Buffer): string | null {
  const [tag, first = 0] = der;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  if (tag !== 0x0c || lengthBytes > 2) return null;
  const length = lengthBytes === 0 ? first : der.readUIntBE(2, lengthBytes);
  const text = der.subarray(2 + lengthBytes);
  return text.length === length ? text.toString('utf8') : null;
}

/**
 * Who of those that vouch for a bundle is unknown here: then nothing can be said about it, where a signature that known
 * authorities do not bear out is a wrong one. GitHub's own signing service, which private repositories use, is such a stranger.
 */
function strangerTo(trust: TrustMaterial, { key, tlogEntries, timestamps }: SignedEntity): string | null {
  if (key.$case !== 'certificate') return null;
  const { certificate } = key;
  const signers = trust.certificateAuthorities.flatMap(({ certChain }) => certChain);
  if (!signers.some(({ subject }) => subject.equals(certificate.issuer)))
    return 'its certificate comes from a signing service that is not in the trust root of this version';
  const knows = (logs: TrustMaterial['tlogs'], id: Uint8Array): boolean => logs.some(({ logID }) => logID.equals(id));
  if (tlogEntries.some(({ logId }) => !knows(trust.tlogs, logId.keyId)))
    return 'its transparency log is not in the trust root of this version';
  if (certificate.extSCT?.signedCertificateTimestamps.some(({ logID }) => !knows(trust.ctlogs, logID)) === true)
    return 'the log of its certificate is not in the trust root of this version';
  const clocks = trust.timestampAuthorities.flatMap(({ certChain }) => certChain.slice(0, 1));
  const isStrange = timestamps.some(
    (each) =>
      each.$case === 'timestamp-authority' && !clocks.some(({ issuer }) => issuer.equals(each.timestamp.signerIssuer)),
  );
  return isStrange ? 'its timestamp comes from a clock that is not in the trust root of this version' : null;
}
