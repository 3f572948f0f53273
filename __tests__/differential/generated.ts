import fc, { type Arbitrary } from 'fast-check'
import { type Manifest, resourceId } from './corpus.ts'

// Manifests as people, charts and agents leave them: mostly sensible, often lacking something, now and then absurd
// (a null, a number for a string, a quantity nobody writes). What the API server would refuse is judged as well.

type Json = Readonly<Record<string, unknown>>

/** Made from a seed: the same manifests in every run, so that the reference's answers can be kept. */
export function generateManifests(count: number, seed: number): readonly Manifest[] {
  return fc.sample(manifest, { seed, numRuns: count }).map((object, index) => {
    const name = `generated-${index}`
    const metadata = { ...(object['metadata'] as Json), name }
    const namespace = (metadata as { namespace?: string }).namespace ?? ''
    const id = resourceId(String(object['apiVersion']), String(object['kind']), namespace, name)
    return { id, text: JSON.stringify({ ...object, metadata }) }
  })
}

const flag = fc.boolean()
const rarely = <T>(usual: Arbitrary<unknown>, odd: Arbitrary<T>): Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: usual }, { weight: 1, arbitrary: odd })

/** Each part may be absent. */
const some = (parts: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<Json> =>
  fc.record(parts, { requiredKeys: [] }) as Arbitrary<Json>

const list = (item: Arbitrary<unknown>, maxLength = 3) => fc.array(item, { maxLength })
const nulls = fc.constant(null)

const word = fc.constantFrom('app', 'web', 'api', 'db', 'cache', 'payments', 'a-b', 'x1')
const labelValue = fc.constantFrom('web', 'db', '', 'true', 'Helm', 'production', 'v1.2.3', 'a'.repeat(63), 'größe')
const labelKey = fc.constantFrom(
  'app',
  'team',
  'owner',
  'env',
  'purpose',
  'tier',
  'app.kubernetes.io/name',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/version',
  'app.kubernetes.io/part-of',
  'kubernetes.io/metadata.name',
  'ttl.expires',
  'backup-policy',
  'istio-injection',
  'linkerd.io/inject',
)
const labels = rarely(fc.dictionary(labelKey, labelValue, { maxKeys: 4 }), nulls)

const annotationKey = fc.constantFrom(
  'note',
  'linkerd.io/inject',
  'sidecar.istio.io/inject',
  'cluster-autoscaler.kubernetes.io/safe-to-evict',
  'container.apparmor.security.beta.kubernetes.io/c0',
  'seccomp.security.alpha.kubernetes.io/pod',
  'nginx.ingress.kubernetes.io/configuration-snippet',
  'nginx.ingress.kubernetes.io/server-snippet',
  'kubernetes.io/ingress.class',
  'config.linkerd.io/skip-inbound-ports',
  'policies.example/owner',
)
const annotationValue = fc.constantFrom(
  'enabled',
  'disabled',
  'true',
  'false',
  'runtime/default',
  'unconfined',
  'localhost/custom',
  'RuntimeDefault',
  'alias /etc; load_module x;',
  '{{request.object.metadata.name}}',
  '25,587',
  '',
)
const annotations = rarely(fc.dictionary(annotationKey, annotationValue, { maxKeys: 3 }), nulls)
const namespace = fc.constantFrom('default', 'team-a', 'production', 'kube-system', 'payments')
const metadata = some({ namespace, labels, annotations, generateName: fc.constant('made-'), finalizers: list(word, 1) })
const clusterMetadata = some({ labels, annotations })

const image = fc.constantFrom(
  'nginx',
  'nginx:latest',
  'nginx:1.27.3',
  'docker.io/library/redis:7',
  'ghcr.io/acme/api:v2.0.1',
  'quay.io/acme/db',
  'registry.k8s.io/pause:3.9',
  'localhost:5000/app:dev',
  'eu.foo.io/payments:1',
  'bar.io/web:2.0',
  'busybox:1.28',
  `ghcr.io/acme/api@sha256:${'ab12'.repeat(16)}`,
  `nginx:1.27@sha256:${'0f'.repeat(32)}`,
  'NGINX:Upper',
  'nginx:',
  'ghcr.io/acme/with space',
  '',
  'corp.reg.com/tiller',
  'gcr.io/kubernetes-helm/tiller:v2.16',
)
const cpu = fc.constantFrom<unknown>('100m', '0.5', '1', 1, 2, 0.25, '1500m', '0', '1e3', '4', '100', '0.0001')
const memory = fc.constantFrom<unknown>(
  '128Mi',
  '1Gi',
  '64M',
  '134217728',
  1048576,
  '1.5Gi',
  '0',
  '2e9',
  '1Ki',
  '100m',
  '32Gi',
)
const storage = fc.constantFrom<unknown>('1Gi', '10Gi', '500Mi', 1073741824)
const quantities = rarely(
  some({ cpu, memory, 'ephemeral-storage': storage, 'nvidia.com/gpu': fc.constantFrom(1, '2') }),
  nulls,
)
const equalResources = fc.record({ cpu, memory }).map((amounts) => ({ requests: amounts, limits: amounts }))
const resources = fc.oneof(some({ requests: quantities, limits: quantities }), equalResources)

const capability = fc.constantFrom(
  'ALL',
  'NET_ADMIN',
  'NET_RAW',
  'SYS_ADMIN',
  'CHOWN',
  'SETUID',
  'NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'all',
  'KILL',
)
const user = fc.constantFrom<unknown>(0, 1, 1000, 65534, 10001)
const seccomp = some({
  type: fc.constantFrom('RuntimeDefault', 'Localhost', 'Unconfined', 'Other'),
  localhostProfile: fc.constant('p.json'),
})
const seLinux = some({
  type: fc.constantFrom('container_t', 'spc_t', ''),
  user: fc.constant('sysadm_u'),
  role: fc.constant('r'),
  level: fc.constant('s0:c1'),
})
const windows = some({ hostProcess: flag, runAsUserName: fc.constantFrom('ContainerUser', 'ContainerAdministrator') })
const appArmor = some({ type: fc.constantFrom('RuntimeDefault', 'Unconfined', 'Localhost') })
const commonSecurity = {
  runAsUser: user,
  runAsGroup: user,
  runAsNonRoot: rarely(flag, fc.constant('yes')),
  seccompProfile: seccomp,
  seLinuxOptions: seLinux,
  windowsOptions: windows,
  appArmorProfile: appArmor,
}
const containerSecurity = rarely(
  some({
    ...commonSecurity,
    privileged: rarely(flag, fc.constant('true')),
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    procMount: fc.constantFrom('Default', 'Unmasked'),
    capabilities: rarely(some({ add: list(capability), drop: list(capability) }), nulls),
  }),
  nulls,
)
const podSecurity = rarely(
  some({
    ...commonSecurity,
    fsGroup: user,
    supplementalGroups: list(user),
    sysctls: list(
      fc.record({
        name: fc.constantFrom('kernel.shm_rmid_forced', 'net.ipv4.tcp_syncookies', 'kernel.msgmax'),
        value: fc.constantFrom('0', '1'),
      }),
      2,
    ),
  }),
  nulls,
)

const port = fc.constantFrom<unknown>(80, 443, 8080, 22, 65535, 'http')
const containerPort = some({
  containerPort: fc.constantFrom(80, 443, 8080, 22),
  hostPort: fc.constantFrom(0, 80, 5000, 9999),
  name: word,
  protocol: fc.constantFrom('TCP', 'UDP'),
})
const action = fc.oneof(
  fc.record({
    httpGet: some({ path: fc.constantFrom('/', '/healthz'), port, scheme: fc.constantFrom('HTTP', 'HTTPS') }),
  }),
  fc.record({ tcpSocket: fc.record({ port }) }),
  fc.record({ exec: fc.record({ command: list(word) }) }),
  fc.constant({}),
)
const timing = some({
  periodSeconds: fc.constantFrom<unknown>(0, 5, 10, '10'),
  initialDelaySeconds: fc.constantFrom(0, 3),
  failureThreshold: fc.constantFrom(1, 3),
})
const probe = rarely(
  fc.tuple(action, timing).map(([what, when]) => ({ ...what, ...when })),
  nulls,
)
const env = fc.oneof(
  fc.record({
    name: fc.constantFrom('LOG', 'PASSWORD', 'JAVA_OPTS'),
    value: fc.constantFrom('debug', '', '-Xmx1g', '{{x}}'),
  }),
  fc.record({
    name: word,
    valueFrom: fc.constantFrom(
      { secretKeyRef: { name: 's', key: 'k' } },
      { configMapKeyRef: { name: 'c', key: 'k' } },
      { fieldRef: { fieldPath: 'spec.nodeName' } },
    ),
  }),
)
const mount = fc
  .record({
    name: fc.constantFrom('v0', 'v1', 'v2'),
    mountPath: fc.constantFrom('/data', '/var/run/docker.sock', '/etc'),
  })
  .chain((base) =>
    some({ readOnly: flag, mountPropagation: fc.constantFrom('None', 'HostToContainer', 'Bidirectional') }).map(
      (more) => ({ ...base, ...more }),
    ),
  )
const containerParts = some({
  image: rarely(image, fc.constant(7)),
  imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
  command: list(fc.constantFrom('sh', '-c', 'jcmd', 'sleep 1')),
  args: list(fc.constantFrom('--insecure', '-XX:+UseG1GC')),
  ports: list(containerPort, 2),
  env: list(env, 2),
  envFrom: list(fc.constantFrom({ secretRef: { name: 's' } }, { configMapRef: { name: 'c' } }), 1),
  resources,
  securityContext: containerSecurity,
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  volumeMounts: list(mount, 2),
  lifecycle: fc.constantFrom<unknown>(
    { preStop: { exec: { command: ['sleep', '5'] } } },
    { postStart: { exec: { command: ['true'] } } },
    {},
  ),
  stdin: flag,
  tty: flag,
})
/** An image is what most rules look at, so most containers have one. */
const containers = (maxLength: number, minLength = 0) =>
  fc.array(fc.tuple(containerParts, image, fc.integer({ min: 0, max: 9 })), { minLength, maxLength }).map((items) =>
    items.map(([parts, name, chance], index) => ({
      name: `c${index}`,
      ...(chance > 0 ? { image: name } : {}),
      ...parts,
    })),
  )

const volumeSource = fc.constantFrom<Json>(
  { emptyDir: {} },
  { emptyDir: { sizeLimit: '1Gi' } },
  { emptyDir: { medium: 'Memory' } },
  { hostPath: { path: '/var/run/docker.sock' } },
  { hostPath: { path: '/var/run/containerd/containerd.sock', type: 'Socket' } },
  { hostPath: { path: '/' } },
  { hostPath: { path: '/data' } },
  { configMap: { name: 'c' } },
  { secret: { secretName: 's' } },
  { nfs: { server: 'x', path: '/' } },
  { persistentVolumeClaim: { claimName: 'p' } },
  { csi: { driver: 'd' } },
  { projected: { sources: [] } },
  { gcePersistentDisk: { pdName: 'p' } },
  { ephemeral: {} },
  {},
)
const volumes = fc
  .array(volumeSource, { maxLength: 3 })
  .map((sources) => sources.map((source, index) => ({ name: `v${index}`, ...source })))

const podParts = some({
  initContainers: rarely(containers(2), nulls),
  ephemeralContainers: containers(1),
  volumes: rarely(volumes, nulls),
  securityContext: podSecurity,
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: flag,
  shareProcessNamespace: flag,
  serviceAccountName: fc.constantFrom('default', 'builder', ''),
  automountServiceAccountToken: flag,
  priorityClassName: fc.constantFrom('high', 'system-cluster-critical', ''),
  nodeName: fc.constant('node-1'),
  nodeSelector: rarely(fc.dictionary(labelKey, labelValue, { maxKeys: 2 }), nulls),
  tolerations: list(
    fc.constantFrom<unknown>(
      { key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'NoSchedule' },
      { operator: 'Exists' },
      { key: 'a', value: 'b' },
    ),
    2,
  ),
  topologySpreadConstraints: list(
    fc.constant({ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }),
    1,
  ),
  affinity: fc.constantFrom<unknown>(
    {},
    {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
        ],
      },
    },
  ),
  imagePullSecrets: list(fc.constant({ name: 'pull' }), 1),
  restartPolicy: fc.constantFrom('Always', 'Never', 'OnFailure'),
  terminationGracePeriodSeconds: fc.constantFrom(0, 30, 60),
  runtimeClassName: fc.constantFrom('gvisor', 'kata'),
  dnsPolicy: fc.constantFrom('ClusterFirst', 'Default'),
  enableServiceLinks: flag,
})
const podSpec: Arbitrary<Json> = fc
  .tuple(
    podParts,
    fc.oneof(
      { weight: 20, arbitrary: containers(3, 1) },
      { weight: 1, arbitrary: containers(0) },
      { weight: 1, arbitrary: nulls },
    ),
  )
  .map(([parts, main]) => (main === null ? parts : { containers: main, ...parts }))

