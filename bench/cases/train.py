"""A training step: the named networks, and networks over gspaces drawn at random."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import steps
from harness import main

main(steps.over_networks("train", steps.training))
