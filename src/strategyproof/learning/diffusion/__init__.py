"""The diffusion actor, its critics, and the two ways to train it."""
