#!/usr/bin/env bash
# loop.sh TASK COMMAND [ARGUMENT…]: COMMAND reads a prompt on standard input and answers on standard output.
# Exit codes: 0 the answer passes and is printed, 1 the attempts are used up, 2 and 3 there was nothing that could be judged.
set -euo pipefail

task=$(cat -- "$1") || exit 2
shift
prompt=$task
for attempt in 1 2 3; do
  answer=$("$@" <<<"$prompt") || exit 3
  verdict=0
  feedback=$(policy-gate check - --format agent <<<"$answer") || verdict=$?
  case $verdict in
    0) printf '%s\n' "$answer"; exit 0 ;;
    1) echo "Attempt $attempt of 3 does not satisfy the policies." >&2 ;;
    *) exit "$verdict" ;;
  esac
  # The feedback holds no backtick: nothing that it quotes can end the fence.
  printf -v prompt '%s\n\nYour last answer does not satisfy the policies. Answer with all of it again, mended.\n\n%s\n\n```json\n%s\n```\n' \
    "$task" "$answer" "$feedback"
done
exit 1
