import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject } from 'node:crypto'

/**
 * `text` in a form that only he can read who knows the key again: what is kept about manifests may hold passwords that
 * stand in them. Equal keys must mean equal texts, since the key alone makes the cipher.
 */
export const seal = (key: string, text: string): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([cipher.getAuthTag(), sealed])
}

/** The text again; undefined where the key is another, or a single bit of what was sealed. */
export const unseal = (key: string, sealed: Uint8Array): string | undefined => {
  if (sealed.length < tagLength) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', cipherKey(key), nonce, { authTagLength: tagLength })
    decipher.setAuthTag(sealed.subarray(0, tagLength))
    return decipher.update(sealed.subarray(tagLength), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

const tagLength = 16
// A nonce keeps two texts under one key apart; here no key ever has two.
const nonce = Buffer.alloc(12)

// Given as bytes, a cipher takes half as long again to be made.
const cipherKey = (key: string): KeyObject => createSecretKey(hash('sha256', `seal\0${key}`, 'buffer'))