const template = fc.record({ metadata: some({ labels, annotations }), spec: podSpec })
const selector = fc.constantFrom({ matchLabels: { app: 'web' } }, { matchLabels: { app: 'db', tier: 'x' } })
const replicas = rarely(fc.constantFrom(0, 1, 2, 3, 50), fc.constant('3'))
const strategy = some({ type: fc.constantFrom('Recreate', 'RollingUpdate') })

const resource = (
  apiVersion: string,
  kind: string,
  body: Arbitrary<Json>,
  meta: Arbitrary<Json> = metadata,
): Arbitrary<Json> => fc.tuple(meta, body).map(([head, rest]) => ({ apiVersion, kind, metadata: head, ...rest }))
const withSpec = (spec: Arbitrary<unknown>): Arbitrary<Json> => fc.record({ spec })

const workload = (apiVersion: string, kind: string, more: Readonly<Record<string, Arbitrary<unknown>>>) =>
  resource(
    apiVersion,
    kind,
    withSpec(fc.tuple(fc.record({ template, selector }), some(more)).map(([base, rest]) => ({ ...base, ...rest }))),
  )
const job = fc
  .tuple(template, some({ backoffLimit: fc.constant(3), ttlSecondsAfterFinished: fc.constantFrom(0, 900) }))
  .map(([pod, rest]) => ({ template: pod, ...rest }))

