"""Bases of steerable kernels: made, evaluated, chosen from and inspected."""
