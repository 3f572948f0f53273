export const id = 764;
export const ids = [764];
export const modules = {

/***/ 80764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  init: () => (/* binding */ init)
});

// EXTERNAL MODULE: ./lib/changes/configuration.js
var configuration = __webpack_require__(2199);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/host/git.js
var git = __webpack_require__(47614);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(35944);
// EXTERNAL MODULE: ./lib/report/wording.js
var wording = __webpack_require__(57142);
// EXTERNAL MODULE: ./lib/report/yaml-text.js
var yaml_text = __webpack_require__(66935);
;// CONCATENATED MODULE: ./lib/init/configuration-text.js



const SCHEMA = 'https://raw.githubusercontent.com/policy-gate/policy-gate/v0/schema/policy-gate.schema.json';
/**
 * The configuration for what was found. What the gate would do anyway, and what people have to decide, stands there as a
 * comment. Names of files are untrusted: in values they are quoted, in comments they stay on their line.
 */
function configurationText(found) {
    const parts = [head(found), policies(found), paths(found), regoPaths(found), plans(found), params(found), LEVELS];
    return `${[...parts, BASELINE, approvals(found)].filter((part) => part !== '').join('\n\n')}\n`;
}
function head(found) {
    return `# yaml-language-server: $schema=${SCHEMA}

# The settings of Policy Gate. Pull requests are judged by this file as the base commit has it.
#
# Found by \`policy-gate init\`:
${foundLines(found)
        .map((line) => `#   ${line}`)
        .join('\n')}`;
}
/** What was found, a line a kind. */
function foundLines(found) {
    const { manifests, charts, kustomizations, terraform, plans: made, cloudFormation } = found;
    const engine = (name) => found.policies.filter((policy) => policy.engine === name).length;
    const kinds = [
        [manifests.length, (0,wording/* count */.U9)(manifests.length, 'file of Kubernetes manifests', 'files of Kubernetes manifests'), []],
        [charts.length, (0,wording/* count */.U9)(charts.length, 'Helm chart'), charts],
        [kustomizations.length, (0,wording/* count */.U9)(kustomizations.length, 'kustomization'), kustomizations],
        [terraform.length, (0,wording/* count */.U9)(terraform.length, 'source of Terraform', 'sources of Terraform'), []],
        [made.length, (0,wording/* count */.U9)(made.length, 'Terraform plan'), made],
        [cloudFormation.length, (0,wording/* count */.U9)(cloudFormation.length, 'CloudFormation template'), cloudFormation],
        [engine('kyverno'), (0,wording/* count */.U9)(engine('kyverno'), 'Kyverno policy', 'Kyverno policies'), found.places],
        [engine('rego'), (0,wording/* count */.U9)(engine('rego'), 'Rego rule'), found.places],
    ];
    const lines = kinds.filter(([n]) => n > 0).map(([, words, names]) => `${words}${named(names)}`);
    return lines.length === 0 ? ['nothing that the gate judges'] : lines;
}
const MOST_NAMED = 5;
function named(names) {
    if (names.length === 0)
        return '';
    const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : '';
    return `: ${names.slice(0, MOST_NAMED).map(visible/* visibleLine */.P).join(', ')}${more}`;
}
function policies(found) {
    if (found.places.length === 0)
        return `${BUILTIN}${unjudged(found)}\nbuiltin:\n  - agent-baseline`;
    const tests = found.suites.length === 0 ? '' : ` Their tests run with \`policy-gate test\`.`;
    const packs = '# The packs that come with the gate may judge beside them: `builtin: [agent-baseline]`.';
    return `# Folders are read with all that is below them.${tests}\n${packs}\n${setting('policies', found.places)}`;
}
const BUILTIN = `# No policies were found here: the pack that comes with the gate judges. agent-strict blocks more; your own policies belong
# into a folder, such as \`policies\`.`;
/** The packs name what they judge; whoever has something else must not take a pass for a judgement. */
function unjudged({ terraform, cloudFormation }) {
    const others = [terraform.length > 0 ? 'Terraform' : '', cloudFormation.length > 0 ? 'CloudFormation' : ''];
    const names = others.filter((name) => name !== '').join(' and ');
    return names === ''
        ? ''
        : `\n# ${names} is judged by Rego policies alone: the pack names those that it has, docs/policies/README.md.`;
}
/** Test suites hold manifests that are meant to fail. */
function paths({ suites, places }) {
    const own = suites.filter((folder) => folder !== '.' && places.some((place) => folder.startsWith(`${place}/`)));
    if (own.length === 0)
        return '';
    const left = [...new Set(own)].map((folder) => `!${escaped(folder)}/**`);
    return `# What is judged. Manifests for tests of policies are meant to fail.\n${setting('paths', ['**', ...left])}`;
}
const escaped = (path) => path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
/** Where there is nothing else that Rego could be meant for, it is meant for the manifests. */
function regoPaths(found) {
    const { policies, manifests, terraform, plans, cloudFormation } = found;
    if (!policies.some(({ engine }) => engine === 'rego'))
        return '';
    const isForManifests = policies.every(({ engine }) => engine === 'rego') &&
        terraform.length + plans.length + cloudFormation.length === 0 &&
        manifests.length > 0;
    return isForManifests
        ? `# Rego judges infrastructure, and what is named here.\n${setting('rego-paths', ['**/*.yaml', '**/*.yml'])}`
        : `# Rego judges Terraform, CloudFormation, and what is named here.\n${commented(setting('rego-paths', ['**/Dockerfile']))}`;
}
function plans({ asksPlan, plans: made }) {
    if (!asksPlan)
        return '';
    const own = made.length === 0 ? '' : '\n# A plan that a pull request brings itself is refused.';
    return `# Policies look at Terraform plans: a step of the workflow makes one, and it is named here. Until then a change of the
# sources is an error (terraform.no-plan), because it would pass unseen.${own}\n${commented(setting('plans', ['plan.json']))}`;
}
function params({ parameters }) {
    const declared = [...new Map(parameters.map((one) => [one.name, one])).values()];
    if (declared.length === 0)
        return '';
    const lines = declared.map((one) => `#   ${one.name}: ${exampleOf(one)}${toGive(one)}`);
    return `# Values that the policies are written for.\n# params:\n${lines.join('\n')}`;
}
const EMPTY = { string: '""', integer: '0', number: '0', boolean: 'false', array: '[]', object: '{}' };
function exampleOf({ default: known, type }) {
    return known === undefined || known === null ? EMPTY[type] : (0,visible/* visibleLine */.P)(JSON.stringify(known));
}
const toGive = ({ default: known, type }) => known === undefined ? ` # has to be given: ${type}` : '';
const LEVELS = `# enforce: policies that block in the cluster fail the check. audit: those that only report, too.
fail-on: enforce

# What of a change counts: what the base does not have in the same content.
scope: changed-resources`;
const BASELINE = `# Violations that are there today need not count: \`policy-gate baseline write\` writes them down.
# baseline: .github/policy-gate-baseline.json`;
function approvals({ owners }) {
    const who = owners.length === 0
        ? `# Who may approve exceptions and changes of policies, beside the owners that CODEOWNERS names for them.
# owners:
#   - "@organisation/team"`
        : `# CODEOWNERS names owners of the policies, who may approve exceptions and changes: ${owners.map(visible/* visibleLine */.P).join(', ')}.
# owners:
#   - "@organisation/another-team"`;
    return `${who}

# Whether a change of policies and settings fails until an owner has approved it.
# require-approval-for-policy-changes: true`;
}
function setting(key, values) {
    return (0,yaml_text/* yamlText */.p)({ [key]: values }).replace(/^"([\w-]+)":/, '$1:');
}
const commented = (text) => text.replace(/^/gm, '# ');

// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(53916);
// EXTERNAL MODULE: ./lib/approvals/owners.js + 1 modules
var owners = __webpack_require__(56924);
// EXTERNAL MODULE: ./lib/changes/gate-inputs.js
var gate_inputs = __webpack_require__(78310);
// EXTERNAL MODULE: ./lib/changes/named-files.js
var named_files = __webpack_require__(31634);
// EXTERNAL MODULE: ./lib/changes/policy-files.js + 1 modules
var policy_files = __webpack_require__(45327);
// EXTERNAL MODULE: ./lib/changes/rego-files.js
var rego_files = __webpack_require__(30652);
// EXTERNAL MODULE: ./lib/changes/sources.js + 2 modules
var sources = __webpack_require__(90563);
// EXTERNAL MODULE: ./lib/changes/trusted-tree.js
var trusted_tree = __webpack_require__(89635);
// EXTERNAL MODULE: ./lib/engines/engine-set.js
var engine_set = __webpack_require__(57540);
// EXTERNAL MODULE: ./lib/host/text-file.js
var text_file = __webpack_require__(22570);
// EXTERNAL MODULE: ./lib/parameters/declarations.js + 1 modules
var declarations = __webpack_require__(99069);
// EXTERNAL MODULE: ./lib/render/chart-folders.js
var chart_folders = __webpack_require__(48992);
// EXTERNAL MODULE: ./lib/render/kustomizations.js + 1 modules
var kustomizations = __webpack_require__(70514);
// EXTERNAL MODULE: ./lib/suites/suite-kinds.js + 10 modules
var suite_kinds = __webpack_require__(74735);
// EXTERNAL MODULE: ./lib/inputs/globs.js
var globs = __webpack_require__(92198);
;// CONCATENATED MODULE: ./lib/init/policy-places.js



