/** What a report may say of the run beside the verdict. Everything is optional: a terminal knows none of it. */
export interface Context {
  /** When the verdict was reached, as RFC 3339. */
  readonly at?: string
  /** The repository on its server, such as `https://github.com/o/r`. */
  readonly repositoryUrl?: string
  /** Where files of the judged commit are shown, such as `https://github.com/o/r/blob/SHA`; without it nothing links. */
  readonly blobUrl?: string
  /** The page of the job that judged. */
  readonly runUrl?: string
  /** The pull request that is judged, as `owner/name#7`. */
  readonly change?: string
  /** Which of a repository's gates this is: the workflow and the job. */
  readonly gate?: string
}
