import { encode, ExtData } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';

import { array, record } from '../validate';
import { decodeFrame, encodeFrame } from './frames';

/** Frames as the server makes them: an array is extension 1 around [dtype, shape, bytes]. */
function frame(dtype: string, shape: number[], bytes: Uint8Array): ArrayBuffer {
  const whole = encode({ a: new ExtData(1, encode([dtype, shape, bytes])) });
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength) as ArrayBuffer;
}

const bytesOf = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const read = record({ a: array(1, 2) });

describe('an array in a frame', () => {
  it.each([
    ['<f4', new Float32Array([1.5, -2, 3])],
    ['<f8', new Float64Array([1.5, -2, Number.NaN])],
    ['|u1', new Uint8Array([0, 128, 255])],
    ['|i1', new Int8Array([-128, 127, 0])],
    ['<u2', new Uint16Array([0, 1, 65535])],
    ['<i2', new Int16Array([-32768, 32767, 0])],
    ['<u4', new Uint32Array([0, 1, 4294967295])],
    ['<i4', new Int32Array([-1, 0, 70000])],
  ] as const)('of %s arrives as it was', (dtype, data) => {
    const { a } = read(decodeFrame(frame(dtype, [3], bytesOf(data))));
    expect(a.dtype).toBe(dtype);
    expect(a.shape).toEqual([3]);
    expect(Array.from(a.data)).toEqual(Array.from(data));
    expect(a.data.constructor).toBe(data.constructor);
  });

  it('is refused when its bytes do not fill its shape', () => {
    expect(() => decodeFrame(frame('<f4', [4], bytesOf(new Float32Array(3))))).toThrow(/4 numbers/);
  });

  it('is refused when its dtype is unknown', () => {
    expect(() => decodeFrame(frame('<c8', [1], new Uint8Array(8)))).toThrow(/dtype/);
  });

  it('goes to the lab and back', () => {
    const a = { dtype: '<f4', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) };
    const sent = encodeFrame({ id: 7, exhibit: 'neuron', op: 'open', params: { a } });
    const back = record({ params: read })(decodeFrame(sent.buffer));
    expect(back.params.a).toEqual(a);
  });
});