/** What teams call a folder that is there for policies. */
const FOR_POLICIES = /^(?:policies|policy|kyverno|rego|opa|conftest)$/i;
/**
 * The folders and files that `policies` has to name for these files to judge. A folder is named whole where its name or all
 * that is in it says that it is one of policies, so that a policy that joins it later counts; a policy among manifests is
 * named by itself.
 */
function policyPlaces(policies, files) {
    const known = new Set(policies);
    const entries = [...new Set(policies.map((path) => placeOf(path, known, files)))].sort();
    return entries.filter((entry) => !entries.some((other) => other !== entry && (0,gate_inputs/* belongsTo */.g4)(other)(entry)));
}
function placeOf(path, policies, files) {
    const parts = (0,posix_.dirname)(path).split('/');
    const named = parts.findIndex((part) => FOR_POLICIES.test(part));
    if (named >= 0)
        return withoutGlob(parts.slice(0, named + 1).join('/'));
    const folder = (0,posix_.dirname)(path);
    const beside = files.filter((file) => (0,posix_.dirname)(file) === folder && (0,posix_.extname)(file) === (0,posix_.extname)(path));
    const isOwn = folder !== '.' && beside.every((file) => policies.has(file) || /_test\.\w+$/.test((0,posix_.basename)(file)));
    return withoutGlob(isOwn ? folder : path);
}
/** `policies` takes globs: a name that reads as one would name something else. The folder above holds it as well. */
function withoutGlob(path) {
    return (0,globs/* isGlob */.fg)(path) ? withoutGlob((0,posix_.dirname)(path)) : path;
}

;// CONCATENATED MODULE: ./lib/init/survey.js















