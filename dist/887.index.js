export const id = 887;
export const ids = [887];
export const modules = {

/***/ 31887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  secondOpinion: () => (/* binding */ secondOpinion)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/model/policy.js
var policy = __webpack_require__(39711);
// EXTERNAL MODULE: ./lib/engines/rego/rego-rows.js
var rego_rows = __webpack_require__(28676);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js
var schemas = __webpack_require__(94343);
;// CONCATENATED MODULE: ./lib/engines/official/conftest-output.js

// What `conftest test -o json` prints: for each file and namespace how many rules had nothing to say, and what the others said.
const said = schemas/* object */.Ikc({ msg: schemas/* string */.YjP(), metadata: schemas/* _default */.Rvf(schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()), {}) });
const list = schemas/* _default */.Rvf(schemas/* array */.YOg(said), []);
const answerSchema = schemas/* array */.YOg(schemas/* object */.Ikc({
    filename: schemas/* string */.YjP(),
    namespace: schemas/* string */.YjP(),
    successes: schemas/* number */.aig(),
    failures: list,
    warnings: list,
    exceptions: list,
}));
/** The exit code is 1 where something failed, and also where there is no answer. */
function readConftestAnswer({ exitCode, stdout, stderr }) {
    const answer = answerSchema.safeParse(jsonOf(stdout));
    if (!answer.success)
        return { ok: false, message: stderr.trim().split('\n').at(-1) || `ended with ${exitCode}` };
    const failed = answer.data.some(({ failures }) => failures.length > 0);
    if (exitCode !== (failed ? 1 : 0))
        return { ok: false, message: `ended with ${exitCode}, which is not what it told` };
    return { ok: true, checks: answer.data };
}
function jsonOf(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/engines/official/conftest-question.js
/** The folder that the judged files stand in, so that no name of a file is taken for a flag. */
const INPUT = 'input/';
/** Asks what the policies say of whole files, which are read by one parser. */
function conftestQuestion(law, handed, { namespaces, combine, library }) {
    const policies = law.files.map(({ text }, at) => [`policy/${at}.rego`, text]);
    const offered = law.files.some(({ text }) => text.includes('data.policy_gate'))
        ? library.map((text, at) => [`policy/library-${at}.rego`, text])
        : [];
    const inputs = new Map(handed.map(({ file }) => [`${INPUT}${file.path}`, file.text]));
    const data = dataOf(law.world);
    const parser = handed[0]?.file.parser;
    return {
        args: [
            ...['test', '--output', 'json', '--no-color', '--policy', 'policy'],
            ...(namespaces.length === 0 ? ['--all-namespaces'] : namespaces.flatMap((name) => ['--namespace', name])),
            ...data.roots.flatMap((root) => ['--data', root]),
            ...(combine ? ['--combine'] : []),
            ...(parser === undefined ? [] : ['--parser', parser]),
            ...inputs.keys(),
        ],
        files: new Map([...policies, ...offered, ...inputs, ...data.files]),
        documents: handed.length,
    };
}
/** Parameters are a file of data like any other. */
function dataOf({ data = [], dataRoots = [], parameters }) {
    const files = data.map(({ path, text }) => [`data/${path}`, text]);
    const roots = dataRoots.map((root) => `data/${root}`);
    if (parameters === undefined)
        return { files, roots };
    const file = ['parameters/params.json', JSON.stringify({ params: parameters })];
    return { files: [...files, file], roots: [...roots, file[0]] };
}

// EXTERNAL MODULE: ./lib/engines/official/problems.js
var problems = __webpack_require__(78197);
;// CONCATENATED MODULE: ./lib/engines/official/official-conftest.js





/** Only the embedded engine knows which values of a plan are sensitive, and masks them. */
const HIDDEN = '(what the official program says of a plan is not shown: it may hold sensitive values)';
/** What `conftest --combine` calls all files together. */
const COMBINED = 'Combined';
/** `conftest test`, asked for its results as JSON. */
class OfficialConftest {
    program;
    options;
    constructor(program, options) {
        this.program = program;
        this.options = options;
    }
    cannotAsk({ files }) {
        const compiled = files.filter(({ path }) => (0,policy/* isCompiled */.w)(path));
        return compiled.map(({ path }) => (0,problems/* unaskable */.ph)(this.program, path, 'it is compiled, and Conftest reads sources'));
    }
    async judge(law, handed) {
        const parsers = new Map();
        for (const one of handed) {
            const parser = this.options.combine ? '' : (one.file.parser ?? '');
            parsers.set(parser, [...(parsers.get(parser) ?? []), one]);
        }
        const judged = [];
        for (const group of parsers.values())
            judged.push(await this.judgeFiles(law, group));
        return {
            results: judged.flatMap(({ results }) => results),
            diagnostics: judged.flatMap(({ diagnostics }) => diagnostics),
        };
    }
    /** Passes are told by number only, and messages of plans are masked on one side: neither is compared by its words. */
    keyOf({ policy, document, status, message }) {
        if (status === 'pass' || status === 'skip')
            return '';
        const words = document.content === 'terraform-plan' ? '' : message;
        return JSON.stringify([this.options.combine ? COMBINED : document.file, policy.name, words]);
    }
    async judgeFiles(law, group) {
        const ran = await this.program.run(conftestQuestion(law, group, this.options));
        const answer = ran.kind === 'broken' ? { ok: false, message: ran.message } : readConftestAnswer(ran);
        if (!answer.ok)
            return { results: [], diagnostics: [(0,problems/* unanswered */.bj)(this.program, answer.message)] };
        const documents = this.documentsByName(group);
        const results = answer.checks.flatMap((check) => resultsOf(check, documents.get(check.filename), law.policies));
        return { results, diagnostics: this.unseen(law, documents, answer.checks) };
    }
    /** Conftest tells files apart, and not the documents in them: what it says stands at the first. */
    documentsByName(group) {
        const [first] = group;
        if (this.options.combine && first !== undefined)
            return new Map([[COMBINED, first.document]]);
        return new Map([...group].reverse().map(({ document, file }) => [`${INPUT}${file.path}`, document]));
    }
    /** Every file has an answer from every namespace, and one that counts rules: Conftest passes over what it does not find. */
    unseen({ policies }, documents, checks) {
        const counted = new Set(checks.filter((check) => answersIn(check) > 0).map(placeOf));
        const namespaces = new Set(policies.map(({ name }) => name));
        return [...documents].flatMap(([filename, { file }]) => [...namespaces]
            .filter((namespace) => !counted.has(placeOf({ filename, namespace })))
            .map((namespace) => (0,problems/* unanswered */.bj)(this.program, `no rule of ${namespace} answered for it`, file)));
    }
}
function placeOf({ filename, namespace }) {
    return `${namespace} ${filename}`;
}
function answersIn({ successes, failures, warnings, exceptions }) {
    return successes + failures.length + warnings.length + exceptions.length;
}
function resultsOf(check, document, policies) {
    if (document === undefined)
        return [];
    const own = policies.filter(({ name }) => name === check.namespace);
    const rows = (status, all) => all.map((one) => resultOf(one, status, document, policyOf(one, own)));
    const told = [
        ...rows('fail', check.failures),
        ...rows('warn', check.warnings),
        ...rows('skip', check.exceptions).map((result) => ({ ...result, exception: result.message })),
    ];
    const spoke = new Set(told.map(({ policy }) => policy));
    const silent = check.successes === 0 ? [] : own.filter((policy) => !spoke.has(policy));
    return [...told, ...silent.map((policy) => resultOf({ msg: '', metadata: {} }, 'pass', document, policy))];
}
function resultOf({ msg, metadata }, status, document, policy) {
    const isPlan = document.content === 'terraform-plan';
    const message = isPlan && msg !== '' ? HIDDEN : msg;
    const hints = isPlan ? addressIn(metadata) : { ...addressIn(metadata), ...placeIn(metadata) };
    return (0,rego_rows/* resultOf */.B)({ handle: document.handle, rule: policy.id, status, message, ...hints }, document, policy);
}
/** The address of a resource as rules give it, and no text that only looks like one. */
function addressIn({ address }) {
    return typeof address === 'string' && /^[\w.[\]"/:-]{1,500}$/.test(address) ? { address } : {};
}
function placeIn({ path, line }) {
    const isLine = typeof line === 'number' && Number.isSafeInteger(line) && line > 0;
    return { ...(path === undefined ? {} : { path }), ...(isLine ? { line } : {}) };
}
/** A result names its rule by the query, `data.main.deny_x`; an exception by the rule's name without `deny_`. */
function policyOf({ msg, metadata }, own) {
    const query = String(metadata['query'] ?? '');
    const excepted = /exception\[_\]\[_\] == "(.*)"$/.exec(msg)?.[1];
    const isIt = ({ rules }) => rules.some(({ name }) => query.endsWith(`.${name}`) || (excepted !== undefined && name.endsWith(excepted)));
    return own.find(isIt) ?? own[0];
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 4 modules
var classic_schemas = __webpack_require__(41514);
;// CONCATENATED MODULE: ./lib/engines/official/canary.js
/** Names that no policy of a user has. */
const CANARY = { policy: 'policy-gate-canary', rule: 'seen' };
/**
 * A policy that passes every resource: the CLI ends with 0 when it passed over a resource or a policy, and only a row for each
 * shows that it was judged.
 */
const CANARY_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${CANARY.policy}
  annotations:
    pod-policies.kyverno.io/autogen-controllers: none
spec:
  background: false
  rules:
    - name: ${CANARY.rule}
      match:
        any:
          - resources:
              kinds:
                - "*"
      validate:
        failureAction: Audit
        message: seen
        deny:
          conditions:
            any:
              - key: seen
                operator: Equals
                value: unseen
`;

;// CONCATENATED MODULE: ./lib/engines/official/kyverno-output.js

const kyverno_output_text = schemas/* _default */.Rvf(schemas/* string */.YjP(), '');
const reportSchema = schemas/* object */.Ikc({
    results: schemas/* _default */.Rvf(schemas/* array */.YOg(schemas/* object */.Ikc({
        source: kyverno_output_text,
        policy: schemas/* string */.YjP(),
        rule: kyverno_output_text,
        result: schemas/* enum */.k5n(['pass', 'fail', 'warn', 'error', 'skip']),
        message: kyverno_output_text,
        resources: schemas/* _default */.Rvf(schemas/* array */.YOg(schemas/* object */.Ikc({ apiVersion: kyverno_output_text, kind: kyverno_output_text, namespace: kyverno_output_text, name: kyverno_output_text })), []),
    })), []),
});
/** Reads what the CLI printed. Exit codes are 0 and 1, and 1 is said of rows that are there: anything else is no answer. */
function readKyvernoAnswer({ exitCode, stdout, stderr }) {
    const said = `${stderr}\n${stdout}`;
    const failure = /^(?:Error: (?!exit as)|panic: |fatal error: ).*/m.exec(said);
    if (failure !== null)
        return { ok: false, message: failure[0] };
    const unread = /Non-fatal parsing error[^\n]*error=(?!\(?policy type not supported)([^\n]*)/.exec(said);
    if (unread !== null)
        return { ok: false, message: `a policy was passed over: ${unread[1]}` };
    if (exitCode !== 0 && exitCode !== 1)
        return { ok: false, message: `ended with ${exitCode}` };
    const rows = rowsIn(stdout);
    if (typeof rows === 'string')
        return { ok: false, message: rows };
    const isBad = rows.some(({ status }) => status === 'fail' || status === 'error');
    if (exitCode === 1 && !isBad)
        return { ok: false, message: 'ended with 1 and told no failure' };
    return { ok: true, rows, refused: refusedIn(stdout), unjudged: unjudgedIn(said) };
}
/** The rows, or what is wrong with the report. */
function rowsIn(stdout) {
    const rows = [];
    for (const line of stdout.split('\n').filter((one) => one.startsWith('{'))) {
        const report = reportSchema.safeParse(kyverno_output_jsonOf(line));
        if (!report.success)
            return `its report cannot be read: ${report.error.issues[0]?.message}`;
        for (const { result: status, resources, ...row } of report.data.results)
            rows.push(...resources.map((resource) => ({ ...row, ...resource, status })));
    }
    return rows;
}
/** A report that was cut off is no report. */
function kyverno_output_jsonOf(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
/** Policies that the CLI lists as skipped or invalid, with its reason. */
function refusedIn(stdout) {
    const found = stdout.matchAll(/^(?:Policies Skipped|Invalid Policies):\n((?:\d+\. .*\n)+)/gm);
    const lines = [...found].flatMap((match) => match[1].trim().split('\n'));
    return new Map(lines.map((line) => {
        const [, name = '', reason = ''] = /^\d+\. ([^:]+)(?:: (.*))?$/.exec(line) ?? [];
        return [name, reason];
    }));
}
/** The CLI passes over a resource with no more than a log line, which names it by its bare name. */
function unjudgedIn(log) {
    return [...log.matchAll(/failed to apply policies on resource (\S+) \((.*)\)/g)].map(([, name = '', reason = '']) => ({
        name,
        reason,
    }));
}
/** How many rules it said it would apply; undefined where it said nothing. */
function rulesApplied(stdout) {
    const said = /^Applying (\d+) policy rule\(s\)/m.exec(stdout)?.[1];
    return said === undefined ? undefined : Number(said);
}

;// CONCATENATED MODULE: ./lib/engines/official/kyverno-question.js

/** Flags of every run: the report of all rows as JSON, and the log lines that tell of what was passed over. */
const REPORT = ['--policy-report', '--output-format', 'json', '--continue-on-fail', '--remove-color', '-v=2'];
/** Asks what the policies say of documents. They have to differ in who they are, since rows tell them apart by that alone. */
function judgingQuestion(law, handed) {
    const operation = handed[0]?.operation === 'DELETE' ? ['--set', 'request.operation=DELETE'] : [];
    const policies = policyFiles(law);
    const resources = handed.map((one, at) => [`resources/${at}.yaml`, textOf(one)]);
    const { args, files } = worldOf(law.world);
    return {
        args: ['apply', ...policies.keys(), 'canary.yaml', '--resource', 'resources', ...args, ...operation, ...REPORT],
        files: new Map([...policies, ['canary.yaml', CANARY_POLICY], ...resources, ...files]),
        documents: handed.length,
    };
}
/** Asks how many rules there are: with a report asked for, the CLI does not say, and with none it ends with 0 as well. */
function countingQuestion(law) {
    const policies = policyFiles(law);
    const resource = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: policy-gate-canary\n';
    const { args, files } = worldOf(law.world);
    return {
        args: [
            'apply',
            ...policies.keys(),
            '--resource',
            'resource.yaml',
            ...args,
            '--continue-on-fail',
            '--remove-color',
            '-v=2',
        ],
        files: new Map([...policies, ['resource.yaml', resource], ...files]),
        documents: 1,
    };
}
/** What belongs to policies without being one. */
const COMPANION = /^kind:\s*["']?(?:PolicyException|\w*PolicyBinding|GlobalContextEntry)\b/m;
/** Each file by itself: of a folder, the CLI passes over what it cannot read. Paths are ours, since names may be anything. */
function policyFiles({ files, policies }) {
    const used = new Set(policies.map(({ file }) => file));
    const isNeeded = ({ path, text }) => used.has(path) || COMPANION.test(text);
    return new Map(files.filter(isNeeded).map(({ text }, at) => [`policies/${at}.yaml`, text]));
}
/** A document of its file by its lines, as it was written; of what stands in a list, the object. */
function textOf({ document, file, content }) {
    if (document.root.length > 0)
        return JSON.stringify(content);
    const lines = file.text.split('\n').slice(document.line - 1, document.endLine);
    return `${lines.join('\n')}\n`;
}
/** What policies may ask beyond the document, in the formats that the CLI takes. */
function worldOf(world) {
    const args = ['--exceptions-within-policies'];
    const files = [];
    const give = (flag, name, text) => {
        if (text === undefined)
            return;
        args.push(flag, name);
        files.push([name, text]);
    };
    give('--values-file', 'values.yaml', world.values?.text);
    give('--userinfo', 'user-info.yaml', world.userInfo?.text);
    give('--context-file', 'context.yaml', world.context?.text);
    for (const [at, manifest] of (world.cluster ?? []).entries())
        give('--target-resource', `cluster/${at}.yaml`, manifest);
    for (const [at, manifest] of (world.params ?? []).entries())
        give('--parameter-resource', `params/${at}.yaml`, manifest);
    for (const variable of world.set ?? [])
        args.push('--set', variable);
    return { args, files };
}

;// CONCATENATED MODULE: ./lib/engines/official/official-kyverno.js






/** `kyverno apply`, asked for rows as JSON. */
class OfficialKyverno {
    program;
    constructor(program) {
        this.program = program;
    }
    /**
     * The CLI knows an object as it is created or deleted; of an update it makes one where nothing changed, and forgives what was
     * bad before. So updates are asked about as if they were new, which policies that look for updates cannot answer.
     */
    cannotAsk(law, handed) {
        const { files, policies } = law;
        const updated = handed.find(({ operation }) => operation === 'UPDATE');
        const judging = new Set(policies.map(({ file }) => file));
        const asking = files.filter(({ path, text }) => judging.has(path) && asksOfUpdates(text));
        const old = updated === undefined
            ? []
            : asking.map(({ path }) => (0,problems/* unaskable */.ph)(this.program, path, 'it looks at what stood before a change'));
        const inexact = handed.filter(({ document, content }) => document.root.length > 0 && !isExact(content));
        return [
            ...old,
            ...this.otherwise(law, handed),
            ...inexact.map(({ document }) => (0,problems/* unaskable */.ph)(this.program, document.file, 'it holds numbers beyond 2^53 in a list')),
        ];
    }
    /** What it answers otherwise than a cluster. A suite's world is complete, and its answers are meant. */
    otherwise(law, handed) {
        if (law.world.complete === true)
            return [];
        const kinds = law.files.flatMap(({ path, text }) => OTHERWISE.filter(([kind]) => kind.test(text)).map(([, why]) => (0,problems/* unaskable */.ph)(this.program, path, why)));
        const selecting = law.files.filter(({ text }) => SELECTS_NAMESPACES.test(text));
        if (selecting.length === 0 || !undescribed(law, handed))
            return kinds;
        return [
            ...kinds,
            ...selecting.map(({ path }) => (0,problems/* unaskable */.ph)(this.program, path, 'it takes a namespace that no values file describes for one without labels')),
        ];
    }
    async judge(law, handed) {
        const counted = await this.counted(law);
        if (counted !== undefined)
            return { results: [], diagnostics: [counted] };
        const results = [];
        const diagnostics = [];
        for (const group of groupsOf(withDeletion(law, handed))) {
            const judged = await this.judgeGroup(law, group);
            results.push(...judged.results);
            diagnostics.push(...judged.diagnostics);
        }
        return { results: inOrder(handed, results), diagnostics };
    }
    keyOf({ policy, rule, document }) {
        return JSON.stringify([policy.namespace, policy.name, rule, document.file, document.index, ...document.root]);
    }
    /** The CLI ends with 0 also when it took up none of the rules. */
    async counted(law) {
        const ran = await this.program.run(countingQuestion(law));
        if (ran.kind === 'broken')
            return (0,problems/* unanswered */.bj)(this.program, ran.message);
        const [said, expected] = [rulesApplied(ran.stdout), leastRules(law.policies)];
        if (said !== undefined && said > 0 && said >= expected)
            return undefined;
        const why = firstProblem(ran) ?? `it applies ${said ?? 0} policy rule(s) where there are at least ${expected}`;
        return (0,problems/* unanswered */.bj)(this.program, why);
    }
    async judgeGroup(law, group) {
        const answer = await this.answered(judgingQuestion(law, group));
        if (typeof answer === 'string')
            return { results: [], diagnostics: [(0,problems/* unanswered */.bj)(this.program, answer)] };
        const documents = new Map(group.map(({ document }) => [idOf(document.resource), document]));
        const diagnostics = [
            ...[...answer.refused].map(([name, reason]) => (0,problems/* unanswered */.bj)(this.program, `${name} was not applied: ${reason}`)),
            ...answer.unjudged.map(({ name, reason }) => (0,problems/* unanswered */.bj)(this.program, `${name} was not judged: ${reason}`)),
            ...this.unseen(answer, documents),
        ];
        const rows = answer.rows.filter(({ policy }) => policy !== CANARY.policy);
        const results = [];
        for (const row of rows) {
            const [document, policy] = [documents.get(idOf(row)), official_kyverno_policyOf(row, law.policies)];
            if (document === undefined || policy === undefined)
                diagnostics.push((0,problems/* unanswered */.bj)(this.program, `${row.policy} speaks of ${idOf(row)}, which is not known`));
            else
                results.push(official_kyverno_resultOf(row, document, policy));
        }
        return { results: distinct(results), diagnostics };
    }
    async answered(question) {
        const ran = await this.program.run(question);
        if (ran.kind === 'broken')
            return ran.message;
        const answer = readKyvernoAnswer(ran);
        return answer.ok ? answer : answer.message;
    }
    /** Every resource has a row of the canary, else it was passed over in silence. */
    unseen(answer, documents) {
        const seen = new Set(answer.rows.filter(({ policy }) => policy === CANARY.policy).map(idOf));
        const missing = [...documents].filter(([id]) => !seen.has(id));
        return missing.map(([id, { file, line }]) => (0,problems/* unanswered */.bj)(this.program, `it passed over ${id}`, file, line));
    }
}
/** Kinds that the program judges otherwise than a cluster, where it has none, and how. */
const OTHERWISE = [
    [
        /^kind:\s*["']?(?:Validating|Mutating)AdmissionPolicyBinding\b/m,
        'it overlooks the constraints of policies that are bound',
    ],
    [
        /^kind:\s*["']?MutatingAdmissionPolicy\b/m,
        'it applies mutations that are not bound, merges lists without their schemas, and says nothing of what it cannot apply',
    ],
    [/^kind:\s*["']?Namespaced\w+Policy\b/m, 'it asks policies of a namespace about all namespaces'],
];
const SELECTS_NAMESPACES = /\bnamespace(?:Selector|Object)\b/;
/** Whether some namespace is not in the values file: the CLI takes it for one without labels, and passes the rule over. */
function undescribed({ world }, handed) {
    const described = describedNamespaces(world.values?.text ?? '');
    return handed.some(({ document }) => !described.has(document.resource.namespace));
}
const VALUES = classic_schemas/* object */.Ikc({ namespaceSelector: classic_schemas/* array */.YOg(classic_schemas/* looseObject */._H3({ name: classic_schemas/* string */.YjP() })).catch([]) });
/** None where the file cannot be read, of which the embedded engine tells. */
function describedNamespaces(values) {
    const { spec, ...old } = classic_schemas/* looseObject */._H3({ spec: classic_schemas/* unknown */.L5J().optional() }).catch({}).parse(contentOf(values));
    const sections = [spec, old].map((section) => VALUES.catch({ namespaceSelector: [] }).parse(section));
    return new Set(sections.flatMap(({ namespaceSelector }) => namespaceSelector.map(({ name }) => name)));
}
function contentOf(values) {
    try {
        return (0,dist.parse)(values);
    }
    catch {
        return undefined;
    }
}
/** A policy that speaks of updates, and not of what is new; or of what stood before. */
function asksOfUpdates(text) {
    return /\boldObject\b/.test(text) || (/\bUPDATE\b/.test(text) && !/\bCREATE\b/.test(text));
}
/** What stood and is gone is asked about only where some policy speaks of deletion: the others would refuse its removal. */
function withDeletion({ files }, handed) {
    const speaks = files.some(({ text }) => /\bDELETE\b/.test(text));
    return speaks ? handed : handed.filter(({ operation }) => operation !== 'DELETE');
}
/** Rows tell resources apart by who they are: those of one name are asked about one after the other. */
function groupsOf(handed) {
    const groups = new Map();
    const seen = new Map();
    for (const one of handed) {
        const operation = one.operation === 'DELETE' ? 'DELETE' : 'CREATE';
        const id = `${operation} ${idOf(one.document.resource)}`;
        const turn = seen.get(id) ?? 0;
        seen.set(id, turn + 1);
        groups.set(`${operation} ${turn}`, [...(groups.get(`${operation} ${turn}`) ?? []), one]);
    }
    return [...groups.values()];
}
/** The CLI fills the namespace in, the reader does not. */
function idOf({ apiVersion, kind, namespace, name }) {
    return `${apiVersion}/${kind}/${namespace === 'default' ? '' : namespace}/${name}`;
}
/** Policies of several kinds may have one name; then the rule tells, also as autogen names its copies. */
function official_kyverno_policyOf({ policy, rule }, policies) {
    const named = policies.filter(({ namespace, name }) => (namespace === '' ? name : `${namespace}/${name}`) === policy);
    const plain = rule.replace(/^autogen-(?:cronjob-)?/, '');
    return named.find(({ rules }) => rules.some(({ name }) => name === rule || name === plain)) ?? named[0];
}
function official_kyverno_resultOf({ rule, status, message }, document, policy) {
    const { enforcement } = policy;
    return {
        policy,
        rule: rule === '' ? policy.name : rule,
        document,
        status,
        message,
        enforcement,
        paths: [],
        pathProven: false,
    };
}
/** Upstream answers for an image once by its digest and once by its signature. */
function distinct(results) {
    const key = ({ policy, rule, document, status, message }) => JSON.stringify([policy.id, rule, document.handle, document.file, status, message]);
    return [...new Map(results.map((one) => [key(one), one])).values()];
}
function inOrder(handed, results) {
    const order = new Map(handed.map(({ document }, at) => [document, at]));
    const at = (result) => order.get(result.document) ?? 0;
    return [...results].sort((one, other) => at(one) - at(other) || one.policy.id - other.policy.id);
}
/** Autogen adds rules to those that are written; a policy in CEL counts as one. */
function leastRules(policies) {
    const isClassic = ({ kind }) => kind === 'ClusterPolicy' || kind === 'Policy';
    return policies.reduce((sum, policy) => sum + (isClassic(policy) ? policy.rules.length : 1), 0);
}
function firstProblem({ stdout, stderr }) {
    const answer = readKyvernoAnswer({ exitCode: 0, stdout: stdout.replaceAll(/^\{.*/gm, ''), stderr });
    return answer.ok ? undefined : answer.message;
}
/** A number beyond 2^53 lost digits on its way here. */
function isExact(value) {
    if (typeof value === 'number')
        return !Number.isInteger(value) || Number.isSafeInteger(value);
    if (typeof value !== 'object' || value === null)
        return true;
    return Object.values(value).every(isExact);
}

// EXTERNAL MODULE: ./lib/host/packs-folder.js
var packs_folder = __webpack_require__(18717);
// EXTERNAL MODULE: ./lib/host/tools/isolated.js
var isolated = __webpack_require__(37887);
;// CONCATENATED MODULE: ./lib/commands/second-opinions.js





/** The official program of a language, found or downloaded. */
async function secondOpinion(name, options, host) {
    if (name === 'kyverno')
        return new OfficialKyverno(await programOf('kyverno', options, host));
    const { namespaces, combine } = options;
    const library = await libraryOf(host);
    return new OfficialConftest(await programOf('conftest', options, host), { namespaces, combine, library });
}
const MAX_LIBRARY = 1024 ** 2;
async function libraryOf(host) {
    const folder = (0,packs_folder/* regoLibrary */.Z)();
    const names = (await host.list(folder)).map(({ name }) => name).filter((name) => name.endsWith('.rego'));
    const modules = await Promise.all(names.map((name) => host.read((0,external_node_path_.join)(folder, name), MAX_LIBRARY)));
    return modules.map((text) => text.toString('utf8'));
}
async function programOf(name, options, host) {
    const tool = await host.obtainTool({
        name,
        version: options[`${name}-version`],
        checksum: options[`${name}-checksum`],
        folder: options['tool-path'],
        mirror: options['tool-mirror'],
        trustRoot: options['tool-trust-root'],
        patience: options.timeout,
    });
    return { ...tool, run: (question) => ask(host, tool, question, options.timeout), close: () => tool.dispose() };
}
/** Rows of a large repository by many rules, and a log line for some of them. */
const LIMITS = { maxOutput: 512 * 1024 ** 2, maxLastWords: 16 * 1024 ** 2 };
/** A program starts and reads its policies in the time of this many documents. */
const TO_START = 3;
/** In a folder of its own. */
function ask(host, tool, { args, files, documents }, timeout) {
    const limits = { ...LIMITS, timeoutSeconds: timeout * (documents + TO_START) };
    return host.inFolder(files, (folder) => (0,isolated/* runIsolated */.T)(host, folder, [tool.path, ...args], limits));
}


/***/ })

};
