export const id = 303;
export const ids = [303];
export const modules = {

/***/ 62303:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parity: () => (/* binding */ parity)
});

// EXTERNAL MODULE: ./lib/changes/named-files.js
var named_files = __webpack_require__(31634);
// EXTERNAL MODULE: ./lib/changes/policy-files.js + 1 modules
var policy_files = __webpack_require__(45327);
// EXTERNAL MODULE: ./lib/engines/kyverno/kyverno.js + 5 modules
var kyverno = __webpack_require__(43115);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(22570);
// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/model/policy.js
var policy = __webpack_require__(39711);
// EXTERNAL MODULE: ./lib/parameters/config-map.js
var config_map = __webpack_require__(65603);
// EXTERNAL MODULE: ./lib/parameters/values.js
var parameters_values = __webpack_require__(38188);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./lib/parity/compare.js

/** What differs, by policy. Parameters are compared where the cluster's were given. */
function compareSides(cluster, here) {
    const names = [...new Set([...cluster.policies.keys(), ...here.policies.keys()])].sort();
    return [
        ...names.flatMap((name) => ofPolicy(name, cluster.policies.get(name), here.policies.get(name))),
        ...(cluster.parameters === undefined ? [] : ofParameters(cluster.parameters, here.parameters ?? {})),
    ];
}
function ofPolicy(policy, cluster, here) {
    if (cluster === undefined || here === undefined) {
        const enforcement = (cluster ?? here)?.info.enforcement ?? 'audit';
        return [{ kind: 'policy', policy, only: cluster === undefined ? 'here' : 'cluster', enforcement }];
    }
    const { rules: theirs, ...theirSpec } = cluster.spec;
    const { rules: ours, ...ourSpec } = here.spec;
    const [clusterAction, hereAction] = [cluster.info.enforcement, here.info.enforcement];
    const paths = differing(theirSpec, ourSpec, '');
    return [
        ...(clusterAction === hereAction
            ? []
            : [{ kind: 'action', policy, cluster: clusterAction, here: hereAction }]),
        ...(paths.length === 0 ? [] : [{ kind: 'text', policy, paths }]),
        ...ofRules(policy, rulesOf(theirs), rulesOf(ours)),
    ];
}
/** Rules have names that are unique in a policy. */
const rulesOf = (rules) => new Map((Array.isArray(rules) ? rules : []).map((rule) => [rule.name, rule]));
function ofRules(policy, cluster, here) {
    return [...new Set([...cluster.keys(), ...here.keys()])].flatMap((rule) => {
        if (!here.has(rule))
            return [{ kind: 'rule', policy, rule, only: 'cluster' }];
        if (!cluster.has(rule))
            return [{ kind: 'rule', policy, rule, only: 'here' }];
        const paths = differing(cluster.get(rule), here.get(rule), '');
        return paths.length === 0 ? [] : [{ kind: 'text', policy, rule, paths }];
    });
}
/** The fields at which two values differ, as deep as both have something to compare. */
function differing(one, other, path) {
    if ((0,external_node_util_.isDeepStrictEqual)(one, other))
        return [];
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
        return one.flatMap((item, index) => differing(item, other[index], `${path}[${index}]`));
    if (!isRecord(one) || !isRecord(other))
        return [path];
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differing(one[key], other[key], path === '' ? key : `${path}.${key}`));
}
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
function ofParameters(cluster, here) {
    const names = [...new Set([...Object.keys(cluster), ...Object.keys(here)])].sort();
    return names
        .filter((name) => !(0,external_node_util_.isDeepStrictEqual)(meant(cluster[name]), meant(here[name])))
        .map((name) => ({
        kind: 'parameter',
        name,
        ...(cluster[name] === undefined ? {} : { cluster: cluster[name] }),
        ...(here[name] === undefined ? {} : { here: here[name] }),
    }));
}
/** Spaces in JSON do not count; what is no JSON is text. */
function meant(value) {
    try {
        return value === undefined ? undefined : JSON.parse(value);
    }
    catch {
        return value;
    }
}

// EXTERNAL MODULE: ./lib/engines/pack-levels.js
var pack_levels = __webpack_require__(41716);
;// CONCATENATED MODULE: ./lib/parity/admission-defaults.js
/**
 * What the API server writes into a policy of Kubernetes' own that does not say it (`SetDefaults_…` of
 * admissionregistration.k8s.io/v1). These kinds have no CRD, so the engine cannot tell.
 */
