# Shows: a worker that is alive and talks a lot, but does nothing useful any more.
mkdir -p "$DEMO_DIR"
lasts=20
if [ -n "$(find "$DEMO_DIR" -name price-sync.seen -mmin -5)" ]; then lasts=100; fi
touch "$DEMO_DIR/price-sync.seen"
began=$(date +%s)
synced=0
echo "INFO connected to supplier"
while :; do
  if [ $(($(date +%s) - began)) -lt $lasts ]; then
    synced=$((synced + 17))
    echo "INFO synced=$synced prices"
  else
    echo "WARN supplier answers slowly, still waiting for the next page"
  fi
  sleep 2
done