const ENGINES = new Set(['kyverno', 'rego']);
/** Looks the repository through as the gate would, with its own readers and engines. */
async function survey(host, options, startEngines) {
    const comparison = await (0,named_files/* namedFiles */.VI)(host, ['.']);
    const paths = comparison.changes.files.map(({ path }) => path);
    const charts = await (0,chart_folders/* chartsOf */.B4)({ host, root: host.root }, paths);
    const read = await (0,sources/* readSources */.t)(host, comparison, options, { all: ENGINES, chosen: ENGINES });
    const candidates = await policyCandidates(host, paths, charts, read, options);
    const { policies, diagnostics, asksPlan } = await loaded(host, candidates, options, startEngines);
    const broken = diagnostics.filter(({ level }) => level === 'error');
    const meant = meantAsPolicies(candidates, policies, broken);
    const places = policyPlaces([...meant], paths);
    const files = candidates.filter(({ path }) => places.some((place) => (0,gate_inputs/* belongsTo */.g4)(place)(path)));
    return {
        ...heaps(read, charts, meant, options),
        charts,
        kustomizations: paths.filter((path) => (0,kustomizations/* isKustomization */.Sv)(path) && !isWithin(path, charts)),
        policies,
        places,
        suites: paths.filter(isSuiteOfManifests).map(posix_.dirname),
        asksPlan,
        parameters: (await (0,declarations/* declarationsIn */.R)(files)).declarations,
        owners: await ownersOfAll(host, files),
        faults: [...read.diagnostics, ...broken],
    };
}
const isWithin = (path, folders) => folders.some((folder) => folder === '.' || path.startsWith(`${folder}/`));
/** What may be a policy: the engine tells what is one. A policy that a chart renders is none before it is rendered. */
async function policyCandidates(host, paths, charts, { sources }, options) {
    const isCandidate = ({ path, text }) => (0,policy_files/* mayBePolicy */.h)(path) && (0,engine_set/* mayHoldKyvernoPolicy */.Vo)(text);
    const rego = paths.filter((path) => path.endsWith('.rego') && (0,policy_files/* mayBePolicy */.h)(path));
    const boundaries = [await host.realPath('.')];
    const read = rego.map(async (path) => {
        const file = await (0,text_file/* readTextFile */.Gu)(host, path, boundaries, options['max-file-size']);
        return file.kind === 'text' ? [{ path, text: file.text }] : [];
    });
    const kyverno = sources.filter((source) => source.engine === 'kyverno' && isCandidate(source));
    const found = [...kyverno.map(({ path, text }) => ({ path, text })), ...(await Promise.all(read)).flat()];
    return found.filter(({ path }) => !isWithin(path, charts));
}
/** Rego is compiled together: where one file is broken, nothing is known of the others. */
function meantAsPolicies(candidates, policies, broken) {
    const named = [...policies, ...broken].flatMap(({ file }) => file ?? []);
    const rego = candidates.map(({ path }) => path).filter((path) => path.endsWith('.rego'));
    return new Set(broken.some(({ file }) => file?.endsWith('.rego')) ? [...named, ...rego] : named);
}
async function loaded(host, files, options, startEngines) {
    if (files.length === 0)
        return { policies: [], diagnostics: [], asksPlan: false };
    const engines = startEngines(options, host);
    try {
        const { policies, diagnostics, asksPlan = false } = await engines.load(files);
        return { policies, diagnostics, asksPlan };
    }
    finally {
        await engines.close();
    }
}
function heaps({ sources }, charts, policies, options) {
    const pathsOf = (engine, isMeant) => [
        ...new Set(sources.filter((source) => source.engine === engine && isMeant(source)).map(({ path }) => path)),
    ];
    const { byName: isSource } = (0,rego_files/* regoFiles */.Tb)(options);
    return {
        manifests: pathsOf('kyverno', ({ path }) => isManifest(path) && !policies.has(path) && !isWithin(path, charts)),
        terraform: pathsOf('rego', ({ path }) => isSource(path)),
        plans: pathsOf('rego', ({ path, text }) => !isSource(path) && (0,rego_files/* looksLikePlan */.Rt)(text)),
        cloudFormation: pathsOf('rego', ({ path, text }) => !isSource(path) && (0,rego_files/* looksLikeCloudFormation */.YR)(text)),
    };
}
const isSuiteOfManifests = (path) => (0,suite_kinds/* suiteKindOf */.h)(path) !== undefined && !path.endsWith('.rego');
const isManifest = (path) => !(0,kustomizations/* isKustomization */.Sv)(path) && (0,suite_kinds/* suiteKindOf */.h)(path) === undefined;
/** Owners of every policy: who owns only some of them cannot approve the others. */
async function ownersOfAll(host, policies) {
    const ownersOf = await (0,owners/* readCodeOwners */.kj)(await (0,trusted_tree/* workTree */._)(host, []));
    const [first = [], ...others] = policies.map(({ path }) => ownersOf(path));
    return first.filter((owner) => others.every((owners) => owners.includes(owner)));
}

;// CONCATENATED MODULE: ./lib/init/workflow-text.js
/** Where GitHub looks for workflows. */
const WORKFLOW_FILE = '.github/workflows/policy-gate.yml';
/**
 * The workflow. Nothing in it comes from the repository: what is particular to one stands in the configuration, which pull
 * requests cannot change for themselves. The same actions as in examples/agent-pr, pinned alike.
 */
function workflowText(needsPlan) {
    return `name: policy-gate

# No \`paths:\` filter: a required check that does not run stays pending for ever. The gate itself finds what changed, and a
# pull request that changes nothing to judge passes at once.
on:
  pull_request:
  merge_group:

permissions: {}

concurrency:
  group: policy-gate-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  policy-gate:
    name: policy-gate
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check the code out; enough for a verdict
      # pull-requests: read # for approvals of exceptions; write: for the comment on the pull request as well
      # checks: write # for annotations beyond ten of a kind, and to count the attempts of agents
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 2
          persist-credentials: false
${needsPlan ? PLAN : ''}      # the settings: .github/policy-gate.yml
      - uses: policy-gate/policy-gate@v0 # pin it to a commit
`;
}
const PLAN = `      # The policies look at Terraform plans. Make one here, with your credentials for reading, and name it below \`plans\`:
      # - run: terraform init -input=false && terraform plan -input=false -out=tfplan
      # - run: terraform show -json tfplan > plan.json
`;

