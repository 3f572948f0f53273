import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(fileURLToPath(import.meta.url), '../..')

/** What a benchmark prints, kept to replace the part of docs/benchmarks.md between two marks. */
export class Page {
  private readonly lines: string[] = []

  say(line = ''): void {
    this.lines.push(line)
    console.log(line)
  }

  row(...cells: readonly (string | number)[]): void {
    this.say(`| ${cells.join(' | ')} |`)
  }

  heading(...cells: readonly string[]): void {
    this.row(...cells)
    this.row(...cells.map(() => '---'))
  }

  write(mark: string): void {
    const page = join(root, 'docs/benchmarks.md')
    const [before, after] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`]
    const text = readFileSync(page, 'utf8')
    const [head, tail] = [text.split(before)[0], text.split(after)[1]]
    if (head === undefined || tail === undefined) throw new Error(`${page} has no ${before} … ${after}`)
    writeFileSync(page, `${head}${before}\n${this.lines.join('\n')}\n${after}${tail}`)
  }
}

export const number = (value: number, digits = 2): string => (Number.isFinite(value) ? value.toFixed(digits) : '–')
