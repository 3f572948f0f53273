# METADATA
# title: Statements of AWS policies, however they are written
# scope: subpackages
package policy_gate.iam

# METADATA
# title: The statements of a policy, given as an object or as its JSON
# description: Each has its `Statement` as an object with `effect`, `actions`, `resources`, `principals` as sets, and `conditional`.
# scope: document
statements(policy) := {{
	"index": i,
	"effect": object.get(statement, "Effect", "Allow"),
	"actions": as_set(object.get(statement, "Action", [])),
	"not_actions": as_set(object.get(statement, "NotAction", [])),
	"resources": as_set(object.get(statement, "Resource", [])),
	"principals": _principals(object.get(statement, "Principal", [])),
	"conditional": object.get(statement, "Condition", {}) != {},
} |
	some i, statement in _listed(_document(policy).Statement)
	is_object(statement)
}

_document(policy) := policy if is_object(policy)

_document(policy) := json.unmarshal(policy) if {
	is_string(policy)
	json.is_valid(policy)
}

_listed(value) := value if is_array(value)

_listed(value) := [value] if is_object(value)

# METADATA
# title: One text or several, as a set; what is no text is left out
# scope: document
as_set(value) := {value} if is_string(value)

as_set(value) := {member | some member in value; is_string(member)} if {
	not is_string(value)
}

_principals(value) := as_set(value) if not is_object(value)

_principals(value) := union({as_set(some_of) | some some_of in value}) if is_object(value)

# METADATA
# title: Does a statement allow everything, or to make oneself an administrator?
# scope: document
allows_everything(statement) if {
	statement.effect == "Allow"
	some action in statement.actions
	_everything(action)
}

allows_everything(statement) if {
	statement.effect == "Allow"
	"*" in statement.resources
	some action in statement.actions
	lower(action) == "iam:*"
}

allows_everything(statement) if {
	statement.effect == "Allow"
	count(statement.not_actions) > 0
	"*" in statement.resources
}

_everything(action) if regex.match(`^\*+(:\*+)?$`, action)

# METADATA
# title: Does a statement let anybody in, without a condition?
# scope: document
allows_anybody(statement) if {
	statement.effect == "Allow"
	not statement.conditional
	"*" in statement.principals
}

# METADATA
# title: Policies of AWS by which one is, or can become, administrator
# scope: document
is_administrator(arn) if regex.match(`(^|:policy/|/)(AdministratorAccess|IAMFullAccess|PowerUserAccess)$`, arn)
