import { verifySignature } from '../../src/host/tools/signature.ts'
import { sigstore } from '../support/releases/signer.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const SIGNER = {
  identity: 'https://github.com/kyverno/kyverno/.github/workflows/release.yaml@refs/tags/v1.2.3',
  issuer: 'https://token.actions.githubusercontent.com',
}
const TEXT = Buffer.from('checksums')

describe('the signature of a release', () => {
  let own: Awaited<ReturnType<typeof sigstore>>
  beforeAll(async () => {
    own = await sigstore()
  })

  const verified = async (identity: string, issuer: string, text = TEXT, root: string | undefined = own.trustRoot) => {
    const bundle = await own.bundleFor(TEXT, identity, issuer)
    return verifySignature(text, bundle, SIGNER, root)
  }

  test("is its own workflow's for its own tag", async () => {
    await expect(verified(SIGNER.identity, SIGNER.issuer)).resolves.toBeUndefined()
  })

  test.each([
    ['of another tag', SIGNER.identity.replace('v1.2.3', 'v1.2.4'), SIGNER.issuer],
    ['of another repository', SIGNER.identity.replace('kyverno/kyverno', 'evil/kyverno'), SIGNER.issuer],
    ['of an identity that begins alike', `${SIGNER.identity}0`, SIGNER.issuer],
    ['vouched for by somebody else', SIGNER.identity, 'https://issuer.example'],
  ])('%s is refused', async (_, identity, issuer) => {
    await expect(verified(identity, issuer)).rejects.toMatchObject({
      detail: { code: 'tool.unusable', what: expect.stringMatching(/identity error|certificate extension/) },
    })
  })

  test('of another text is refused', async () => {
    const other = verified(SIGNER.identity, SIGNER.issuer, Buffer.from('other checksums'))
    await expect(other).rejects.toMatchObject({ detail: { code: 'tool.unusable' } })
  })

  test('by an authority that the public Sigstore does not know is refused', async () => {
    const bundle = await own.bundleFor(TEXT, SIGNER.identity, SIGNER.issuer)
    const refused = verifySignature(TEXT, bundle, SIGNER, undefined)
    await expect(refused).rejects.toMatchObject({ detail: { code: 'tool.unusable' } })
  })

  test.each(['{}', 'no JSON'])('that reads %p is refused', async (text) => {
    const refused = verifySignature(TEXT, Buffer.from(text), SIGNER, own.trustRoot)
    await expect(refused).rejects.toMatchObject({ detail: { code: 'tool.unusable' } })
  })

  test('is not looked at by a trust root that is none', async () => {
    const refused = verified(SIGNER.identity, SIGNER.issuer, TEXT, '/nowhere/root.json')
    await expect(refused).rejects.toMatchObject({ detail: { code: 'tool.trust-root' } })
  })
})
