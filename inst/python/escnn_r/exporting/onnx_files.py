"""ONNX files, which other engines than PyTorch run."""

from __future__ import annotations

import importlib.util
import inspect
import io
import json
from pathlib import Path
from typing import Any

import torch

from ..bridge.errors import BadArgument
from ..bridge.files.regular import read
from ..bridge.files.writing import write_bytes
from . import manifest, network
from .comparison import culprit, first_line, gap_at, other_sizes
from .registry import NoPlainForm

NOTES = "escnn.json"
_OPSET = 16
# what the format has room for
_LONGEST = 2**31 - 1
_AXES = {2: ["height", "width"], 3: ["depth", "height", "width"]}


def require() -> None:
    """Say what to install where ONNX is not."""
    if importlib.util.find_spec("onnx") is None:
        raise BadArgument(
            "format",
            '"torchscript" or "weights" where the Python package onnx is not installed',
            '"onnx"',
            '`install_escnn(extras = "onnx")` installs it; then restart R.',
        )


def write(
    module: torch.nn.Module,
    made: torch.nn.Module,
    size: list[int],
    told: dict[str, Any],
    target: Path,
) -> None:
    """Export for images of any size if that is right, else for this one; compare, write."""
    open_sizes = [True, False] if size and _any_size(made) else [False]
    problem: BaseException | None = None
    for any_size in open_sizes:
        try:
            raw = _exported(module, made, size, any_size)
            run = _runner(raw)
            if run is not None and not _agrees(module, made, size, any_size, run):
                continue
        except NoPlainForm as found:
            problem = found
            continue
        told["any_size"] = any_size
        told["checked"] = run is not None
        write_bytes(target, _with_notes(raw, told))
        return
    raise problem or NoPlainForm(
        culprit(made, module),
        "whose ONNX form computes something else",
        'Choose `format = "torchscript"`.',
    )


def _agrees(module: Any, made: torch.nn.Module, size: list[int], any_size: bool, run: Any) -> bool:
    if any(gap_at(module, size, batch, run) > 2 * network.TOLERANCE for batch in (2, 1, 5)):
        return False
    return not any_size or other_sizes(module, size, run)


def _any_size(made: torch.nn.Module) -> bool:
    """Whether all layers compute sizes in a way that ONNX has."""
    return all(getattr(part, "any_size", True) for part in made.modules())


def _exported(module: Any, made: torch.nn.Module, size: list[int], any_size: bool) -> bytes:
    inputs = tuple(x.cpu() for x in network.noise(module, size, 2))
    ins = manifest.input_names(module)
    outs = manifest.output_names(module, network.run(module, network.noise(module, size, 1)))
    with network.quietly():
        shapes = [len(each.shape) for each in network.as_tuple(made(*inputs))]
    axes = {0: "batch"}
    if any_size:
        axes |= {i + 2: name for i, name in enumerate(_AXES[len(size)])}
    dynamic: dict[str, Any] = {name: dict(axes) for name in ins}
    for name, rank in zip(outs, shapes, strict=True):
        dynamic[name] = {0: "batch"}
        if any_size:
            dynamic[name] |= {i: f"{name}_{i}" for i in range(2, rank)}
    settings: dict[str, Any] = {}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        settings["dynamo"] = False
    buffer = io.BytesIO()
    try:
        with network.quietly():
            torch.onnx.export(
                made,
                inputs,
                buffer,
                input_names=ins,
                output_names=outs,
                dynamic_axes=dynamic,
                opset_version=_OPSET,
                **settings,
            )
    except Exception as problem:
        why = first_line(problem)
        raise NoPlainForm(
            culprit(made, module),
            f"which ONNX can't express: {why}",
            'Choose `format = "torchscript"`.',
        ) from problem
    return buffer.getvalue()


def _runner(raw: bytes) -> Any:
    """A function that runs the file, where ONNX Runtime is there."""
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = torch.get_num_threads()
    try:
        session = onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
    except Exception as problem:
        return _failing(problem)
    names = [each.name for each in session.get_inputs()]

    def run(inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        given = {name: x.numpy() for name, x in zip(names, inputs, strict=True)}
        try:
            return tuple(torch.from_numpy(each) for each in session.run(None, given))
        except Exception as problem:
            raise RuntimeError(str(problem)) from problem

    return run


def _failing(problem: Exception) -> Any:
    def run(inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        raise RuntimeError(str(problem)) from problem

    return run


def _with_notes(raw: bytes, told: dict[str, Any]) -> bytes:
    import onnx

    model = onnx.load_model_from_string(raw)
    entry = model.metadata_props.add()
    entry.key, entry.value = NOTES, json.dumps(told)
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString()
    return data


def notes(path: str) -> dict[str, str]:
    """The metadata of an ONNX file; files that it refers to are left alone."""
    import onnx

    model = onnx.load_model_from_string(read(path, _LONGEST))
    return {each.key: each.value for each in model.metadata_props}
