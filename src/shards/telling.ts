import { Locator } from '../documents/locate.ts'
import { maskSecrets } from '../documents/secret-text.ts'
import { Secrets } from '../documents/secrets.ts'
import type { Grounds } from '../hearing.ts'
import type { Result } from '../model/result.ts'

/**
 * Finds answers that repeat a secret of their document, or what looks like one. A part is an artifact, which more people may
 * read than the log, and masked it would no longer say what the engine said: such answers are not written down.
 */
export class Telling {
  private readonly secrets: Secrets
  private readonly clean = new Set<string>()

  constructor({ sources, base }: Pick<Grounds, 'sources' | 'base'>) {
    this.secrets = new Secrets(new Locator(new Map([...base, ...sources].map(({ path, text }) => [path, text]))))
  }

  tellsSecret(result: Result): boolean {
    const texts = textsOf(result)
    if (texts.some((text) => this.looksSecret(text))) return true
    if (result.status === 'pass' || result.status === 'skip') return false // what passes quotes nothing
    const known = this.secrets.of(result.document)
    return texts.some((text) => known.mask(text) !== text)
  }

  /** Rules say the same words of thousands of documents. */
  private looksSecret(text: string): boolean {
    if (this.clean.has(text)) return false
    const isSecret = maskSecrets(text) !== text
    if (!isSecret) this.clean.add(text)
    return isSecret
  }
}

function textsOf({ message, paths, hint = {}, exception = '' }: Result): readonly string[] {
  const { address = '', file = '', names = [] } = hint
  return [message, ...paths.flat().map(String), address, file, ...names, exception]
}
