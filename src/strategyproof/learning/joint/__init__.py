"""Several tasks per round and one UAV: the smallest market in which a joint law over prices could pay."""
