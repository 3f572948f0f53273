export const id = 222;
export const ids = [222];
export const modules = {

/***/ 34222:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  exceptions: () => (/* binding */ exceptions)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/verdict/exception-targets.js
var exception_targets = __webpack_require__(85799);
;// CONCATENATED MODULE: ./lib/exceptions/cluster/cel.js
/** `spec` of a PolicyException of `policies.kyverno.io/v1`. It ends by itself: `expires` is the last day on which it counts. */
function celSpec(policies, selections, expires) {
    return {
        policyRefs: policies.map(({ kind, name }) => ({ kind, name })),
        matchConditions: [{ name: 'resource', expression: selections.map(conditionOf).join(' || ') }],
        expiresAt: `${dayAfter(expires)}T00:00:00Z`,
    };
}
/** `2027-01-31` → `2027-02-01`. */
function dayAfter(day) {
    return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
/** What is removed has no new object. */
const OBJECT = '(object == null ? oldObject : object)';
function conditionOf({ kind, namespace, name, labels = {} }) {
    const is = (field, wanted) => (wanted === undefined ? [] : [likeness(field, wanted)]);
    const parts = [
        ...is(`${OBJECT}.kind`, kind),
        ...is(`${OBJECT}.metadata.?namespace.orValue("")`, namespace),
        ...is(`${OBJECT}.metadata.?name.orValue("")`, name),
        ...Object.entries(labels).map(([label, value]) => `${OBJECT}.metadata.?labels[?${literal(label)}] == optional.of(${literal(value)})`),
    ];
    return parts.length === 0 ? 'true' : `(${parts.join(' && ')})`;
}
function likeness(field, wanted) {
    if (!wanted.includes('*'))
        return `${field} == ${literal(wanted)}`;
    const parts = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return `${field}.matches(${literal(`^${parts.join('.*')}$`)})`;
}
/** CEL's strings in double quotes are written as JSON's. */
const literal = (text) => JSON.stringify(text);

;// CONCATENATED MODULE: ./lib/exceptions/cluster/classic.js
/** `spec` of a PolicyException of `kyverno.io/v2`. */
function classicSpec(allowed, selections) {
    return {
        exceptions: allowed.map(({ policy, rule }) => ({
            policyName: policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`,
            ruleNames: rule === undefined || rule === policy.name ? ['*'] : withAutogen(rule),
        })),
        match: { any: selections.map((selection) => ({ resources: resourcesOf(selection) })) },
    };
}
/** Kyverno makes rules for controllers of those for pods, and calls them so; the exception of a rule is one of these as well. */
function withAutogen(rule) {
    return rule.startsWith('autogen-') ? [rule] : [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`];
}
function resourcesOf({ kind = '*', namespace, name, labels = {} }) {
    return {
        kinds: [kind],
        ...(namespace === undefined ? {} : { namespaces: [namespace] }),
        ...(name === undefined ? {} : { names: [name] }),
        ...(Object.keys(labels).length === 0 ? {} : { selector: { matchLabels: labels } }),
    };
}

;// CONCATENATED MODULE: ./lib/exceptions/cluster/selection.js
/** What makes pods, and thereby other resources that the same policies judge. */
const CONTROLLERS = new Set([
    'CronJob',
    'DaemonSet',
    'Deployment',
    'Job',
    'ReplicaSet',
    'ReplicationController',
    'StatefulSet',
]);
const MADE = ['Job', 'Pod', 'ReplicaSet'];
/**
 * What an exception is for in the cluster, or why that cannot be said there. A selection that is wider than the exception is no
 * answer: the cluster would let through what the gate does not.
 */
function selectionsOf({ meant, selects }, documents) {
    switch (meant.kind) {
        case 'entry':
            return meant.entry.path === undefined
                ? [meant.entry.resource ?? {}]
                : 'it holds for files, which a cluster does not know';
        case 'own-resource': {
            const own = documents.filter((document) => document.engine === 'kyverno' && selects(document));
            if (own.length === 0)
                return 'the resource it stands on is no manifest that is judged';
            if (own.some(({ resource }) => resource.name === ''))
                return 'the name of its resource is made in the cluster';
            return own.map(({ resource: { kind, namespace, name } }) => ({ kind, namespace: namespace || undefined, name }));
        }
        case 'manifest':
        case 'rego':
            return [];
    }
}
/** With what the selected controllers make: their pods are judged in the cluster, and not in the repository. */
function withMade(selection) {
    const { kind = '', namespace, name } = selection;
    if (name === undefined || !CONTROLLERS.has(kind))
        return [selection];
    return [selection, ...MADE.map((made) => ({ kind: made, namespace, name: `${name}-*` }))];
}

;// CONCATENATED MODULE: ./lib/exceptions/cluster/cluster-exceptions.js





/**
 * Exceptions that count, as Kyverno's own: they let through in the cluster what they let through here, and no more. Of several
 * that allow the same, the one that lasts longest is enough.
 */
function clusterExceptions(counting, known, settings) {
    const parts = [...counting]
        .sort((one, other) => (other.expires ?? '').localeCompare(one.expires ?? '', 'en'))
        .map((one) => ofOne(one, known, settings));
    const byName = new Map();
    for (const manifest of parts.flatMap(({ manifests }) => manifests))
        if (!byName.has(keyOf(manifest)))
            byName.set(keyOf(manifest), manifest);
    return {
        manifests: [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, manifest]) => manifest),
        left: parts.flatMap(({ left }) => left),
    };
}
function keyOf({ apiVersion, metadata }) {
    const { namespace, name } = metadata;
    return JSON.stringify([apiVersion, namespace, name]);
}
function ofOne(one, known, settings) {
    if (one.meant.kind === 'manifest')
        return { manifests: [one.meant.manifest], left: [] };
    const leave = (why) => ({ id: one.id, why });
    const selections = selectionsOf(one, known.documents);
    if (typeof selections === 'string')
        return { manifests: [], left: [leave(selections)] };
    const wide = settings.withPods ? selections.flatMap(withMade) : selections;
    const { classic, cel, left } = sorted(one, known.policies);
    const manifests = [
        ...(classic.length === 0 ? [] : [classicManifest(one, classic, wide, settings.namespace)]),
        ...(cel.length === 0 ? [] : [celManifest(one, cel, wide, settings.namespace)]),
    ];
    return { manifests, left: left.map(leave) };
}
const CLASSIC = new Set(['ClusterPolicy', 'Policy']);
/** Parts what is allowed by how the cluster is told of it. */
function sorted({ targets }, policies) {
    const classic = new Map();
    const cel = new Map();
    const left = new Set();
    for (const target of targets) {
        for (const policy of policies.filter((one) => (0,exception_targets/* targetsPolicy */.Hi)(target, one))) {
            const rule = target.rule === undefined ? {} : { rule: target.rule };
            const why = whyNot(policy, target.rule);
            if (why !== undefined)
                left.add(why);
            else if (CLASSIC.has(policy.kind))
                classic.set(`${policy.id} ${target.rule ?? ''}`, { policy, ...rule });
            else
                cel.set(policy.id, policy);
        }
    }
    return { classic: [...classic.values()], cel: [...cel.values()], left: [...left] };
}
function whyNot({ engine, kind, name, rules }, rule) {
    if (engine === 'rego')
        return `the cluster does not judge by ${name}, which is Rego`;
    if (/AdmissionPolicy$/.test(kind))
        return `${name} is a ${kind}, for which Kubernetes knows no exceptions`;
    const isPart = rule !== undefined && rule !== name && rules.some((one) => !(0,exception_targets/* isLike */.ON)(rule, one.name));
    return isPart && !CLASSIC.has(kind)
        ? `${name} can be excepted as a whole only, and has more rules than ${rule}`
        : undefined;
}
function classicManifest(one, allowed, selections, namespace) {
    const metadata = metadataOf(one, allowed.map(({ policy, rule }) => `${policy.name} ${rule ?? ''}`), selections, namespace);
    const labels = { ...metadata.labels, 'cleanup.kyverno.io/ttl': dayAfter(one.expires ?? '') };
    return {
        apiVersion: 'kyverno.io/v2',
        kind: 'PolicyException',
        metadata: { ...metadata, labels },
        spec: classicSpec(allowed, selections),
    };
}
function celManifest(one, policies, selections, namespace) {
    return {
        apiVersion: 'policies.kyverno.io/v1',
        kind: 'PolicyException',
        metadata: metadataOf(one, policies.map(({ name }) => name), selections, namespace),
        spec: celSpec(policies, selections, one.expires ?? ''),
    };
}
/** The name is made of what is allowed, so that an exception which is prolonged stays the same object. */
function metadataOf({ justification, expires, ticket, approver }, allowed, selections, namespace) {
    const digest = (0,external_node_crypto_.createHash)('sha256')
        .update(JSON.stringify([allowed, selections]))
        .digest('hex')
        .slice(0, 10);
    const texts = Object.entries({ justification, expires, ticket, approver }).flatMap(([part, text]) => text === undefined ? [] : [[`policy-gate.dev/${part}`, text]]);
    return {
        name: `${slug([allowed[0] ?? '', selections[0]?.name ?? ''].join('-'))}-${digest}`,
        namespace,
        labels: { 'app.kubernetes.io/managed-by': 'policy-gate' },
        annotations: Object.fromEntries(texts),
    };
}
/** What may begin the name of an object. */
function slug(text) {
    const clean = text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 200);
    return clean.replace(/^-+|-+$/g, '') || 'exception';
}

// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/judgement.js + 41 modules
var judgement = __webpack_require__(35376);
// EXTERNAL MODULE: ./lib/report/escape-command.js
var escape_command = __webpack_require__(16843);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
// EXTERNAL MODULE: ./lib/report/yaml-text.js
var yaml_text = __webpack_require__(66935);
// EXTERNAL MODULE: ./lib/trial.js + 26 modules
var trial = __webpack_require__(1905);
// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/settings.js + 1 modules
var commands_settings = __webpack_require__(90366);
// EXTERNAL MODULE: ./lib/commands/start-engines.js + 10 modules
var start_engines = __webpack_require__(54367);
;// CONCATENATED MODULE: ./lib/commands/exceptions.js












const HELP = `Usage: policy-gate exceptions export [options]

Prints the exceptions that count here as Kyverno's PolicyExceptions, so that the cluster lets through what the gate does:
policy-gate exceptions export | kubectl apply -f -
What the cluster cannot be told, and what does not count, is said on standard error.

Options:
  --namespace NS  where Kyverno looks for exceptions (default: policy-gate)
  --with-pods     for the pods that excepted controllers make as well: names that begin with theirs and a dash
  --policies P    policies (default: as in the configuration)
  --config FILE   the configuration (default: .github/policy-gate.yml)
  -h, --help      show this

Exit codes: 0 printed, 2 and 3 as of check, where the repository cannot be judged
`;
const FLAGS = {
    namespace: { type: 'string' },
    'with-pods': { type: 'boolean' },
    policies: { type: 'string', multiple: true },
    config: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
};
/** A name that a namespace can have. */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
async function exceptions(argv, host) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('exceptions', argv, FLAGS);
    const { help = false, config, namespace = 'policy-gate', 'with-pods': withPods = false, ...raw } = values;
    if (help)
        return (0,output/* printed */.z)(host, HELP);
    if (positionals.join(' ') !== 'export')
        throw (0,flags/* misused */.P)('exceptions', '`exceptions` takes `export`');
    if (!NAMESPACE.test(namespace))
        throw (0,flags/* misused */.P)('exceptions', '--namespace takes the name of a namespace');
    const settings = await (0,commands_settings/* settingsOf */.f)(host, SCOPE, { raw: { ...raw }, source: inputs_argv/* ARGV_SOURCE */.hs, config });
    const judged = await judgeAll(host, settings);
    const { evidence, written } = judged;
    const counting = written.filter((_, at) => evidence.exceptions?.[at]?.state === 'active');
    const found = clusterExceptions(counting, evidence, { namespace, withPods });
    host.warn((0,escape_command/* inertInLog */.OR)(told(judged, found)));
    host.print(found.manifests.map(exceptions_document).join('---\n'));
    return errors/* EXIT */.dc.pass;
}
const SCOPE = { kind: 'paths', paths: ['.'] };
/** Everything there is, as it is on disk: what is merged counts. */
async function judgeAll(host, { options, configuration }) {
    const matter = { options, configuration, scope: SCOPE, startEngines: start_engines/* startEngines */.S };
    const judged = await (0,trial/* onTrial */.W)(host, matter, ({ under }) => under('base', (hearing) => (0,judgement/* judge */.S)(host, hearing, { advise: false })));
    const fault = judged.evidence.diagnostics.find(({ level }) => level === 'error');
    if (fault !== undefined)
        throw notJudged(fault);
    return judged;
}
function notJudged({ message, file = '', line = 1 }) {
    const what = `which exceptions count cannot be told: ${message}`;
    const remedy = 'run `policy-gate check`, and mend what it cannot judge';
    return new errors/* ConfigError */.xL({ code: 'exceptions.not-judged', what, where: { file, line }, remedy });
}
const exceptions_document = (manifest) => `${(0,yaml_text/* yamlText */.p)(manifest)}\n`;
function told({ evidence }, { left }) {
    const others = (evidence.exceptions ?? []).filter(({ state }) => state !== 'active');
    const lines = [
        ...left.map(({ id, why }) => `not exported: ${id}: ${why}`),
        ...others.map(({ id, state, problems }) => `does not count: ${id} (${[state, ...problems].join(', ')})`),
    ];
    return lines.map((line) => `${(0,visible/* visibleLine */.P)(line)}\n`).join('');
}


/***/ })

};
