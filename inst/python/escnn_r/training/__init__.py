"""Training: losses, metrics, optimizers, the loop, checkpoints and predictions."""
