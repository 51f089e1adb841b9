# Shows: a producer. Each order is a file that appears in the queue whole, by a rename.
mkdir -p "$DEMO_DIR/queue" "$DEMO_DIR/new" "$DEMO_DIR/taken"
order=$(( $(date +%s) % 100000 ))
while :; do
  waiting=$(ls "$DEMO_DIR/queue" | wc -l)
  if [ "$waiting" -lt 100 ]; then
    order=$((order + 1))
    echo "customer-$((order % 89))@example.com" > "$DEMO_DIR/new/$order"
    mv "$DEMO_DIR/new/$order" "$DEMO_DIR/queue/$order.order"
  else
    echo "WARN queue is full, waiting=$waiting" >&2
  fi
  [ $((order % 10)) -eq 0 ] && echo "INFO accepted order=$order waiting=$waiting"
  sleep 0.8
done
