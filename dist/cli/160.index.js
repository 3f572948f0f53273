export const id = 160;
export const ids = [160];
export const modules = {

/***/ 47596:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ ToolCache),
/* harmony export */   _: () => (/* binding */ newestIn)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _actions_tool_cache__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(23143);




/**
 * Files of releases in the runner's tool cache. Archives are kept, and not programs: only they can be held against the release's
 * digests, and who can write to the cache must not gain anything by it.
 */
class ToolCache {
    name;
    arch;
    constructor(tool, arch, env) {
        this.name = `policy-gate-${tool}`;
        this.arch = arch;
        // The runner sets it for actions; on other machines the package knows no place.
        process.env['RUNNER_TOOL_CACHE'] ??= (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['XDG_CACHE_HOME'] || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.cache'), 'policy-gate');
    }
    versions() {
        return (0,_actions_tool_cache__WEBPACK_IMPORTED_MODULE_3__/* .findAllVersions */ .iq)(this.name, this.arch);
    }
    /** Undefined where the version is not there. */
    async files(version) {
        const folder = (0,_actions_tool_cache__WEBPACK_IMPORTED_MODULE_3__/* .find */ .I6)(this.name, version, this.arch);
        if (folder === '')
            return undefined;
        const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder);
        const read = await Promise.all(names.map(async (name) => [name, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name))]));
        return { folder, files: new Map(read) };
    }
    async keep(version, files) {
        const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'policy-gate-'));
        try {
            for (const [name, bytes] of files)
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name), bytes);
            await (0,_actions_tool_cache__WEBPACK_IMPORTED_MODULE_3__/* .cacheDir */ .e8)(folder, this.name, version, this.arch);
        }
        finally {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
        }
    }
}
/** The newest of some versions that is in a range; undefined where none is. */
function newestIn(range, versions) {
    return (0,_actions_tool_cache__WEBPACK_IMPORTED_MODULE_3__/* .evaluateVersions */ .hX)([...versions], range) || undefined;
}


/***/ }),

/***/ 75160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ onPath),
/* harmony export */   Op: () => (/* binding */ assertOutside),
/* harmony export */   _z: () => (/* binding */ inFolder),
/* harmony export */   installedTool: () => (/* binding */ installedTool)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(452);
/* harmony import */ var _problems_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(70080);
/* harmony import */ var _releases_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(36602);
/* harmony import */ var _versions_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(76309);








/** The program in the folder that the user named. */
async function inFolder(host, name, folder) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(host.root, folder), (0,_releases_js__WEBPACK_IMPORTED_MODULE_6__/* .programOf */ .oQ)(name, process.platform));
    const real = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)(path).catch(() => undefined);
    if (real === undefined)
        throw notThere(name, path);
    await assertOutside(host.root, real, 'tool-path');
    return described(host, name, real);
}
/** The programs of this name on the PATH, as far as the change that is judged cannot have put them there. */
async function onPath(host, name) {
    const folders = (host.env['PATH'] ?? '').split(node_path__WEBPACK_IMPORTED_MODULE_3__.delimiter).filter((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_3__.isAbsolute)(folder));
    const found = [];
    for (const folder of new Set(folders)) {
        const path = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, (0,_releases_js__WEBPACK_IMPORTED_MODULE_6__/* .programOf */ .oQ)(name, process.platform))).catch(() => undefined);
        if (path === undefined || (await isInside(host.root, path)) || !(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.lstat)(path)).isFile())
            continue;
        found.push(await described(host, name, path));
    }
    return found;
}
/** What is run, or says what may be run, must not come with the change that is judged. */
async function assertOutside(root, path, input) {
    if (await isInside(root, path))
        throw ofTheChange(path, input);
}
/** A renderer that somebody put onto the machine. There is no other way to one. */
async function installedTool(host, name, folder) {
    if (folder !== undefined)
        return inFolder(host, name, folder);
    const [found] = await onPath(host, name);
    if (found !== undefined)
        return found;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'tool.not-found',
        what: `there is no ${name} on the PATH`,
        where: { input: 'render-engine' },
        remedy: `install ${name} in a step before the gate, name its folder by \`tool-path\`, or take \`render-engine: embedded\``,
    });
}
async function isInside(root, path) {
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.relative)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)(root), path);
    return !(0,node_path__WEBPACK_IMPORTED_MODULE_3__.isAbsolute)(inside) && inside.split(node_path__WEBPACK_IMPORTED_MODULE_3__.sep)[0] !== '..';
}
async function described(host, name, path) {
    return { path, version: await versionOf(host, name, path), digest: `sha256:${await digestOf(path)}` };
}
/** What each program is asked, and answers: `Version: 1.19.1`, `Conftest: 0.71.1`. */
const QUESTIONS = {
    kyverno: ['version', /^Version: *(\S+)/m],
    conftest: ['--version', /^(?:Conftest|Version): *(\S+)/m],
    helm: ['version', /Version:"(\S+)"/],
    kustomize: ['version', /^(\S+)/],
};
const TO_TELL = { timeoutSeconds: 20, maxOutput: 64 * 1024, isolated: true };
/** Empty where the program does not say: one that was built by hand may not know. */
async function versionOf(host, name, path) {
    const [argument, answer] = QUESTIONS[name];
    const ended = await host.run([path, argument], '', TO_TELL);
    if (ended.kind !== 'ended')
        throw (0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .unusable */ ._P)(path, ended.kind === 'not-started' ? ended.message : 'it does not end');
    return (0,_versions_js__WEBPACK_IMPORTED_MODULE_7__/* .exactVersion */ .y)(answer.exec(ended.stdout.toString('utf8'))?.[1] ?? '') ?? '';
}
async function digestOf(path) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    for await (const chunk of (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path))
        hash.update(chunk);
    return hash.digest('hex');
}
function notThere(name, path) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'tool.not-found',
        what: `there is no program ${path}`,
        where: { input: 'tool-path' },
        remedy: `put ${name} into the folder, or leave \`tool-path\` out to have it downloaded`,
    });
}
function ofTheChange(path, input) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ConfigError */ .xL({
        code: 'tool.in-workspace',
        what: `${path} stands in the folder that is judged`,
        where: { input },
        cause: 'a change could bring what judges it',
        remedy: 'put it elsewhere on the machine',
    });
}


