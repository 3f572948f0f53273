import { posix } from 'node:path'
import { walk } from '../changes/walk.ts'
import { grouped } from '../grouped.ts'
import type { Host } from '../host/host.ts'
import { readTextFile } from '../host/text-file.ts'
import { globBase, isGlob, pathFilter } from '../inputs/globs.ts'
import { type Part, partSchema } from './part-schema.ts'
import { doubled, missing, type Named, none, otherCount, unreadable } from './problems.ts'

/** Longer texts Node does not hold. A part has some hundred bytes for each answer of a rule. */
const MAX_PART = 512 * 1024 * 1024 - 1024

/** Reads the parts of all shards of a run: each exactly once, in their order. Files, folders and globs name them. */
export async function readParts(host: Host, places: readonly string[]): Promise<readonly Named<Part>[]> {
  const files = [...new Set((await Promise.all(places.map((place) => filesAt(host, place)))).flat())]
  if (files.length === 0) throw none(places)
  const parts: Named<Part>[] = []
  for (const file of files) parts.push({ file, value: await readPart(host, file) })
  return complete(parts)
}

/** In a folder, what ends in .json. */
async function filesAt(host: Host, place: string): Promise<readonly string[]> {
  const path = posix.normalize(place)
  const folder = isGlob(path) ? globBase(path) : path
  const isWanted = isGlob(path) ? pathFilter([path]) : (file: string) => file === path || file.endsWith('.json')
  const info = await host.inspect(folder)
  if (info === undefined) return []
  if (info.kind !== 'folder') return [folder]
  return (await walk(host, folder, [await host.realPath(folder)])).filter(isWanted)
}

async function readPart(host: Host, file: string): Promise<Part> {
  const read = await readTextFile(host, file, [await host.realPath(posix.dirname(file))], MAX_PART)
  if (read.kind !== 'text') throw unreadable(file, read.kind === 'folder' ? 'it is a folder' : read.diagnostic.message)
  const parsed = partSchema.safeParse(jsonIn(file, read.text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw unreadable(file, `${issue?.path.join('.') || 'it'} is not as it has to be`)
}

function jsonIn(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(file, 'it is not whole JSON')
  }
}

/** Every shard once, and all of one division. */
function complete(parts: readonly Named<Part>[]): readonly Named<Part>[] {
  const counts = [...new Set(parts.map(({ value }) => value.of))].sort((a, b) => a - b)
  const [of = 0] = counts
  if (counts.length > 1)
    throw otherCount(
      parts.map(({ file }) => file),
      counts,
    )
  const byShard = grouped(parts, ({ value }) => value.shard)
  for (const [shard, same] of byShard)
    if (same.length > 1)
      throw doubled(
        shard,
        same.map(({ file }) => file),
      )
  const beyond = parts.find(({ value }) => value.shard >= of)
  if (beyond !== undefined)
    throw unreadable(beyond.file, `it is of shard ${beyond.value.shard}, and there are ${of}, from 0`)
  const absent = Array.from({ length: of }, (_, shard) => shard).filter((shard) => !byShard.has(shard))
  if (absent.length > 0) throw missing(absent, of)
  return parts.toSorted((a, b) => a.value.shard - b.value.shard)
}
