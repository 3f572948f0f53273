import { type Files, Repository } from './repository.ts'

/** A pull request as GitHub checks it out: the base moved on, and the merge commit is what is judged. */
export function pullRequest(base: Files, change: Files | ((repository: Repository) => unknown)) {
  const repository = Repository.create()
  const start = repository.commit(base)
  repository.branch('feature')
  if (typeof change === 'function') change(repository)
  const head = repository.commit(typeof change === 'function' ? {} : change)
  const tip = repository.branch('main').commit({ 'docs/note.md': 'the base moved on\n' })
  const merge = repository.checkout('main').merge(head)
  repository.git('update-ref', 'refs/heads/merge', merge)
  const payload = { action: 'opened', number: 7, pull_request: { base: { sha: tip }, head: { sha: head } } }
  return { repository, start, tip, head, merge, setting: { event: 'pull_request', payload, sha: merge } }
}
