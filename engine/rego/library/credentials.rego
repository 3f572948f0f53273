# METADATA
# title: What looks like a password, a key or a token
# description: No function returns a secret, so that no message can hold one.
# scope: subpackages
package policy_gate.credentials

# METADATA
# title: Is a name one that secrets go by?
# description: Names that say where a secret is (`secret_name`, `password_arn`, `token_url`) are not.
# scope: document
names_a_secret(name) if regex.match(_secret_name, _snake(name))

_secret_name := concat("", [
	`(^|_)(password|passwd|passphrase|pwd|api_?key|access_key|secret_?key|secret_access_key|private_key|account_key|shared_key|primary_key|`,
	`client_secret|secret_string|secret_data|secret_value|token|auth_token|access_token|connection_string|credentials|webhook_secret)$`,
])

# dbPassword and MasterUserPassword as db_password.
_snake(name) := lower(regex.replace(replace(name, "-", "_"), `([a-z0-9])([A-Z])`, `${1}_${2}`))

# METADATA
# title: What kind of key a text has in it, by the shape that its issuer gives it
# scope: document
kinds_of_key(text) := {kind | some kind, shape in _shapes; regex.match(shape, text)}

_shapes := {
	"an access key of AWS": `(^|[^A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}([^A-Z0-9]|$)`,
	"a private key": `-----BEGIN ([A-Z]+ )*PRIVATE KEY-----`,
	"a token of GitHub": `(^|\W)(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})`,
	"a token of GitLab": `(^|\W)glpat-[A-Za-z0-9_-]{20}`,
	"a token of Slack": `(^|\W)xox[abprs]-[A-Za-z0-9-]{10}`,
	"a key of Google": `(^|\W)AIza[A-Za-z0-9_-]{35}`,
	"a live key of Stripe": `(^|\W)[rs]k_live_[A-Za-z0-9]{16}`,
	"a key of an Azure storage account": `AccountKey=[A-Za-z0-9+/]{40}`,
	"a password in an address": `[a-z][a-z0-9+]*://[^/\s:@"'{}$<]+:[^/\s:@"'{}$<]+@`,
}

# METADATA
# title: Is a text under a secret's name a secret, and not just where one is found?
# scope: document
is_literal(value) if {
	is_string(value)
	count(trim_space(value)) > 0
	not regex.match(`^(arn:|projects/|https?://|/|\{\{resolve:|vault:|ssm:)`, value)
	not lower(value) in {"true", "false", "none", "null", "required", "optional", "disabled", "enabled"}
}
