# Shows: a periodic job (the night of a demo lasts a minute).
echo "INFO collecting orders"
sleep 1
orders=$(ls "$DEMO_DIR/queue" 2> /dev/null | wc -l)
sleep 1
echo "INFO report written, open_orders=$orders"
