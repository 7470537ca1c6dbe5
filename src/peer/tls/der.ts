/** Distinguished encoding of ASN.1 (ITU-T X.690), as far as certificates need it. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...octets), content]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
export const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
export const octets = (content: Buffer): Buffer => der(0x04, content);
export const bits = (content: Buffer): Buffer => der(0x03, Buffer.of(0), content);
export const yes = der(0x01, Buffer.of(0xff));

export function integer(value: Buffer): Buffer {
  const first = value[0] ?? 0;
  return der(0x02, first >= 0x80 ? Buffer.concat([Buffer.of(0), value]) : value);
}

export function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}
