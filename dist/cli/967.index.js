export const id = 967;
export const ids = [967,160];
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

/***/ 96967:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  obtainTool: () => (/* binding */ obtainTool)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/host/tools/archive.js


/** The archive cannot be read, or holds what no release holds. */
class BadArchive extends Error {
    name = 'BadArchive';
}
/** The largest program so far has 280 MB; what grows beyond this when it is unpacked is a bomb. */
const MAX_UNPACKED = 1024 ** 3;
/**
 * The one file that is wanted from a tar.gz or a zip. Nothing is written anywhere, and nothing else of the archive is unpacked; an
 * entry that would lead out of its folder, or a link, makes the whole archive suspect.
 */
async function fileIn(archive, name) {
    const file = archive.readUInt16BE(0) === 0x1f8b ? await fromTar(archive, name) : await fromZip(archive, name);
    if (file === undefined)
        throw new BadArchive(`there is no ${name} in it`);
    return file;
}
function assertInside(path) {
    if (/^(?:[/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..') || path.includes('\0'))
        throw new BadArchive(`its entry ${JSON.stringify(path)} leads out of its folder`);
}
const BLOCK = 512;
async function fromTar(archive, wanted) {
    const tar = await unpacked((0,external_node_util_.promisify)(external_node_zlib_.gunzip)(archive, { maxOutputLength: MAX_UNPACKED }));
    let found;
    for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
        const entry = tarEntry(tar, at);
        if (entry.type !== 'g' && entry.type !== 'x')
            assertInside(entry.name);
        if (!['0', '\0', '5', 'g', 'x'].includes(entry.type))
            throw new BadArchive(`its entry ${entry.name} is no file`);
        if (entry.name.replace(/^\.\//, '') === wanted && found === undefined)
            found = entry.content;
        at += BLOCK + Math.ceil(entry.content.length / BLOCK) * BLOCK;
    }
    return found;
}
/** Types of entries: `0` or NUL a file, `5` a folder, `g` and `x` remarks; others are links and devices, or longer names. */
function tarEntry(tar, at) {
    const text = (from, length) => tar.toString('utf8', at + from, at + from + length).split('\0', 1)[0] ?? '';
    const size = Number.parseInt(text(124, 12).trim(), 8);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (!Number.isFinite(size) || content.length < size)
        throw new BadArchive('it ends in the middle of a file');
    const name = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/');
    return { name, type: String.fromCharCode(tar[at + 156] ?? 0), content };
}
const [END_OF_ZIP, ZIP_ENTRY, ZIP_FILE] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];
async function fromZip(archive, wanted) {
    const entries = zipEntries(archive);
    for (const { name } of entries)
        assertInside(name);
    const entry = entries.find(({ name }) => name === wanted);
    if (entry === undefined)
        return undefined;
    if (entry.size > MAX_UNPACKED || entry.start + 30 > archive.length || archive.readUInt32LE(entry.start) !== ZIP_FILE)
        throw new BadArchive('an entry of it points nowhere');
    const data = entry.start + 30 + archive.readUInt16LE(entry.start + 26) + archive.readUInt16LE(entry.start + 28);
    const packed = archive.subarray(data, data + entry.packedSize);
    const file = entry.method === STORED ? packed : await inflated(packed, entry);
    if (file.length !== entry.size)
        throw new BadArchive('a file of it is not as long as it says');
    return file;
}
function inflated(packed, { method, size }) {
    if (method !== DEFLATED)
        throw new BadArchive(`it is packed by a method (${method}) that is not known`);
    return unpacked((0,external_node_util_.promisify)(external_node_zlib_.inflateRaw)(packed, { maxOutputLength: Math.max(size, 1) }));
}
/** What counts is the directory at the end: local headers may say something else. */
function zipEntries(archive) {
    const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== END_OF_ZIP)
        throw new BadArchive('it is neither a tar.gz nor a whole zip');
    const entries = [];
    let at = archive.readUInt32LE(end + 16);
    for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
        if (at + 46 > archive.length || archive.readUInt32LE(at) !== ZIP_ENTRY)
            throw new BadArchive('its directory is broken');
        const nameLength = archive.readUInt16LE(at + 28);
        entries.push({
            name: archive.toString('utf8', at + 46, at + 46 + nameLength),
            method: archive.readUInt16LE(at + 10),
            packedSize: archive.readUInt32LE(at + 20),
            size: archive.readUInt32LE(at + 24),
            start: archive.readUInt32LE(at + 42),
        });
        at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    }
    return entries;
}
async function unpacked(unpacking) {
    try {
        return await unpacking;
    }
    catch (error) {
        throw new BadArchive(`it cannot be unpacked (${error.message})`);
    }
}

// EXTERNAL MODULE: ./lib/host/tools/cache.js
var tools_cache = __webpack_require__(47596);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(44942);
;// CONCATENATED MODULE: ./lib/host/tools/download.js


/** Programs are archives of some 100 MB at most. */
const MAX_BYTES = 512 * 1024 ** 2;
const MAX_REDIRECTS = 5;
/** How many times `patience` a whole download may take: a server that trickles is as bad as one that is silent. */
const PATIENCES = 15;
/**
 * The bytes at an address; undefined where there is nothing. Proxies are the machine's. It redirects to https only, and ends after
 * `patience` seconds without a byte.
 */
async function download(url, patience) {
    const client = new lib/* HttpClient */.Qq('policy-gate', [], {
        maxRedirects: MAX_REDIRECTS,
        allowRetries: true,
        maxRetries: 2,
        socketTimeout: patience * 1000,
    });
    try {
        const { message } = await client.get(url);
        if (message.statusCode === 404)
            return undefined;
        if (message.statusCode !== 200)
            throw new Error(`the server answered ${message.statusCode}`);
        return await bodyOf(message, patience);
    }
    catch (error) {
        throw failed(url, error);
    }
    finally {
        client.dispose();
    }
}
async function bodyOf(message, patience) {
    const late = setTimeout(() => message.destroy(new Error(`it took longer than ${PATIENCES * patience} seconds`)), PATIENCES * patience * 1000);
    message.setTimeout(patience * 1000, () => message.destroy(new Error(`no byte came for ${patience} seconds`)));
    try {
        const chunks = [];
        let length = 0;
        for await (const chunk of message) {
            chunks.push(chunk);
            length += chunk.length;
            if (length > MAX_BYTES)
                throw new Error(`it has more than ${MAX_BYTES} bytes`);
        }
        const announced = Number(message.headers['content-length'] ?? length);
        if (length !== announced)
            throw new Error(`${length} of ${announced} bytes came`);
        return Buffer.concat(chunks);
    }
    finally {
        clearTimeout(late);
    }
}
function failed(url, cause) {
    const status = cause instanceof lib/* HttpClientError */.Kg ? ` (${cause.statusCode})` : '';
    const why = cause instanceof Error ? cause.message : String(cause);
    return new errors/* ToolError */.v4({
        code: 'tool.download',
        what: `${url} could not be downloaded${status}: ${why}`,
        remedy: 'run again; where the machine may not reach it, set `tool-mirror`, or `tool-path` to a folder with the program',
    }, { cause });
}

// EXTERNAL MODULE: ./lib/host/tools/installed.js
var installed = __webpack_require__(75160);
// EXTERNAL MODULE: ./lib/host/tools/problems.js
var problems = __webpack_require__(70080);
// EXTERNAL MODULE: ./lib/host/tools/releases.js
var releases = __webpack_require__(36602);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/host/tools/verify.js


const CHECKSUMS = 'checksums.txt';
const SIGNATURE = 'checksums.txt.sigstore.json';
/** Throws unless the archive is the one that was released. Where it came from does not matter. */
async function verifyRelease(release, files, trust) {
    const { asset, known, name, version } = release;
    const shipped = trust.checksum === undefined ? known.archives?.[asset] : undefined;
    const expected = [shipped, await listed(release, files, trust)].filter((one) => one !== undefined);
    if (expected.length === 0)
        throw (0,problems/* noKnownDigest */.v9)(name, version);
    const found = sha256(files.get(asset) ?? Buffer.alloc(0));
    for (const digest of expected)
        if (digest !== found)
            throw (0,problems/* wrongDigest */.K9)(`${name} ${version}`, asset, digest, found);
}
/** The archive's digest in checksums.txt; undefined where nothing says whose file that is. */
async function listed(release, files, trust) {
    const checksums = files.get(CHECKSUMS);
    if (checksums === undefined || !(await isTrusted(release, checksums, files.get(SIGNATURE), trust)))
        return undefined;
    const line = checksums
        .toString('utf8')
        .split('\n')
        .map((text) => /^([0-9a-f]{64}) [ *](\S+)\s*$/.exec(text))
        .find((match) => match?.[2] === release.asset);
    if (line?.[1] === undefined)
        throw (0,problems/* unusable */._P)(`${release.name} ${release.version}`, `${CHECKSUMS} has no ${release.asset}`);
    return line[1];
}
async function isTrusted({ name, version, known, signer }, checksums, signature, { checksum, verifySignature }) {
    const expected = checksum ?? known.checksums;
    const found = sha256(checksums);
    if (expected !== undefined && expected !== found)
        throw (0,problems/* wrongDigest */.K9)(`${name} ${version}`, CHECKSUMS, expected, found);
    if (signer !== undefined && signature !== undefined)
        await verifySignature(checksums, signature, signer);
    return expected !== undefined || (signer !== undefined && signature !== undefined);
}
function sha256(bytes) {
    return (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
}

// EXTERNAL MODULE: ./lib/host/tools/versions.js
var versions = __webpack_require__(76309);
;// CONCATENATED MODULE: ./lib/host/tools/obtain.js












/**
 * A program from the folder that was named, else from the PATH where its version fits, else from the tool cache or the release.
 * What was downloaded, now or earlier, is run only after it was held against the release's digests in this very run.
 */
async function obtainTool(host, wanted) {
    const { name, folder } = wanted;
    if (folder !== undefined)
        return obtain_installed(wanted, fitting(wanted, await (0,installed/* inFolder */._z)(host, name, folder)), 'tool-path');
    const here = await (0,installed/* onPath */.L)(host, name);
    const fits = here.find(({ version }) => isWanted(wanted, version));
    if (fits !== undefined)
        return obtain_installed(wanted, fits, 'PATH');
    return released(host, wanted);
}
function obtain_installed({ name }, { path, version, digest }, where) {
    return { name, path, version, digest, origin: `${path} (${where})`, dispose: async () => { } };
}
/** Without a wish, the version that is embedded. */
function isWanted({ name, version = releases/* RELEASES */.pH[name].version }, found) {
    if (found === '')
        return false;
    const exact = (0,versions/* exactVersion */.y)(version);
    return exact === undefined ? (0,tools_cache/* newestIn */._)(version, [found]) !== undefined : exact === found;
}
/** A folder that was named is believed, unless it holds another version than was asked for. */
function fitting(wanted, found) {
    if (wanted.version === undefined || isWanted(wanted, found.version))
        return found;
    throw new errors/* ConfigError */.xL({
        code: 'tool.other-version',
        what: `${found.path} is ${wanted.name} ${found.version || 'of a version that it does not tell'}, and ${wanted.version} is asked for`,
        where: { input: 'tool-path' },
        remedy: `put that version there, or leave \`${wanted.name}-version\` out`,
    });
}
async function released(host, wanted) {
    const { name, mirror, checksum, patience } = wanted;
    const trustRoot = await trustRootOf(host, wanted);
    const cache = new tools_cache/* ToolCache */.H(name, process.arch, host.env);
    const token = host.env['INPUT_GITHUB-TOKEN'] ?? '';
    const version = await (0,versions/* resolvedVersion */.P)(wanted, {
        here: cache.versions(),
        askGitHub: host.askGitHub?.bind(host),
        token,
    });
    const release = (0,releases/* releaseOf */.l7)(name, version, process, mirror);
    const trust = {
        checksum,
        verifySignature: async (...signed) => {
            const { verifySignature } = await Promise.all(/* import() */[__webpack_require__.e(323), __webpack_require__.e(92)]).then(__webpack_require__.bind(__webpack_require__, 42092));
            return verifySignature(...signed, trustRoot);
        },
    };
    const kept = await cache.files(version);
    const files = kept?.files ?? (await downloaded(release, patience));
    await verifyRelease(release, files, trust);
    if (kept === undefined)
        await cache.keep(version, files);
    return unpackedTool(host, release, files, kept?.folder ?? release.url(release.asset));
}
/** Undefined for the public Sigstore. A file that is not there is told when it is read. */
async function trustRootOf({ root }, { trustRoot }) {
    if (trustRoot === undefined)
        return undefined;
    const path = (0,external_node_path_.resolve)(root, trustRoot);
    await (0,installed/* assertOutside */.Op)(root, await (0,promises_.realpath)(path).catch(() => path), 'tool-trust-root');
    return path;
}
async function downloaded(release, patience) {
    const { asset, name, version, url, signer } = release;
    const optional = [CHECKSUMS, ...(signer === undefined ? [] : [SIGNATURE])];
    const files = new Map();
    for (const file of [...optional, asset]) {
        const bytes = await download(url(file), patience);
        if (bytes !== undefined)
            files.set(file, bytes);
    }
    if (!files.has(asset))
        throw (0,problems/* notReleased */.d_)(name, version, url(asset));
    return files;
}
/** Into a folder that only we may enter: nobody exchanges the program between its check and its run. */
async function unpackedTool(host, release, files, from) {
    const { name, version, asset, program } = release;
    const bytes = await fileIn(files.get(asset), program).catch((error) => {
        throw error instanceof BadArchive ? (0,problems/* unusable */._P)(`${name} ${version}`, `${asset}: ${error.message}`) : error;
    });
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(await (0,promises_.realpath)(host.env['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)()), 'policy-gate-'));
    const remove = () => (0,promises_.rm)(folder, { recursive: true, force: true });
    const takeBack = host.onStop(remove);
    const path = (0,external_node_path_.join)(folder, program);
    await (0,promises_.writeFile)(path, bytes, { mode: 0o700 });
    const dispose = () => remove().finally(takeBack);
    return { name, path, version, digest: `sha256:${sha256(bytes)}`, origin: from, dispose };
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
