"""Field types, geometric tensors and point clouds, and how group elements act on them."""