/***/ }),

/***/ 70080:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K9: () => (/* binding */ wrongDigest),
/* harmony export */   _P: () => (/* binding */ unusable),
/* harmony export */   d_: () => (/* binding */ notReleased),
/* harmony export */   v9: () => (/* binding */ noKnownDigest)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** What is wrong with a program or its release. Nothing of it was run. */
function wrongDigest(what, file, expected, found) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ToolError */ .v4({
        code: 'tool.wrong-digest',
        what: `${what} is not what was released: ${file} has the digest sha256:${found}, and sha256:${expected} is expected`,
        remedy: 'do not use it; find out who changed it, then delete it from the cache or correct the mirror, and run again',
    });
}
function unusable(what, why) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ToolError */ .v4({
        code: 'tool.unusable',
        what: `${what} cannot be used: ${why}`,
        remedy: 'name another version, another `tool-mirror`, or a folder with the program by `tool-path`',
    });
}
function notReleased(name, version, url) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'tool.not-released',
        what: `there is no ${url}`,
        where: { input: `${name}-version` },
        cause: `${version} may be no release of ${name}, or not one for this machine, or the mirror does not have it`,
        remedy: `correct \`${name}-version\` or \`tool-mirror\`, or name a folder with the program by \`tool-path\``,
    });
}
function noKnownDigest(name, version) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'tool.no-known-digest',
        what: `nothing says what ${name} ${version} has to be: its digest does not ship with the gate, and nobody signed its checksums`,
        where: { input: `${name}-checksum` },
        remedy: `give \`${name}-checksum\`, the sha256 of the release's checksums.txt, from a source that you trust`,
    });
}


/***/ }),

/***/ 36602:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l7: () => (/* binding */ releaseOf),
/* harmony export */   oQ: () => (/* binding */ programOf),
/* harmony export */   pH: () => (/* binding */ RELEASES)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

