"""The market of the paper: its equations, its contract price, its baselines, and the figures that are known exactly."""
