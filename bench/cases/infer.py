"""Inference in evaluation mode: the same networks as in train.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import steps
from harness import main

main(steps.over_networks("infer", steps.inference))