const RELEASES = {
    kyverno: {
        repository: 'kyverno/kyverno',
        version: '1.19.1',
        asset: (version, system, processor, ending) => `kyverno-cli_v${version}_${system}_${processor}.${ending}`,
        systems: { linux: 'linux', darwin: 'darwin', win32: 'windows' },
        signer: (version) => ({
            identity: `https://github.com/kyverno/kyverno/.github/workflows/release.yaml@refs/tags/v${version}`,
            issuer: 'https://token.actions.githubusercontent.com',
        }),
        known: {
            '1.19.1': {
                checksums: 'ef46faa1cbf507fcfd9326dfc595c1ecd67df5af0247c064fc20bc974b01acf1',
                archives: {
                    'kyverno-cli_v1.19.1_linux_x86_64.tar.gz': 'b38228f367fc0fdc2b08f4c83ea50ac5f16c60ff8d62d76a66157c33c47b70ae',
                    'kyverno-cli_v1.19.1_linux_arm64.tar.gz': 'd78fecd183e1e6749c653fdb744c88d065e6737ec6856c97c4efac84bec54554',
                    'kyverno-cli_v1.19.1_darwin_x86_64.tar.gz': 'd9d7a857755ccd027cba8b2a5146a515c1590d65b38cb37a2170809329e4f393',
                    'kyverno-cli_v1.19.1_darwin_arm64.tar.gz': '2cf5febbedaafca5d3c7819925a49f9723bf4c3337a1327b6f72970480af385a',
                },
            },
        },
    },
    conftest: {
        repository: 'open-policy-agent/conftest',
        version: '0.71.1',
        asset: (version, system, processor, ending) => `conftest_${version}_${system}_${processor}.${ending}`,
        systems: { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' },
        known: {
            '0.71.1': {
                archives: {
                    'conftest_0.71.1_Linux_x86_64.tar.gz': 'c3f6b2a753bd56e377a1e51a95ae3e057f926f2e9139f7d5b5dfbbaf810f7985',
                },
            },
        },
    },
};
const PROCESSORS = { x64: 'x86_64', arm64: 'arm64' };
function releaseOf(name, version, machine, mirror = 'https://github.com') {
    const { repository, asset, systems, signer, known } = RELEASES[name];
    const system = systems[machine.platform];
    const processor = PROCESSORS[machine.arch];
    if (system === undefined || processor === undefined)
        throw unsupported(name, machine);
    const isWindows = machine.platform === 'win32';
    return {
        name,
        version,
        asset: asset(version, system, processor, isWindows ? 'zip' : 'tar.gz'),
        program: programOf(name, machine.platform),
        url: (file) => `${mirror.replace(/\/+$/, '')}/${repository}/releases/download/v${version}/${file}`,
        ...(signer === undefined ? {} : { signer: signer(version) }),
        known: known[version] ?? {},
    };
}
function programOf(name, platform) {
    return platform === 'win32' ? `${name}.exe` : name;
}
function unsupported(name, { platform, arch }) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'tool.platform',
        what: `there is no release of ${name} for ${platform} on ${arch}`,
        where: { input: 'engine' },
        remedy: 'name a folder with a program of your own by `tool-path`, or take `engine: embedded`',
    });
}


/***/ }),

/***/ 76309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ resolvedVersion),
/* harmony export */   y: () => (/* binding */ exactVersion)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _cache_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47596);
/* harmony import */ var _releases_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(36602);



/** `1.19.1`, also written with a `v` before it. */
function exactVersion(text) {
    return /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(text)?.[1];
}
/** The one version that is wanted. A range is that of the newest release in it, or of the newest here where no list can be had. */
async function resolvedVersion({ name, version }, lists) {
    const { version: embedded } = _releases_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASES */ .pH[name];
    if (version === undefined)
        return embedded;
    const exact = exactVersion(version);
    if (exact !== undefined)
        return exact;
    const listed = await releasedVersions(name, lists);
    const found = (0,_cache_js__WEBPACK_IMPORTED_MODULE_1__/* .newestIn */ ._)(version, [...listed, ...lists.here, embedded]);
    if (found === undefined)
        throw noneInRange(name, version);
    return found;
}
/** Releases that are not drafts and not trials. A list that cannot be had is none: what is here and known still counts. */
async function releasedVersions(name, { askGitHub, token }) {
    if (askGitHub === undefined || token === '')
        return [];
    const path = `/repos/${_releases_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASES */ .pH[name].repository}/releases?per_page=100`;
    const answer = await askGitHub(token, { method: 'GET', path });
    if (answer.kind === 'refused' || !Array.isArray(answer.data))
        return [];
    return answer.data
        .filter(({ draft, prerelease }) => draft === false && prerelease === false)
        .flatMap((release) => exactVersion(String(release['tag_name'])) ?? []);
}
function noneInRange(name, range) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ConfigError */ .xL({
        code: 'tool.no-version',
        what: `no release of ${name} that could be found is in ${range}`,
        where: { input: `${name}-version` },
        remedy: `name one version, such as ${_releases_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASES */ .pH[name].version}`,
    });
}


/***/ })

};
