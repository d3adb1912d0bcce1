"""Groups: elements, subgroups, homogeneous spaces, representations, and samples of them."""
