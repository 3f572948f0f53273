// Licence texts: which licences one holds, and what remains of it when the same text is printed once for all who use it.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)/i
const NO_LICENSE = /\.(?:go|js|ts|json|html|docs)$/i

/** Licence and notice files in a folder, sorted. */
export function licenseFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENSE_FILE.test(entry.name) && !NO_LICENSE.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort()
}

export const isNotice = (file) => /^notice/i.test(basename(file))

const LICENSES = {
  'Apache-2.0': /Apache License,?\s+Version 2\.0/i,
  'BSD-3-Clause':
    /Redistribution and use in source and binary forms[\s\S]*(?:Neither the name|names of (?:its|the) contributors)/i,
  'BSD-2-Clause':
    /Redistribution and use in source and binary forms(?![\s\S]*(?:Neither the name|names of (?:its|the) contributors))/i,
  ISC: /Permission\s+to\s+use,\s+copy,\s+modify,\s+and(?:\/or)?\s+distribute\s+this\s+software/i,
  MIT: /Permission is hereby granted, free of charge/i,
  'BlueOak-1.0.0': /Blue Oak Model License/i,
  'MPL-2.0': /Mozilla Public License,? (?:Version|v\.) 2\.0/i,
}

const COPYRIGHT = /^[\s/*#-]*(?:copyright|©)\s*(?:\(c\)|©|:|\d{4}|\[yyyy\]|\{yyyy\}|the\s)/i
const PLACEHOLDER = /\[yyyy\]|\{yyyy\}/i
const APACHE_APPENDIX =
  /(?<=END OF TERMS AND CONDITIONS)\s*(?:APPENDIX: How to apply[\s\S]*?)?Licensed under the Apache License[\s\S]*?limitations under the License\.\s*/

/** A licence apart from the lines that say whose it is. Licences with the same `key` are the same. */
export function readLicense(file) {
  const whole = licensePart(file, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'))
  const lines = whole.split('\n').map((line) => line.trimEnd())
  const owners = lines.filter((line) => COPYRIGHT.test(line) && !PLACEHOLDER.test(line)).map((line) => line.trim())
  const rest = lines.filter((line) => !COPYRIGHT.test(line)).join('\n')
  const text = rest
    .replace(APACHE_APPENDIX, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { name: licenseName(whole, file), owners, text, key: keyOf(text) }
}

/** Source code states its licence in the comment at its head. */
function licensePart(file, text) {
  if (!file.endsWith('.go')) return text
  const [, comment] = /^\/\*([\s\S]*?)\*\//.exec(text) ?? []
  if (comment === undefined) throw new Error(`${file} does not begin with a licence`)
  return comment
}

function licenseName(text, file) {
  const names = Object.keys(LICENSES).filter((name) => LICENSES[name].test(text))
  if (names.length === 0) throw new Error(`${file}: this licence is not known; add it to LICENSES`)
  return names.join(' AND ')
}

/** Spaces, marks, addresses and titles make no difference. */
function keyOf(text) {
  const words = text
    .toLowerCase()
    .replace(/https?:/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  return words.replace(/^(?:(?:the )?mit license|isc license|all rights reserved|mit) (?=permission)/g, '')
}
