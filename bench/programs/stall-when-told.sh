#!/bin/sh
# Works, until its task fails for ever; it still runs, answers and prints: stall-when-told.sh NAME FIFO CAUSE
echo "$1 $$" >"$2"
done=0
while :; do
  if [ -e "$3" ]; then
    echo "task failed: the API key is a placeholder"
  else
    done=$((done + 1))
    echo "done=$done"
  fi
  sleep 0.5
done
