package main

# Calls what the evaluator of compiled policies lacks: opa build -t wasm -e main/deny -e main/allow missing.rego -o missing.tar.gz

deny contains "old" if time.now_ns() > 0

deny contains "sent" if http.send({"url": input.url, "method": "get"}).status_code == 200

allow := true
