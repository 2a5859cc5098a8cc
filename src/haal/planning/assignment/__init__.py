"""Which offer serves which need, all weighed at once: a transport problem, solved whole and mended as things change."""