// EXTERNAL MODULE: ./lib/inputs/argv.js + 1 modules
var inputs_argv = __webpack_require__(83964);
// EXTERNAL MODULE: ./lib/inputs/flags.js
var flags = __webpack_require__(61634);
// EXTERNAL MODULE: ./lib/inputs/options.js + 12 modules
var options = __webpack_require__(69372);
// EXTERNAL MODULE: ./lib/report/escape-command.js
var escape_command = __webpack_require__(16843);
// EXTERNAL MODULE: ./lib/commands/output.js
var output = __webpack_require__(4257);
// EXTERNAL MODULE: ./lib/commands/start-engines.js + 10 modules
var start_engines = __webpack_require__(54367);
;// CONCATENATED MODULE: ./lib/commands/init.js













const HELP = `Usage: policy-gate init [options]

Writes .github/policy-gate.yml for what stands in this repository, and the workflow that runs the gate. What was found is told.

Options:
  --dry-run   print the files, write nothing
  --force     write over files that are there
  -h, --help  show this

Exit codes: 0 written or printed, 2 a file is there already, or the folder is not the top of the repository
`;
const FLAGS = {
    'dry-run': { type: 'boolean' },
    force: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
};
async function init(argv, host) {
    const { values, positionals } = (0,flags/* parseFlags */.b)('init', argv, FLAGS);
    if (values.help === true)
        return (0,output/* printed */.z)(host, HELP);
    if (positionals.length > 0)
        throw (0,flags/* misused */.P)('init', '`init` takes no words');
    const isDry = values['dry-run'] === true;
    const configuration = await configurationPlace(host);
    await assertTop(host);
    for (const path of [configuration, WORKFLOW_FILE])
        await assertFree(host, path, isDry || values.force === true);
    const found = await survey(host, (0,options/* parseOptions */.Ac)({}, inputs_argv/* ARGV_SOURCE */.hs), start_engines/* startEngines */.S);
    const files = [
        { path: configuration, text: configurationText(found) },
        { path: WORKFLOW_FILE, text: workflowText(found.asksPlan) },
    ];
    host.warn((0,escape_command/* inertInLog */.OR)(told(found)));
    host.print(isDry ? files.map(({ path, text }) => `# ${path}\n${text}`).join('\n') : await written(host, files));
    return errors/* EXIT */.dc.pass;
}
/** A second configuration beside one of the other name would be a contradiction. */
async function configurationPlace(host) {
    for (const path of configuration/* CONFIGURATION_FILES */.Fi)
        if ((await host.inspect(path)) !== undefined)
            return path;
    return configuration/* CONFIGURATION_FILES */.Fi[0];
}
/** GitHub reads workflows at the top of a repository, and the gate its configuration. */
async function assertTop(host) {
    const top = await new git/* Git */.T(host).topLevel();
    if (top === undefined || top === (await host.realPath('.')))
        return;
    throw new errors/* ConfigError */.xL({
        code: 'init.not-top',
        what: 'this is not the top folder of the repository, where GitHub looks for workflows',
        where: { input: 'init' },
        remedy: `run it in ${top}`,
    });
}
/** A link is never written through: it may lead anywhere. */
async function assertFree(host, path, mayReplace) {
    const info = await host.inspect(path);
    if (info === undefined || (mayReplace && info.kind === 'file'))
        return;
    const isFile = info.kind === 'file';
    throw new errors/* ConfigError */.xL({
        code: 'init.exists',
        what: isFile ? `${path} is there already` : `${path} is there, and is no file`,
        where: { file: path },
        remedy: isFile ? 'look at what it would be with --dry-run; --force writes over it' : 'move it out of the way',
    });
}
async function written(host, files) {
    for (const { path, text } of files)
        await host.write(path, text);
    const lines = files.map(({ path }) => `wrote ${path}`);
    return `${lines.join('\n')}\nNext: look at both files, run \`policy-gate check\`, and commit them.\n`;
}
function told(found) {
    const faults = found.faults.map(({ file = '', message, remedy = '' }) => [`cannot be used: ${(0,visible/* visibleLine */.P)(`${file}: ${message}`)}`, ...(remedy === '' ? [] : [`  remedy: ${remedy}`])].join('\n'));
    return `${['found:', ...foundLines(found).map((line) => `  ${line}`), ...faults].join('\n')}\n`;
}


/***/ })

};
