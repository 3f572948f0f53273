package main

# Has no rule that judges: opa build -t wasm -e main/allow silent.rego -o silent.tar.gz

allow := true
