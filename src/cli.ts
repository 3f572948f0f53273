#!/usr/bin/env node
import { runCommand } from './commands/table.ts'
import { live } from './host/process.ts'
import { TerminalHost } from './host/terminal.ts'

live(() => runCommand(process.argv.slice(2), new TerminalHost()))
