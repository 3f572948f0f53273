export const id = 227;
export const ids = [227];
export const modules = {

/***/ 51227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GitHub: () => (/* binding */ GitHub),
  pullRequestFiles: () => (/* binding */ pullRequestFiles)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(61351);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/host/github-delay.js
const MOST_TRIES = 4;
/** GitHub asks for at least a minute where it does not say how long a secondary limit lasts. */
const SECONDARY = 60;
/**
 * Seconds to wait before a request is made again, as GitHub's documentation of its rate limits asks for; undefined when
 * that is of no use. `now` is in seconds since 1970.
 */
function delayAfter({ status, message, headers }, tries, now) {
    if (tries >= MOST_TRIES)
        return undefined;
    const asked = Number(headers['retry-after'] ?? Number.NaN);
    if (isLimit(status, message, headers)) {
        if (asked >= 0)
            return asked;
        if (Number(headers['x-ratelimit-remaining']) === 0)
            return untilReset(headers, now);
        return SECONDARY * 2 ** (tries - 1);
    }
    if (status !== 0 && status < 500)
        return undefined;
    return asked >= 0 ? asked : 2 ** (tries - 1);
}
/** A refusal for want of permission is a 403 as well; waiting does not help there. */
function isLimit(status, message, headers) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (headers['retry-after'] !== undefined ||
        String(headers['x-ratelimit-remaining'] ?? '') === '0' ||
        /secondary rate limit|abuse detection/i.test(message));
}
function untilReset(headers, now) {
    return Math.max(Math.ceil(Number(headers['x-ratelimit-reset'] ?? now + SECONDARY) - now), 1);
}

;// CONCATENATED MODULE: ./lib/host/github.js




/** Seconds that all requests of a run together may spend waiting for GitHub: a verdict must not wait for a comment. */
const PATIENCE = 120;
/** One request may take this long, in milliseconds. */
const TIMEOUT = 30_000;
/** GitHub's interface with one token. What it refuses is a value; what it is too busy for is asked again. */
class GitHub {
    octokit;
    pause;
    patience = PATIENCE;
    known;
    constructor(token, pause = promises_.setTimeout) {
        this.octokit = (0,github/* getOctokit */.Q)(token);
        this.pause = pause;
    }
    async ask(request) {
        for (let tries = 1;; tries++) {
            const answer = await this.try(request);
            if (answer.kind === 'answered')
                return answer;
            const delay = delayAfter(answer, tries, Date.now() / 1000);
            if (delay === undefined || delay > this.patience)
                return { kind: 'refused', status: answer.status, message: answer.message };
            this.patience -= delay;
            await this.pause(delay * 1000);
        }
    }
    /** GraphQL answers this for every kind of token; REST does not for those of apps, GITHUB_TOKEN among them. */
    login() {
        this.known ??= this.octokit
            .graphql('{ viewer { login } }')
            .then(({ viewer }) => viewer.login)
            .catch(() => undefined);
        return this.known;
    }
    async try({ method, path, body, }) {
        const signal = AbortSignal.timeout(TIMEOUT);
        try {
            const { status, data } = await this.octokit.request(`${method} ${path}`, {
                ...(body === undefined ? {} : { data: body }),
                request: { signal },
            });
            return { kind: 'answered', status, data };
        }
        catch (error) {
            return failureOf(error);
        }
    }
}
function failureOf(error) {
    const { status, message, response } = error;
    // octokit gives 500 to a request that got no answer at all
    return {
        kind: 'failed',
        status: response === undefined ? 0 : (status ?? 0),
        message,
        headers: response?.headers ?? {},
    };
}
/** Asks GitHub what a pull request changes. The list ends at 3,000 files; `total` says how many there are. */
async function pullRequestFiles(token, repository, number) {
    const [owner = '', repo = ''] = repository.split('/');
    const { rest, paginate } = (0,github/* getOctokit */.Q)(token);
    try {
        const { data } = await rest.pulls.get({ owner, repo, pull_number: number });
        const listed = await paginate(rest.pulls.listFiles, { owner, repo, pull_number: number, per_page: 100 });
        const files = listed.map(({ filename, status, previous_filename }) => ({
            path: filename,
            status,
            ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
        }));
        return { head: data.head.sha, total: data.changed_files, files };
    }
    catch (cause) {
        throw notAnswered(cause);
    }
}
function notAnswered(cause) {
    return new errors/* ToolError */.v4({
        code: 'github.failed',
        what: `GitHub did not say which files the pull request changes: ${cause.message}`,
        remedy: 'give actions/checkout `fetch-depth: 0`, or the action a `github-token` that may read pull requests',
    }, { cause });
}


/***/ })

};
