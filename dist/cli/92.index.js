export const id = 92;
export const ids = [92];
export const modules = {

/***/ 42092:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifySignature: () => (/* binding */ verifySignature)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _sigstore_bundle__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61040);
/* harmony import */ var _sigstore_protobuf_specs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19654);
/* harmony import */ var _sigstore_tuf_seeds_json__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8032);
/* harmony import */ var _sigstore_verify__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54187);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(452);
/* harmony import */ var _problems_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(70080);







/** The public Sigstore's keys as its own package ships them: nothing is fetched to verify. */
const PUBLIC_ROOT = Buffer.from(_sigstore_tuf_seeds_json__WEBPACK_IMPORTED_MODULE_3__/* ["https://tuf-repo-cdn.sigstore.dev"].targets["trusted_root.json"] */ .T.z.j, 'base64').toString('utf8');
/**
 * Throws unless the workflow that releases the program signed this text, by a certificate that was logged, at a time that the
 * transparency log vouches for.
 */
async function verifySignature(signed, signature, { identity, issuer }, trustRoot) {
    const material = (0,_sigstore_verify__WEBPACK_IMPORTED_MODULE_4__/* .toTrustMaterial */ .jO)(await rootOf(trustRoot));
    const verifier = new _sigstore_verify__WEBPACK_IMPORTED_MODULE_4__/* .Verifier */ .BL(material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 });
    try {
        const entity = (0,_sigstore_verify__WEBPACK_IMPORTED_MODULE_4__/* .toSignedEntity */ .DC)((0,_sigstore_bundle__WEBPACK_IMPORTED_MODULE_1__/* .bundleFromJSON */ .vw)(JSON.parse(signature.toString('utf8'))), signed);
        verifier.verify(entity, { subjectAlternativeName: exactly(identity), extensions: { issuer } });
    }
    catch (error) {
        throw (0,_problems_js__WEBPACK_IMPORTED_MODULE_6__/* .unusable */ ._P)('checksums.txt', `its signature is not that of ${identity} (${error.message})`);
    }
}
/** The verifier takes a pattern. */
const exactly = (text) => `^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`;
async function rootOf(path) {
    try {
        return _sigstore_protobuf_specs__WEBPACK_IMPORTED_MODULE_2__.TrustedRoot.fromJSON(JSON.parse(path === undefined ? PUBLIC_ROOT : await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8')));
    }
    catch (error) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ConfigError */ .xL({
            code: 'tool.trust-root',
            what: `${path} is no trust root of Sigstore: ${error.message}`,
            where: { input: 'tool-trust-root' },
            remedy: 'name a file that `cosign trusted-root create` writes, or leave it out for the public Sigstore',
        });
    }
}


/***/ })

};
