import { Decoder, Encoder, ExtensionCodec, decode, encode } from '@msgpack/msgpack';

import { isNdArray, Malformed, type NdArray, type Numbers } from '../validate';

/** The MessagePack extension type that carries a NumPy array: [dtype, shape, raw bytes in C order]. */
const ARRAY = 1;

type Make = (buffer: ArrayBuffer) => Numbers;

/** The types that the lab sends and takes; the twin of `ARRAY_DTYPES` in `lab/values.py`. */
const VIEWS: Readonly<Record<string, Make>> = {
  '<f4': (b) => new Float32Array(b),
  '<f8': (b) => new Float64Array(b),
  '|i1': (b) => new Int8Array(b),
  '<i2': (b) => new Int16Array(b),
  '<i4': (b) => new Int32Array(b),
  '|u1': (b) => new Uint8Array(b),
  '<u2': (b) => new Uint16Array(b),
  '<u4': (b) => new Uint32Array(b),
};

function decodeArray(payload: Uint8Array): NdArray {
  const parts = decode(payload);
  if (!Array.isArray(parts) || parts.length !== 3)
    throw new Malformed('array', '[dtype, shape, bytes]', parts);
  const [dtype, shape, bytes] = parts as [unknown, unknown, unknown];
  const make = typeof dtype === 'string' ? VIEWS[dtype] : undefined;
  if (typeof dtype !== 'string' || make === undefined) throw new Malformed('array', 'a known dtype', dtype);
  if (!Array.isArray(shape) || !shape.every((n) => Number.isInteger(n)))
    throw new Malformed('array', 'a shape', shape);
  if (!(bytes instanceof Uint8Array)) throw new Malformed('array', 'bytes', bytes);
  const data = make(bytes.slice().buffer); // a copy starts at offset 0, so every dtype is aligned
  const size = (shape as number[]).reduce((product, n) => product * n, 1);
  if (data.length !== size)
    throw new Malformed('array', `${size} numbers for shape [${shape.join(', ')}]`, data.length);
  return { dtype, shape: shape as number[], data };
}

function encodeArray(value: unknown): Uint8Array | null {
  if (!isNdArray(value)) return null;
  const { data } = value;
  return encode([value.dtype, value.shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({ type: ARRAY, encode: encodeArray, decode: decodeArray });

const encoder = new Encoder({ extensionCodec });
const decoder = new Decoder({ extensionCodec });

export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(value).slice();
}

export function decodeFrame(frame: ArrayBuffer): unknown {
  return decoder.decode(frame);
}
