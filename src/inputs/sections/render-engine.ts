import * as z from 'zod/mini'
import { told } from '../told.ts'

export const renderEngine = told(
  z._default(z.enum(['embedded', 'native']), 'embedded'),
  "Who renders charts and kustomizations: the engines that ship with the gate, or the machine's own helm and kustomize.",
  'embedded or native',
)