function withAdmissionDefaults(spec) {
    const { matchConstraints } = spec;
    const matched = isFields(matchConstraints) ? { matchConstraints: withMatchDefaults(matchConstraints) } : {};
    return { failurePolicy: 'Fail', ...spec, ...matched };
}
function withMatchDefaults(constraints) {
    const rules = ['resourceRules', 'excludeResourceRules'].flatMap((key) => {
        const listed = constraints[key];
        return Array.isArray(listed) ? [[key, listed.map((rule) => ({ scope: '*', ...rule }))]] : [];
    });
    return {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        ...constraints,
        ...Object.fromEntries(rules),
    };
}
const isFields = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

;// CONCATENATED MODULE: ./lib/parity/side.js



/** Reads a layer's policies by the engine. Where something cannot be read, nobody can tell what is enforced. */
async function sideOf(engine, files, levels = new Map()) {
    const { specs, ...loaded } = await engine.loadSpecs(files);
    const policies = new pack_levels/* PackLevels */.R(levels).ofLoaded(loaded).policies.map((info, index) => {
        const spec = specOf(info, specs[index] ?? {});
        return [identityOf(info), { info, spec }];
    });
    const beside = new Set(loaded.ignored?.flatMap(({ kind, file }) => (kind === 'ConfigMap' ? [file] : [])));
    const { parameters, faults } = await parametersIn(engine, files.filter(({ path }) => beside.has(path)));
    const diagnostics = [...loaded.diagnostics, ...faults];
    return { policies: new Map(policies), diagnostics, ...(parameters === undefined ? {} : { parameters }) };
}
/** What a policy says, save how a failure counts: this is told from the engine's reading, which also knows of packs. */
function specOf({ kind }, spec) {
    const { validationFailureAction: _classic, validationActions: _cel, ...rest } = spec;
    return KUBERNETES_KINDS.has(kind) ? withAdmissionDefaults(rest) : rest;
}
const KUBERNETES_KINDS = new Set(['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']);
/** The data of the ConfigMap of parameters, as the cluster's reader has it, where it stands beside the policies. */
async function parametersIn(engine, files) {
    const faults = [];
    let parameters;
    for (const file of files) {
        const { documents, diagnostics } = await engine.read(file);
        faults.push(...diagnostics);
        const map = documents.find(({ resource }) => identityOf(resource) === identityOf({ kind: 'ConfigMap', ...config_map/* CONFIG_MAP */.K }));
        if (map !== undefined)
            parameters = dataOf(await engine.content(map));
        await engine.release(documents);
    }
    return { parameters, faults };
}
const identityOf = ({ kind, namespace, name }) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
const dataOf = (object) => object.data ?? {};

// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
;// CONCATENATED MODULE: ./lib/report/parity.js


/** What `policy-gate parity` says, for people. */
function parityText({ cluster, here, differences }) {
    const lines = differences.map((one) => (0,visible/* visibleLine */.P)(told(one)));
    const sum = `${(0,wording/* count */.U9)(cluster, 'policy', 'policies')} in the cluster, ${here} here: ${(0,wording/* count */.U9)(differences.length, 'difference')}`;
    return `${[...lines, sum].join('\n')}\n`;
}
const PLACE = { cluster: 'in the cluster', here: 'here' };
function told(difference) {
    switch (difference.kind) {
        case 'policy':
            return `only ${PLACE[difference.only]}: ${difference.policy} (${difference.enforcement})`;
        case 'action':
            return `action: ${difference.policy}: ${difference.cluster} in the cluster, ${difference.here} here`;
        case 'rule':
            return `rule only ${PLACE[difference.only]}: ${difference.policy}, ${difference.rule}`;
        case 'text':
            return `text: ${difference.policy}${difference.rule === undefined ? '' : `, ${difference.rule}`}: ${difference.paths.join(', ')}`;
        case 'parameter':
            return `parameter: ${difference.name}: ${difference.cluster ?? 'nothing'} in the cluster, ${difference.here ?? 'nothing'} here`;
    }
}

// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/settings.js + 1 modules
var settings = __webpack_require__(90366);
// EXTERNAL MODULE: ./lib/commands/unusable.js
var unusable = __webpack_require__(26927);
;// CONCATENATED MODULE: ./lib/commands/parity.js
















