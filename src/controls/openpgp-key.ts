/**
 * An OpenPGP key as its owner published it. `validUntil` is when nothing can be signed with it any more, in milliseconds since 1970:
 * the primary key and one key that may sign must both be valid. Infinity = it never ends.
 */
export type OpenPgpKey = { readonly revoked: boolean; readonly validUntil: number };

/** The keys in the armored blocks of a text; null when a block cannot be read. Signatures are read, not verified (RFC 9580, RFC 4880). */
export function openPgpKeysIn(text: string): readonly OpenPgpKey[] | null {
  const blocks = armoredIn(text).map(bytesOf);
  const keys = blocks.map((bytes) => (bytes === null ? null : keysOf(bytes)));
  return keys.some((each) => each === null) ? null : keys.flatMap((each) => each ?? []);
}

const BEGIN = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const END = '-----END PGP PUBLIC KEY BLOCK-----';

/** What stands between each beginning and the next end. */
function armoredIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = text.indexOf(BEGIN); start !== -1; ) {
    const end = text.indexOf(END, start + BEGIN.length);
    if (end === -1) break;
    found.push(text.slice(start + BEGIN.length, end));
    start = text.indexOf(BEGIN, end + END.length);
  }
  return found;
}

/** The base64 below the headers, without the checksum. */
function bytesOf(body: string): Uint8Array | null {
  const lines = body.split(/\r?\n/).map((line) => line.trim());
  const data = lines.filter((line) => line !== '' && !line.includes(':') && !line.startsWith('=')).join('');
  try {
    return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

type Packet = { readonly tag: number; readonly body: Uint8Array };

/** A key or subkey with the signatures below it. */
type Component = { readonly created: number; readonly isPrimary: boolean; readonly signatures: Signature[] };

type Signature = {
  readonly kind: number;
  readonly created: number;
  /** Seconds after the key was made; null = it does not end. */
  readonly lifetime: number | null;
  /** Whether the key may sign; null = not said. */
  readonly maySign: boolean | null;
  /** The id of who made it, in hex; null = not said. */
  readonly issuer: string | null;
};

const PACKET = { signature: 2, primary: 6, subkey: 14 } as const;
const KIND = { directKey: 0x1f, subkeyBinding: 0x18, keyRevocation: 0x20, subkeyRevocation: 0x28 } as const;
const SUBPACKET = { created: 2, lifetime: 9, issuer: 16, flags: 27, fingerprint: 33 } as const;
const MAY_SIGN = 0x02;

function keysOf(bytes: Uint8Array): readonly OpenPgpKey[] | null {
  const packets = packetsIn(bytes);
  if (packets === null) return null;
  const keys: Component[][] = [];
  for (const { tag, body } of packets) {
    const isPrimary = tag === PACKET.primary;
    if (isPrimary || tag === PACKET.subkey) {
      const component = { created: numberAt(body, 1, 4) * 1000, isPrimary, signatures: [] };
      if (isPrimary) keys.push([component]);
      else keys.at(-1)?.push(component);
    }
    const signature = tag === PACKET.signature ? signatureIn(body) : null;
    if (signature !== null) keys.at(-1)?.at(-1)?.signatures.push(signature);
  }
  return keys.length === 0 ? null : keys.flatMap((components) => keyOf(components) ?? []);
}

function keyOf([primary, ...subkeys]: readonly Component[]): OpenPgpKey | null {
  if (primary === undefined) return null;
  const own = ownIds(primary, subkeys);
  const self = primary.signatures.filter(({ issuer }) => issuer === null || own.has(issuer));
  const says = newest(self.filter(({ kind }) => kind === KIND.directKey || (kind >= 0x10 && kind <= 0x13)));
  const usable = subkeys.flatMap((subkey) => {
    const binding = newest(subkey.signatures.filter(({ kind }) => kind === KIND.subkeyBinding));
    const isRevoked = subkey.signatures.some(({ kind }) => kind === KIND.subkeyRevocation);
    return binding === null || isRevoked || binding.maySign !== true ? [] : [endOf(subkey, binding)];
  });
  const end = endOf(primary, says);
  const signers = says?.maySign === false ? usable : [end, ...usable];
  return {
    revoked: self.some(({ kind }) => kind === KIND.keyRevocation),
    validUntil:
      signers.length === 0
        ? end
        : Math.min(
            end,
            signers.reduce((a, b) => Math.max(a, b)),
          ),
  };
}

/** Only the primary key binds subkeys; without one, the first signature is the owner's by custom. */
function ownIds(primary: Component, subkeys: readonly Component[]): ReadonlySet<string> {
  const binding = subkeys.flatMap(({ signatures }) => signatures.filter(({ kind }) => kind === KIND.subkeyBinding));
  const [first] = primary.signatures;
  const by = binding.length > 0 ? binding : first === undefined ? [] : [first];
  return new Set(by.flatMap(({ issuer }) => issuer ?? []));
}

const newest = (signatures: readonly Signature[]): Signature | null =>
  signatures.reduce<Signature | null>(
    (last, each) => (last === null || each.created >= last.created ? each : last),
    null,
  );

const endOf = ({ created }: Component, says: Signature | null): number =>
  says?.lifetime == null ? Number.POSITIVE_INFINITY : created + says.lifetime * 1000;

/** Null when a length does not fit. */
function packetsIn(bytes: Uint8Array): readonly Packet[] | null {
  const packets: Packet[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    if ((first & 0x80) === 0) return null;
    const isNew = (first & 0x40) !== 0;
    const length = isNew ? newLength(bytes, at + 1) : oldLength(bytes, at + 1, first & 3);
    if (length === null || length.start + length.size > bytes.length) return null;
    const end = length.start + length.size;
    packets.push({ tag: isNew ? first & 0x3f : (first >> 2) & 0x0f, body: bytes.subarray(length.start, end) });
    at = end;
  }
  return packets;
}

type Length = { readonly start: number; readonly size: number };

function newLength(bytes: Uint8Array, at: number): Length | null {
  const first = bytes[at] ?? 0;
  if (first < 192) return { start: at + 1, size: first };
  if (first < 224) return { start: at + 2, size: (first - 192) * 256 + (bytes[at + 1] ?? 0) + 192 };
  // Between lie partial lengths, which a key does not have.
  return first === 255 ? { start: at + 5, size: numberAt(bytes, at + 1, 4) } : null;
}

function oldLength(bytes: Uint8Array, at: number, kind: number): Length {
  if (kind === 3) return { start: at, size: bytes.length - at };
  const width = 2 ** kind;
  return { start: at + width, size: numberAt(bytes, at, width) };
}

/** Big-endian. */
const numberAt = (bytes: Uint8Array, at: number, width: number): number =>
  bytes.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);

/** Versions 4 and 6; null for older ones, which say nothing of a lifetime. */
function signatureIn(body: Uint8Array): Signature | null {
  const version = body[0];
  if (version !== 4 && version !== 6) return null;
  const width = version === 4 ? 2 : 4;
  const hashedEnd = 4 + width + numberAt(body, 4, width);
  const hashed = subpacketsIn(body.subarray(4 + width, hashedEnd));
  const restStart = hashedEnd + width;
  const rest = subpacketsIn(body.subarray(restStart, restStart + numberAt(body, hashedEnd, width)));
  const lifetime = numberIn(hashed.get(SUBPACKET.lifetime));
  const flags = hashed.get(SUBPACKET.flags);
  return {
    kind: body[1] ?? 0,
    created: numberIn(hashed.get(SUBPACKET.created)) ?? 0,
    lifetime: lifetime === 0 ? null : lifetime,
    maySign: flags === undefined ? null : ((flags[0] ?? 0) & MAY_SIGN) !== 0,
    issuer: issuerIn(hashed) ?? issuerIn(rest),
  };
}

const numberIn = (bytes: Uint8Array | undefined): number | null =>
  bytes === undefined ? null : numberAt(bytes, 0, bytes.length);

type Subpackets = ReadonlyMap<number, Uint8Array>;

function subpacketsIn(bytes: Uint8Array): Subpackets {
  const found = new Map<number, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const isMiddle = first >= 192 && first < 255;
    const length = isMiddle
      ? { start: at + 2, size: (first - 192) * 256 + (bytes[at + 1] ?? 0) + 192 }
      : newLength(bytes, at);
    if (length === null || length.size === 0) return found;
    found.set((bytes[length.start] ?? 0) & 0x7f, bytes.subarray(length.start + 1, length.start + length.size));
    at = length.start + length.size;
  }
  return found;
}

/** The key id: said, or the end (version 4) or beginning (version 6) of the fingerprint. */
function issuerIn(subpackets: Subpackets): string | null {
  const fingerprint = subpackets.get(SUBPACKET.fingerprint);
  const id =
    subpackets.get(SUBPACKET.issuer) ??
    (fingerprint?.[0] === 6 ? fingerprint.subarray(1, 9) : fingerprint?.subarray(-8));
  return id === undefined ? null : [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
