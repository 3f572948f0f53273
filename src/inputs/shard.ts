import { ConfigError, type UserErrorDetail } from '../errors.ts'
import type { Shard } from '../model/shard.ts'

/** A matrix has at most 256 jobs. */
const MOST = 256

/** Reads `INDEX/COUNT`, the index from 0: `${{ strategy.job-index }}/${{ strategy.job-total }}`. */
export function parseShard(words: string, where: NonNullable<UserErrorDetail['where']>): Shard {
  const [, index, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(words.trim()) ?? []
  const shard = { index: Number(index), of: Number(of) }
  if (index === undefined || shard.of < 1 || shard.of > MOST || shard.index >= shard.of) throw noShard(words, where)
  return shard
}

function noShard(words: string, where: NonNullable<UserErrorDetail['where']>): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `${where.input} cannot be ${JSON.stringify(words)}`,
    where,
    remedy: `write which of how many, counted from 0, such as 0/4 to 3/4, with ${MOST} at most; in a matrix \${{ strategy.job-index }}/\${{ strategy.job-total }}`,
  })
}
