import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ExchangeEvent, ExchangeHead, Exchanges } from './schema.ts';

/** Exchanges that are still being gathered. `bytes`: the event as JSON, where somebody has it already. */
export type Gathering = Exchanges & { readonly add: (event: ExchangeEvent, bytes?: Uint8Array) => void };

/** Keeps every exchange as it is. */
export function keepExchanges(): Gathering {
  const events = new Map<string, ExchangeEvent>();
  const heads = new Map<string, ExchangeHead>();
  return {
    heads,
    get: (id) => events.get(id),
    values: () => events.values(),
    add: (event) => {
      events.set(event.id, event);
      heads.set(event.id, headOf(event));
    },
  };
}

/** The bytes of so many exchanges are packed together. */
const blockBytes = 262_144;
/** So many blocks that were asked for last are kept unpacked. */
const unpackedBlocks = 8;

type Place = { readonly block: number; readonly from: number; readonly to: number };

/**
 * Keeps the exchanges packed, and unpacks those that are asked for. A large run has tens of thousands, nearly all of them
 * alike, and a report shows few of them at once.
 */
export function packExchanges(): Gathering {
  const heads = new Map<string, ExchangeHead>();
  const places = new Map<string, Place>();
  const blocks = createBlocks();
  const read = ({ block, from, to }: Place): ExchangeEvent => {
    const text = blocks.at(block).toString('utf8', from, to);
    return JSON.parse(text) as ExchangeEvent;
  };
  return {
    heads,
    get: (id) => {
      const place = places.get(id);
      return place === undefined ? undefined : read(place);
    },
    *values() {
      for (const place of places.values()) yield read(place);
    },
    add: (event, bytes = Buffer.from(JSON.stringify(event))) => {
      heads.set(event.id, headOf(event));
      places.set(event.id, blocks.add(bytes));
    },
  };
}

function headOf({ id, target, instance, purpose, place, outcome, transcript }: ExchangeEvent): ExchangeHead {
  return { id, target, instance, purpose, place, outcome, isAnswered: transcript.response !== undefined };
}

/** Pieces of bytes, packed when there are enough of them. */
function createBlocks() {
  const packed: { readonly bytes: Buffer; readonly size: number }[] = [];
  const unpacked = new Map<number, Buffer>();
  let open: Uint8Array[] = [];
  let size = 0;
  const close = (): void => {
    packed.push({ bytes: zstdCompressSync(Buffer.concat(open), fastest), size });
    open = [];
    size = 0;
  };
  const unpack = (block: number): Buffer => {
    const { bytes, size: chunkSize = 0 } = packed[block] ?? {};
    // All of it in one piece: pieces would be copied together.
    return bytes === undefined ? Buffer.concat(open) : zstdDecompressSync(bytes, { chunkSize: chunkSize + 1 });
  };
  return {
    add: (bytes: Uint8Array): Place => {
      if (size >= blockBytes) close();
      const place = { block: packed.length, from: size, to: size + bytes.length };
      unpacked.delete(place.block);
      open.push(bytes);
      size = place.to;
      return place;
    },
    at: (block: number): Buffer => {
      const bytes = unpacked.get(block) ?? unpack(block);
      unpacked.delete(block);
      unpacked.set(block, bytes);
      const [oldest] = unpacked.keys();
      if (oldest !== undefined && unpacked.size > unpackedBlocks) unpacked.delete(oldest);
      return bytes;
    },
  };
}

const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
