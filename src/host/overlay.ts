import type { Host } from './host.ts'

/** The same host with another text on its standard input. */
export function withStdin(host: Host, text: string): Host {
  return over(host, { stdin: async (limit) => Buffer.from(text).subarray(0, limit + 1) })
}

/** The same host where some files, by their real paths, hold other texts than on the disk. Nothing is written. */
export function withTexts(host: Host, texts: ReadonlyMap<string, string>): Host {
  const bytes = new Map([...texts].map(([path, text]) => [path, Buffer.from(text)]))
  return over(host, {
    read: async (path, limit) => bytes.get(path)?.subarray(0, limit) ?? host.read(path, limit),
    inspect: async (path) => {
      const known = bytes.get(path)
      return known === undefined ? host.inspect(path) : { kind: 'file', size: known.length }
    },
  })
}

/** What is not overlaid is the host's own, bound to it. */
export function over(host: Host, parts: Partial<Host>): Host {
  return new Proxy(host, {
    get: (target, key) => {
      if (Object.hasOwn(parts, key)) return parts[key as keyof Host]
      const own: unknown = Reflect.get(target, key, target)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}
