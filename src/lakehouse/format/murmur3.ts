/** The 32-bit Murmur3 hash (x86 variant, seed 0) as a signed number. Source: Iceberg table spec, "Appendix B". */
export const murmur3 = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length & ~3
  let hash = 0
  for (let at = 0; at < whole; at += 4) {
    hash = rotate(hash ^ mix(view.getUint32(at, true)), 13)
    hash = (Math.imul(hash, 5) + 0xe654_6b64) | 0
  }
  let rest = 0
  for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8) | (bytes[at] ?? 0)
  hash ^= mix(rest)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return hash ^ (hash >>> 16)
}

const mix = (block: number): number => Math.imul(rotate(Math.imul(block, 0xcc9e_2d51), 15), 0x1b87_3593)

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))
