# Weights, shuffling and random elements come from R's generator: tests that set
# no seed have the same ones each time.
set.seed(1)
