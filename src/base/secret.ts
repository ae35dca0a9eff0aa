import { inspect } from 'node:util'

/** A value that prints as `***` in strings, JSON and `util.inspect`. `reveal` is called only where a driver takes it. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '***'
  }
  toJSON(): string {
    return '***'
  }
  [inspect.custom](): string {
    return '***'
  }
}