const pod = resource('v1', 'Pod', withSpec(podSpec))
const controllers = [
  workload('apps/v1', 'Deployment', {
    replicas,
    strategy,
    minReadySeconds: fc.constant(5),
    revisionHistoryLimit: fc.constant(2),
  }),
  workload('apps/v1', 'StatefulSet', {
    replicas,
    serviceName: word,
    volumeClaimTemplates: list(fc.constant({ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'] } }), 1),
  }),
  workload('apps/v1', 'DaemonSet', { updateStrategy: strategy }),
  workload('apps/v1', 'ReplicaSet', { replicas }),
  resource('batch/v1', 'Job', withSpec(job)),
  resource(
    'batch/v1',
    'CronJob',
    withSpec(
      fc
        .tuple(job, some({ schedule: fc.constantFrom('* * * * *', '0 3 * * *', '*/5 * * * *'), suspend: flag }))
        .map(([spec, rest]) => ({ jobTemplate: { spec }, ...rest })),
    ),
  ),
]

const cidr = fc.constantFrom('0.0.0.0/0', '::/0', '10.0.0.0/8', '192.168.1.0/24')
const peer = fc.oneof(
  fc.record({ ipBlock: fc.record({ cidr }) }),
  fc.constant({ podSelector: {} }),
  fc.constant({ namespaceSelector: { matchLabels: { team: 'a' } } }),
)
const service = withSpec(
  some({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    externalIPs: list(fc.constantFrom('1.2.3.4', '37.10.11.53'), 2),
    loadBalancerSourceRanges: list(cidr, 1),
    ports: list(
      fc.constantFrom<unknown>({ port: 80, targetPort: 'http' }, { port: 443, name: 'https', nodePort: 30443 }),
      2,
    ),
    selector: labels,
    sessionAffinity: fc.constantFrom('None', 'ClientIP'),
  }),
)
const backend = { service: { name: 'web', port: { number: 80 } } }
const host = fc.constantFrom('shop.example.com', '*.example.com', '', 'localhost')
const ingress = withSpec(
  some({
    ingressClassName: fc.constantFrom('nginx', 'haproxy', 'other'),
    defaultBackend: fc.constant(backend),
    tls: list(fc.record({ hosts: list(host, 2), secretName: word }), 2),
    rules: list(
      some({
        host,
        http: fc.record({
          paths: list(
            fc.record({
              path: fc.constantFrom('/', '/api', '/etc/passwd', '/var/run/secrets'),
              pathType: fc.constant('Prefix'),
              backend: fc.constant(backend),
            }),
            2,
          ),
        }),
      }),
      2,
    ),
  }),
)
const networkPolicy = withSpec(
  some({
    podSelector: fc.constantFrom<unknown>({}, { matchLabels: { app: 'web' } }),
    policyTypes: list(fc.constantFrom('Ingress', 'Egress'), 2),
    ingress: list(some({ from: list(peer, 2), ports: list(fc.constant({ port: 80 }), 1) }), 2),
    egress: list(some({ to: list(peer, 2) }), 1),
  }),
)
const rule = some({
  apiGroups: list(
    fc.constantFrom(
      '',
      'apps',
      '*',
      'rbac.authorization.k8s.io',
      'certificates.k8s.io',
      'admissionregistration.k8s.io',
    ),
    2,
  ),
  resources: list(
    fc.constantFrom(
      'pods',
      'secrets',
      '*',
      'pods/exec',
      'nodes/proxy',
      'clusterroles',
      'rolebindings',
      'certificatesigningrequests/approval',
      'mutatingwebhookconfigurations',
    ),
    3,
  ),
  verbs: list(
    fc.constantFrom('get', 'list', '*', 'create', 'update', 'patch', 'escalate', 'bind', 'impersonate', 'approve'),
    3,
  ),
  resourceNames: list(word, 1),
})
const roleBody = some({
  rules: list(rule, 2),
  aggregationRule: fc.constant({ clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] }),
})
const binding = some({
  roleRef: fc.constantFrom<unknown>(
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'view' },
  ),
  subjects: list(
    fc.constantFrom<unknown>(
      { kind: 'User', name: 'system:anonymous' },
      { kind: 'Group', name: 'system:masters' },
      { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
    ),
    2,
  ),
})
const claim = withSpec(
  some({
    accessModes: list(fc.constantFrom('ReadWriteOnce', 'ReadWriteMany'), 1),
    storageClassName: fc.constantFrom('fast', ''),
    resources: fc.record({ requests: fc.record({ storage }) }),
  }),
)

const others = [
  resource('v1', 'Service', service),
  resource('networking.k8s.io/v1', 'Ingress', ingress),
  resource('networking.k8s.io/v1', 'NetworkPolicy', networkPolicy),
  resource('v1', 'Namespace', fc.constant({}), clusterMetadata),
  resource(
    'v1',
    'ServiceAccount',
    some({ automountServiceAccountToken: flag, secrets: list(fc.constant({ name: 's' }), 1) }),
  ),
  resource('v1', 'ConfigMap', some({ data: fc.dictionary(word, annotationValue, { maxKeys: 2 }) })),
  resource(
    'v1',
    'Secret',
    some({ type: fc.constantFrom('Opaque', 'kubernetes.io/tls'), data: fc.constant({ a: 'Yg==' }) }),
  ),
  resource('v1', 'PersistentVolumeClaim', claim),
  resource(
    'v1',
    'PersistentVolume',
    withSpec(
      some({
        capacity: fc.record({ storage }),
        hostPath: fc.constant({ path: '/data' }),
        persistentVolumeReclaimPolicy: fc.constantFrom('Retain', 'Delete'),
      }),
    ),
    clusterMetadata,
  ),
  resource('rbac.authorization.k8s.io/v1', 'Role', roleBody),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRole', roleBody, clusterMetadata),
  resource('rbac.authorization.k8s.io/v1', 'RoleBinding', binding),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', binding, clusterMetadata),
  resource(
    'policy/v1',
    'PodDisruptionBudget',
    withSpec(
      some({
        minAvailable: fc.constantFrom<unknown>(0, 1, 2, '50%'),
        maxUnavailable: fc.constantFrom<unknown>(0, 1, '100%'),
        selector,
      }),
    ),
  ),
  resource(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    withSpec(
      some({
        minReplicas: fc.constantFrom(1, 2),
        maxReplicas: fc.constantFrom(3, 10),
        scaleTargetRef: fc.constant({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }),
      }),
    ),
  ),
  resource(
    'storage.k8s.io/v1',
    'StorageClass',
    some({ provisioner: fc.constant('x'), reclaimPolicy: fc.constantFrom('Retain', 'Delete') }),
    clusterMetadata,
  ),
]

const manifest: Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: pod },
  { weight: 8, arbitrary: fc.oneof(...controllers) },
  { weight: 4, arbitrary: fc.oneof(...others) },
)
