/** More than any bundle is: what claims to be larger is not unpacked. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Unpacks Snappy's block format (google/snappy, format_description.txt): the length, then literals and copies of what was
 * already written. GitHub keeps attestation bundles this way. Null when the bytes are something else.
 */
export function fromSnappyBlock(packed: Uint8Array): Uint8Array | null {
  const header = lengthAt(packed);
  if (header === null || header.length > LARGEST) return null;
  const out = new Uint8Array(header.length);
  let [from, to] = [header.next, 0];
  while (from < packed.length) {
    const element = elementAt(packed, from);
    if (element === null || to + element.length > out.length) return null;
    if (element.offset === null) {
      out.set(packed.subarray(element.next, element.next + element.length), to);
      from = element.next + element.length;
    } else {
      if (element.offset === 0 || element.offset > to) return null;
      // Byte by byte: a copy may reach into what it writes itself.
      for (let n = 0; n < element.length; n++) out[to + n] = out[to + n - element.offset] ?? 0;
      from = element.next;
    }
    to += element.length;
  }
  return to === out.length ? out : null;
}

/** A little-endian base-128 number of at most five bytes. */
function lengthAt(packed: Uint8Array): { readonly length: number; readonly next: number } | null {
  let length = 0;
  for (let n = 0; n < Math.min(5, packed.length); n++) {
    const byte = packed[n] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return { length, next: n + 1 };
  }
  return null;
}

type Element = {
  readonly length: number;
  /** How far back a copy begins; null for a literal. */
  readonly offset: number | null;
  /** Where what follows the tag begins: the literal, or the next element. */
  readonly next: number;
};

function elementAt(packed: Uint8Array, at: number): Element | null {
  const tag = packed[at] ?? 0;
  const number = (from: number, bytes: number): number => {
    let value = 0;
    for (let n = 0; n < bytes; n++) value += (packed[from + n] ?? 0) * 256 ** n;
    return value;
  };
  const kind = tag & 3;
  if (kind === 0) {
    const short = tag >> 2;
    const bytes = Math.max(0, short - 59);
    const length = (bytes === 0 ? short : number(at + 1, bytes)) + 1;
    const next = at + 1 + bytes;
    return next + length > packed.length ? null : { length, offset: null, next };
  }
  const bytes = kind === 1 ? 1 : kind === 2 ? 2 : 4;
  const next = at + 1 + bytes;
  if (next > packed.length) return null;
  return kind === 1
    ? { length: ((tag >> 2) & 7) + 4, offset: (tag >> 5) * 256 + number(at + 1, 1), next }
    : { length: (tag >> 2) + 1, offset: number(at + 1, bytes), next };
}
