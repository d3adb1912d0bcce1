"""Data sets: sources that batches are taken from, read from files, split and rotated."""
