#!/bin/sh
# A quiet worker that prints a line every ten seconds: print-now-and-then.sh NAME FIFO
echo "$1 $$" >"$2"
while :; do
  echo "still here"
  sleep 10
done
