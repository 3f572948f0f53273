import { runAction } from './commands/run-action.ts'
import { ActionsHost } from './host/actions.ts'
import { live } from './host/process.ts'

live(() => runAction(new ActionsHost()))