const HELP = `Usage: policy-gate parity --cluster-policies FILE [options]

Lists where the cluster and the gate do not judge alike: policies and rules that only one of them has, what blocks in one and
warns in the other, fields that differ, and parameters. FILE is what kubectl prints, - is standard input:
kubectl get clusterpolicies,policies,validatingpolicies -A -o yaml | policy-gate parity --cluster-policies -
Add \`configmaps -n policy-gate\` in a second document to compare parameters.

Options:
  --cluster-policies FILE  the cluster's policies as YAML or JSON
  --policies P             the gate's policies (default: as in the configuration)
  --builtin NAME           packs and policies that come with the gate (default: as in the configuration)
  --config FILE            the configuration (default: .github/policy-gate.yml)
  --format FORMAT          text | json (default: text)
  -h, --help               show this

Exit codes: 0 alike, 1 different, 2 a policy or the configuration cannot be used, 3 engine or internal failure
`;
const FLAGS = {
    'cluster-policies': { type: 'string' },
    policies: { type: 'string', multiple: true },
    builtin: { type: 'string', multiple: true },
    config: { type: 'string' },
    format: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
};
const SCOPE = { kind: 'paths', paths: ['.'] };
/** Compares what the cluster enforces with what the gate does. */
async function parity(argv, host) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('parity', argv, FLAGS);
    const { help = false, config, format = 'text', 'cluster-policies': dump, ...raw } = values;
    if (help)
        return (0,output/* printed */.z)(host, HELP);
    if (dump === undefined || positionals.length > 0 || !['text', 'json'].includes(format))
        throw (0,flags/* misused */.P)('parity', 'it takes --cluster-policies FILE and --format text or json');
    const { options } = await (0,settings/* settingsOf */.f)(host, SCOPE, { raw: { ...raw }, source: inputs_argv/* ARGV_SOURCE */.hs, config });
    const { cluster, here } = await bothSides(host, options, await clusterFile(host, dump));
    const differences = compareSides(cluster, here);
    const found = { cluster: cluster.policies.size, here: here.policies.size, differences };
    host.print(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : parityText(found));
    return differences.length === 0 ? errors/* EXIT */.dc.pass : errors/* EXIT */.dc.violations;
}
async function bothSides(host, options, dump) {
    const { files, levels } = await (0,policy_files/* policyFiles */.q)(host, { root: host.root }, options);
    const ours = files.filter(({ path }) => (0,policy/* engineOfPolicy */.Q)(path) === 'kyverno');
    const { values, diagnostics } = await (0,parameters_values/* parametersOf */.m)(ours, options.params);
    const engine = new kyverno/* KyvernoEngine */.r({ callTimeoutSeconds: options.timeout });
    try {
        const cluster = await sideOf(engine, [dump]);
        const here = await sideOf(engine, ours, levels);
        (0,unusable/* refuseUnusable */.A)([...cluster.diagnostics, ...here.diagnostics, ...diagnostics]);
        return { cluster, here: { ...here, parameters: (0,config_map/* configMap */.f)(values).data } };
    }
    finally {
        await engine.close();
    }
}
/** More than the policies of any cluster. */
const MAX_DUMP = 256 * 1024 ** 2;
async function clusterFile(host, path) {
    const file = path === '-'
        ? await standardInput(host)
        : await (0,text_file/* readTextFile */.Gu)(host, path, [await host.realPath(path).catch(() => '')], MAX_DUMP);
    if (file.kind === 'text')
        return { path: path === '-' ? named_files/* STDIN */.TF : path, text: file.text };
    const what = file.kind === 'refused' ? file.diagnostic.message : `${path} is a folder`;
    const code = file.kind === 'refused' ? file.diagnostic.code : 'input.unreadable';
    throw new errors/* ConfigError */.xL({ code, what, where: { file: path }, remedy: 'give what `kubectl get … -o yaml` prints' });
}
/** One byte more than the limit says that something was cut off. */
async function standardInput(host) {
    const bytes = await host.stdin(MAX_DUMP);
    if (bytes.length <= MAX_DUMP)
        return (0,text_file/* decodeText */.g7)(named_files/* STDIN */.TF, bytes);
    const message = `standard input has more than ${MAX_DUMP} bytes`;
    return { kind: 'refused', diagnostic: { level: 'error', code: 'input.too-large', message, blame: 'user' } };
}


/***/ }),

/***/ 26927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ refuseUnusable)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** Ends a command by the first error of what it was given. */
function refuseUnusable(diagnostics) {
    const fault = diagnostics.find(({ level }) => level === 'error');
    if (fault === undefined)
        return;
    const { code, message, file = '', line = 1, remedy = '' } = fault;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({ code, what: message, where: { file, line }, remedy });
}


/***/ })

};
