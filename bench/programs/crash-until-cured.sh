#!/bin/sh
# Crashes at once as long as the cause is there: crash-until-cured.sh NAME FIFO CAUSE
if [ -e "$3" ]; then
  echo "$1:crash $$" >"$2"
  exit 1
fi
echo "$1 $$" >"$2"
exec sleep 1000000
