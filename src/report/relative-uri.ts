/** A path as a relative URI: each part encoded, brackets too, so that no name can end a link or begin a scheme. */
export function relativeUri(file: string): string {
  const parts = file.split('/').map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
  return parts.join('/').replace(/[!'()*]/g, percent)
}

const percent = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
