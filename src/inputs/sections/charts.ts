import * as z from 'zod/mini'
import { isUsableGlob } from '../globs.ts'
import { told } from '../told.ts'

const text = z.string().check(z.minLength(1))

/** Each set is a whole rendering. */
const MOST_SETS = 20

const valuesFile = told(
  text.check(z.refine((path) => !/^([/\\]|[A-Za-z]:|[a-z]+:\/\/)/.test(path) && !path.includes('\\'))),
  "A values file, named from the chart's folder.",
  'a path from the folder of the chart, such as values-prod.yaml or ../../environments/prod.yaml',
)

/** A mapping would hide what files say below it, and belongs into one. */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const assigned = told(
  z.union([scalar, z.array(z.json())]),
  'A value, as `helm --set-json` takes it.',
  'text, a number, true, false, null or a list; a mapping belongs into a values file',
)

const name = told(
  text.check(z.regex(/^[^=,\s]+$/)),
  'The name of a value, as `helm --set` takes it.',
  'a name such as image.tag or ingress.hosts[0].host',
)

const set = told(
  z.strictObject({
    values: told(
      z._default(z.array(valuesFile), []),
      "Values files on top of the chart's own, the strongest last, as `helm template -f` takes them.",
      "a list of files, named from the chart's folder",
    ),
    set: told(
      z._default(z.record(name, assigned), {}),
      'Values on top of the files.',
      'names of values and what they are',
    ),
  }),
  'One way in which the chart is deployed.',
  'values and set',
)

const chart = told(
  z.strictObject({
    sets: told(
      z.optional(
        z
          .record(text, set)
          .check(z.refine((sets) => Object.keys(sets).length > 0 && Object.keys(sets).length <= MOST_SETS)),
      ),
      'The ways in which the chart is deployed, by name; default each `values*.yaml` beside it.',
      `names of sets of values, each with values and set; at least one, at most ${MOST_SETS}`,
    ),
    'kube-version': told(
      z.optional(z.string().check(z.regex(/^v?\d+\.\d+(\.\d+)?$/))),
      'The version of Kubernetes that templates see.',
      'text such as "1.31" (in quotes: 1.30 is the number 1.3)',
    ),
    'api-versions': told(
      z._default(z.array(text), []),
      'API versions that templates find beside those of Kubernetes.',
      'a list of API versions, such as monitoring.coreos.com/v1',
    ),
    release: told(
      z.optional(z.string().check(z.regex(/^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/))),
      "The release's name; default the chart's folder.",
      'a name of lower-case letters, digits and -, at most 53',
    ),
    namespace: told(
      z.optional(z.string().check(z.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/))),
      'The namespace that the chart is deployed to; default `default`.',
      'a name of lower-case letters, digits and -, at most 63',
    ),
  }),
  'How a chart is deployed.',
  'sets, kube-version, api-versions, release and namespace',
)

const folders = told(
  text.check(z.refine((glob) => !/^(!|\/|\.\.)/.test(glob) && isUsableGlob(glob))),
  'The folder of a chart, or a glob of such folders.',
  'the folder of a chart, or a glob of such folders',
)

/** How charts are deployed, where that is not what their own values say. */
export const charts = told(
  z._default(z.record(folders, chart), {}),
  'How charts are deployed, by their folder or a glob of folders; the last that matches counts.',
  'folders of charts, or globs, and how each is deployed',
)

export type ChartSetting = Readonly<z.output<typeof chart>>
