import { ConfigError, ToolError } from './errors.ts'
import type { Whose } from './exceptions/law.ts'
import { hear } from './hearing.ts'
import type { Host } from './host/host.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Shard } from './model/shard.ts'
import { judgeShare } from './shards/judge-share.ts'
import type { Part, PartJudgement } from './shards/part-schema.ts'
import { type Matter, onTrial } from './trial.ts'
import { VERSION } from './version.ts'

/**
 * What one of several jobs finds out of a run that they share: everything is read and loaded as for the whole, and the documents of
 * this shard are judged. Nothing is decided.
 */
export function partOf(matter: Matter, shard: Shard, host: Host): Promise<Part> {
  const judgements: PartJudgement[] = []
  const judging: Matter['judging'] = (whose, grounds) =>
    judgeShare(shard, whose, grounds, (judgement) => judgements.push(judgement))
  return onTrial(host, { ...matter, judging }, async (trial) => {
    const judge = async (whose: Whose) => {
      const found = await trial.under(whose, (hearing) => hear(host, hearing))
      if (!judgements.some(({ law }) => law === whose))
        throw failed([...found.loaded.diagnostics, ...found.judged.diagnostics])
    }
    await judge(trial.whose)
    if (trial.isPreviewed) await judge('merged').catch(unusable)
    const { base, head } = trial.comparison.changes
    return {
      version: 1,
      kind: 'policy-gate-part',
      gate: VERSION,
      shard: shard.index,
      of: shard.of,
      commit: { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) },
      judgements,
    }
  })
}

/**
 * An engine that fails before it judges leaves nothing to hand over, and so the shard fails. What it fails at while it judges is in the
 * part, for the report of the merge.
 */
function failed(diagnostics: readonly Diagnostic[]): ToolError {
  const failure = diagnostics.find(({ blame }) => blame === 'engine')
  const {
    code = 'engine.failed',
    message = 'the engine did not judge',
    file,
    line,
    remedy = 'run the job again',
  } = failure ?? {}
  return new ToolError({
    code,
    what: message,
    where: { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) },
    remedy,
  })
}

/** Policies of the change that cannot be used are the merge's to tell: it will find the same. */
function unusable(error: unknown): void {
  if (!(error instanceof ConfigError || error instanceof ToolError)) throw error
}
