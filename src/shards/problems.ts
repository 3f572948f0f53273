import { ConfigError } from '../errors.ts'
import type { Part } from './part-schema.ts'

/** Something with the name of the file that it was read from. */
export interface Named<Value> {
  readonly file: string
  readonly value: Value
}

const AGAIN =
  'run the shards and the merge again, all from one commit, with the same inputs and the same version of the action'

/** A part that answers another question than the merge asks. */
export function different(
  { file, value }: Named<Part>,
  what: string,
  theirs: string | undefined,
  mine: string | undefined,
): ConfigError {
  return new ConfigError({
    code: 'parts.different',
    what: `shard ${value.shard} of ${value.of} judged from ${what} than the merge: ${theirs ?? 'none'}, not ${mine ?? 'none'}`,
    where: { file },
    cause: 'the part is of another run, or the jobs were given different inputs, files or checkouts',
    remedy: AGAIN,
  })
}

/** Whose policies count can change while the shards are at work: an owner approves the change. */
export function lawless({ file, value }: Named<Part>, theirs: readonly string[], mine: string): ConfigError {
  return new ConfigError({
    code: 'parts.different',
    what: `shard ${value.shard} of ${value.of} judged by the law of ${theirs.join(' and ')}, and now that of ${mine} counts`,
    where: { file },
    cause: 'the change alters policies, and an owner approved that, or took it back, while the shards were at work',
    remedy: 'run all jobs of the workflow again',
  })
}

/** A part that does not speak of exactly the documents of its shard. */
export function torn({ file, value }: Named<Part>): ConfigError {
  return new ConfigError({
    code: 'parts.unreadable',
    what: `the part of shard ${value.shard} of ${value.of} does not answer for each of its documents once`,
    where: { file },
    cause: 'the file was edited, or another program wrote it',
    remedy: AGAIN,
  })
}

export function unreadable(file: string, why: string): ConfigError {
  return new ConfigError({
    code: 'parts.unreadable',
    what: `the part of a shard cannot be read: ${why}`,
    where: { file },
    cause: 'it was cut off, it is no part, or another version of Policy Gate wrote it',
    remedy: AGAIN,
  })
}

export function none(places: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'parts.none',
    what: `there are no parts of shards in ${places.join(', ')}`,
    cause: 'no shard came to its end, or the parts are elsewhere',
    remedy: 'look at the jobs of the shards; the merge has to wait for them with `needs`',
  })
}

export function missing(absent: readonly number[], of: number): ConfigError {
  const names = absent.map((shard) => `${shard} of ${of}`).join(', ')
  return new ConfigError({
    code: 'parts.missing',
    what: `the part of shard ${names} is missing, so its documents were not judged`,
    cause: 'its job failed, was stopped, or did not run',
    remedy:
      'look at the jobs of the shards and run those that failed again; `fail-fast: false` keeps one from ending the others',
  })
}

export function doubled(shard: number, files: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'parts.doubled',
    what: `there are ${files.length} parts of shard ${shard}: ${files.join(', ')}`,
    cause: 'two gates of one run have parts of the same name, or parts of an older run are among them',
    remedy: 'give each gate a name of its own with `artifact`, and the merge the parts of one run',
  })
}

export function otherCount(files: readonly string[], counts: readonly number[]): ConfigError {
  return new ConfigError({
    code: 'parts.different',
    what: `the parts are of different divisions: of ${counts.join(' and of ')} shards (${files.join(', ')})`,
    cause: 'parts of different runs, or of two gates, are together',
    remedy: 'give each gate a name of its own with `artifact`, and the merge the parts of one run',
  })
}
