"""Files of exported models: TorchScript, ONNX, and weights with a recipe of layers."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import torch

from ..bridge.errors import BadArgument
from ..bridge.files import tensor_bytes
from ..bridge.files.checked_json import DamagedField, anything, parse, record
from ..bridge.files.regular import opened
from ..bridge.files.writing import write_bytes
from ..nn.evaluation_mode import evaluation
from . import clouds, manifest, network, onnx_files
from .comparison import Run, culprit, first_line, gap_at, other_sizes
from .registry import NoPlainForm

NOTES = "escnn.json"
_LONGEST = 1 << 26


def export_model(
    module: torch.nn.Module,
    path: str,
    format: str = "torchscript",
    size: Sequence[int] | None = None,
    notes: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Write a model to a file that needs no escnn; gives what the file says about itself.

    The graph is compared with the model, also for other sizes of batches and
    images than it was made with, before there is a file.
    """
    if format == "onnx":
        onnx_files.require()
    if clouds.takes_clouds(module):
        return _export_clouds(module, Path(path), format, notes or {})
    with evaluation(module, exact=True):
        size = network.size_for(module, size)
        made = network.checked(module, size).cpu()
        outputs = network.run(module, network.noise(module, size, 2))
        told = manifest.describe(module, size, outputs, notes or {})
        target = Path(path)
        if format == "torchscript":
            write_script(module, made, size, told, target)
        elif format == "onnx":
            onnx_files.write(module, made, size, told, target)
        else:
            _write_weights(made, told, target)
    return told


def _export_clouds(module: Any, target: Path, format: str, notes: dict[str, Any]) -> dict[str, Any]:
    if format != "torchscript":
        convs = [p for p in module.modules() if getattr(p, "takes_points", False)]
        raise NoPlainForm(
            convs[0], "which works on points", 'Choose `format = "torchscript"` for point clouds.'
        )
    with evaluation(module, exact=True):
        made = clouds.checked(module)
        inputs = clouds.noise(module, 12, 2)
        told = manifest.describe(module, [], clouds.run(module, inputs), notes)
        told["inputs"] = clouds.describe(module)
        _save_script(clouds.traced(module, made), told, target)
    return told


def traced(
    module: torch.nn.Module, made: torch.nn.Module, size: list[int]
) -> torch.jit.ScriptModule:
    """The network as one frozen graph in TorchScript."""
    inputs = tuple(x.cpu() for x in network.noise(module, size, 2))
    try:
        with network.quietly():
            graph = torch.jit.trace(made, inputs, check_trace=False, strict=False)
            return torch.jit.freeze(graph.eval())
    except (RuntimeError, TypeError, ValueError, NotImplementedError) as problem:
        raise NoPlainForm(
            culprit(made, module), f"which can't be traced: {first_line(problem)}"
        ) from (problem)


def write_script(
    module: torch.nn.Module,
    made: torch.nn.Module,
    size: list[int],
    told: dict[str, Any],
    target: Path,
) -> None:
    """Trace, compare, write."""
    graph = traced(module, made, size)

    def run(inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        with network.quietly():
            return network.as_tuple(graph(*inputs))

    told["any_size"] = compare(module, made, size, run)
    _save_script(graph, told, target)


def _save_script(graph: Any, told: dict[str, Any], target: Path) -> None:
    buffer = io.BytesIO()
    torch.jit.save(graph, buffer, _extra_files={NOTES: json.dumps(told, indent=1)})
    write_bytes(target, buffer.getvalue())


def compare(module: torch.nn.Module, made: torch.nn.Module, size: list[int], run: Run) -> bool:
    """Compare on other batches; whether other sizes of images are right, too."""
    for batch in (2, 1, 5):
        gap = gap_at(module, size, batch, run)
        if gap > network.TOLERANCE * 2:
            raise NoPlainForm(
                culprit(made, module), f"which is off by {gap:.1e} on a batch of {batch}"
            )
    return bool(size) and other_sizes(module, size, run)


def _write_weights(made: torch.nn.Module, told: dict[str, Any], target: Path) -> None:
    """The tensors by name, and beside them, as text, what they belong to."""
    import safetensors.torch

    from .traced import Traced

    foreign = [part for part in made.modules() if isinstance(part, Traced)]
    if foreign:
        raise NoPlainForm(
            foreign[0].module,
            "which can't be told by its weights",
            'Choose `format = "torchscript"`, which keeps what it computes.',
        )
    state = {name: value.contiguous().clone() for name, value in made.state_dict().items()}
    told["layers"] = manifest.layers(made)
    text = json.dumps(told, indent=1)
    raw = safetensors.torch.save(state, metadata={NOTES: text})
    write_bytes(recipe_path(target), text.encode())
    write_bytes(target, raw)


def recipe_path(target: Path) -> Path:
    """Where the text beside a file of weights lies."""
    return target.with_suffix(".json") if target.suffix != ".json" else Path(f"{target}.json")


def notes(path: str) -> dict[str, Any]:
    """What an exported file says about itself."""
    found: dict[str, Any] = parse(export_text(path))
    return found


def export_text(path: str) -> str:
    """The same as JSON."""
    try:
        with opened(path) as stream:
            start = stream.read(9)
            if start[:2] == b"PK":
                found = _script_text(stream)
            elif start[8:] == b"{":
                found = _weights_text(start + stream.read(_LONGEST))
            else:
                found = onnx_files.notes(path)[NOTES]
        manifest.CHECK(parse(found), "")
        return found
    except Exception as problem:
        raise BadArgument(
            "path", "a file that `escnn_export()` wrote", f'"{path}" ({first_line(problem)})'
        ) from problem


def _script_text(stream: IO[bytes]) -> str:
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


def _weights_text(data: bytes) -> str:
    told = record({"__metadata__": record({NOTES: anything})})(tensor_bytes.header(data), "")
    if not isinstance(found := told["__metadata__"][NOTES], str):
        raise DamagedField(f"__metadata__.{NOTES}", "a text", found)
    return found
