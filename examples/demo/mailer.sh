# Shows: a queue consumer whose progress is a number that it prints. An order is taken by a rename, so two consumers never
# send the same mail, and what a killed one had taken is put back by its successor.
mkdir -p "$DEMO_DIR/queue" "$DEMO_DIR/taken"
for left in "$DEMO_DIR/taken/"*".$YAGURA_WORKER"; do
  [ -e "$left" ] || continue
  order=$(basename "$left" ".$YAGURA_WORKER")
  mv "$left" "$DEMO_DIR/queue/$order"
  echo "INFO put back $order"
done
echo "INFO waiting for orders"
total=0
while :; do
  for job in "$DEMO_DIR/queue/"*.order; do
    mine="$DEMO_DIR/taken/$(basename "$job").$YAGURA_WORKER"
    mv "$job" "$mine" 2> /dev/null || continue
    read -r customer < "$mine"
    sleep 0.$((total % 4 + 2))
    total=$((total + 1))
    echo "INFO sent mail order=$(basename "$job" .order) to=$customer total=$total"
    rm -f "$mine"
  done
  sleep 0.7
done
