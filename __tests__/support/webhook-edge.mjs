// Loaded before a program: what it asks of https://hooks.example is asked of a server on this machine.
const { fetch } = globalThis
globalThis.fetch = (address, setting) =>
  fetch(String(address).replace(/^https:\/\/hooks\.example(?=\/)/, process.env['HOOKS_EXAMPLE']), setting)
