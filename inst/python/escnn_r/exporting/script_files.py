"""Files in TorchScript, which PyTorch runs without Python."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import IO

import torch

from ..bridge import first_line
from ..bridge.files import write_bytes
from .comparison import GRAPH_TOLERANCE, quietly
from .drafts import NOTES, Draft

_LONGEST = 1 << 26


def write(draft: Draft, target: Path) -> None:
    """Trace, compare on other batches and sizes, write."""
    graph = _traced(draft)
    for sample in draft.samples:
        gap = sample.graph_gap(graph)
        if gap > GRAPH_TOLERANCE:
            raise draft.refusal(f"which is off by {gap:.1e} on {sample.about}")
    if draft.samples_of_other_sizes is not None:
        draft.notes["any_size"] = draft.any_size(graph)
    buffer = io.BytesIO()
    torch.jit.save(graph, buffer, _extra_files={NOTES: json.dumps(draft.notes, indent=1)})
    write_bytes(target, buffer.getvalue())


def _traced(draft: Draft) -> torch.jit.ScriptModule:
    """The network as one frozen graph."""
    inputs = tuple(x.cpu() for x in draft.example.copied_inputs())
    try:
        with quietly():
            graph = torch.jit.trace(draft.network, inputs, check_trace=False, strict=False)
            return torch.jit.freeze(graph.eval())
    except (RuntimeError, TypeError, ValueError, NotImplementedError) as problem:
        raise draft.refusal(f"which can't be traced: {first_line(problem)}") from problem


def text(stream: IO[bytes]) -> str:
    """Read from the archive itself: loading it would be to run what is in it."""
    with zipfile.ZipFile(stream) as archive:
        names = [n for n in archive.namelist() if n.endswith(f"extra/{NOTES}")]
        if len(names) != 1:
            raise ValueError(f"it holds no {NOTES}")
        with archive.open(names[0]) as part:
            raw = part.read(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise ValueError(f"its {NOTES} is longer than {_LONGEST} bytes")
    return raw.decode()
