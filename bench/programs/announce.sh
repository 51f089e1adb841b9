#!/bin/sh
# Says that it has started, then does nothing: announce.sh NAME FIFO
echo "$1 $$" >"$2"
exec sleep 1000000
