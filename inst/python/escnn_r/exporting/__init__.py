"""Networks without escnn: plain PyTorch modules, and files that run where escnn is not."""
