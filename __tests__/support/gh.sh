#!/usr/bin/env bash
# Stands in for `gh` in release.yml. Knows commits that CI tested, tags, and releases from the file $STATE, and adds to it what it
# is told to create.
call=$*
is() { [[ $call =~ $1 ]] && first=${BASH_REMATCH[1]} && second=${BASH_REMATCH[2]}; }
query() { jq -er --arg first "$first" --arg second "$second" "$@" "$STATE"; }
change() { query "$@" > "$STATE.new" && mv "$STATE.new" "$STATE"; }

if is 'run list .*--commit ([^ ]+)'; then
  query '.tested | index($first) != null'
elif is 'release view ([^ ]+)'; then
  query '.releases | has($first)'
elif is 'release create ([^ ]+) .*--notes-file ([^ ]+)'; then
  change --rawfile notes "$second" '.releases[$first] = $notes'
elif is 'POST .*ref=refs/tags/([^ ]+) .*sha=([^ ]+)'; then
  change 'if .tags[$first] then error else .tags[$first] = $second end'
elif is 'PATCH .*/refs/tags/([^ ]+) .*sha=([^ ]+)'; then
  change 'if .tags[$first] then .tags[$first] = $second else error end'
elif is '/commits/tags/([^ ]+)'; then
  query '.tags[$first] // empty'
elif is '/compare/([0-9a-f]+)\.\.\.([0-9a-f]+)'; then
  if [ "$first" = "$second" ]; then
    echo identical
  elif git merge-base --is-ancestor "$first" "$second"; then
    echo ahead
  else
    echo behind
  fi
else
  echo "unknown call: gh $call" >&2
  exit 2
fi
