import { RememberedRenders } from '../../src/engines/render/remembered.ts'
import { type HelmRequest, Renderer, type Renders } from '../../src/engines/render/renderer.ts'

let renderer: Renderer
beforeAll(() => {
  renderer = new Renderer()
})
afterAll(() => renderer.close())

const chart = (name: string, length: number): HelmRequest => ({
  files: [
    { path: 'Chart.yaml', text: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` },
    { path: 'templates/a.yaml', text: `data: {{ repeat ${length} "a" }}\n` },
  ],
  values: { files: [], set: [] },
  release: 'a',
  namespace: 'b',
})

/** Renders in the engine, and lists what it was asked. */
function counting(most: number) {
  const asked: string[] = []
  const counted: Renders = {
    helm: (request) => {
      asked.push(request.files[0]?.text?.split('\n')[1] ?? '')
      return renderer.helm(request)
    },
    kustomize: (request) => renderer.kustomize(request),
  }
  return { asked, renders: new RememberedRenders(counted, most) }
}

test('what is asked for again is rendered once, also while it is rendered', async () => {
  const { asked, renders } = counting(1000)
  const [first, second] = await Promise.all([renders.helm(chart('a', 100)), renders.helm(chart('a', 100))])
  const third = await renders.helm(chart('a', 100))
  expect(first).toMatchObject({ ok: true, value: { documents: [{ text: expect.stringContaining('aaa') }] } })
  expect([second, third]).toEqual([first, first])
  expect(asked).toEqual(['name: a'])
})

test('the oldest renderings make room, and what is larger than all room is not kept', async () => {
  const { asked, renders } = counting(1000)
  for (const name of ['a', 'b', 'c', 'c', 'b', 'a']) await renders.helm(chart(name, 400))
  expect(asked).toEqual(['name: a', 'name: b', 'name: c', 'name: a'])
  for (const name of ['large', 'large']) await renders.helm(chart(name, 2000))
  expect(asked.slice(4)).toEqual(['name: large', 'name: large'])
})
