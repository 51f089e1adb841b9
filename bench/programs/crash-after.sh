#!/bin/sh
# Says that it has started, and crashes a while later: crash-after.sh NAME FIFO SECONDS
echo "$1 $$" >"$2"
sleep "$3"
exit 1
