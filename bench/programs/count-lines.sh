#!/bin/sh
# Prints numbered lines, twenty a second; on SIGUSR1 it ends with code 42: count-lines.sh NAME FIFO
trap 'exit 42' USR1
echo "$1 $$" >"$2"
n=0
while :; do
  n=$((n + 1))
  echo "run $$ line $n"
  sleep 0.05
done
