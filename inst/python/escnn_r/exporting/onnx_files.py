"""ONNX files, which other engines than PyTorch run."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import io
import json
from pathlib import Path
from typing import Any

import torch

from ..bridge import BadArgument, first_line
from ..bridge.files import read, write_bytes
from .comparison import GRAPH_TOLERANCE, quietly
from .drafts import NOTES, Draft
from .registry import NoPlainForm

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


def write(draft: Draft, target: Path) -> None:
    """Export for images of any size if that is right, else for this one; compare, write."""
    problem: BaseException | None = None
    for any_size in [True, False] if _any_size(draft) else [False]:
        try:
            raw = _exported(draft, any_size)
        except NoPlainForm as refused:
            problem = refused
            continue
        run = _runner(raw)
        if run is not None and not _agrees(draft, any_size, run):
            continue
        draft.notes["any_size"] = any_size
        draft.notes["checked"] = run is not None
        write_bytes(target, _with_notes(raw, draft.notes))
        return
    raise problem or draft.refusal(
        "whose ONNX form computes something else", 'Choose `format = "torchscript"`.'
    )


def _agrees(draft: Draft, any_size: bool, run: Any) -> bool:
    if any(sample.graph_gap(run) > GRAPH_TOLERANCE for sample in draft.samples):
        return False
    return not any_size or draft.any_size(run)


def _any_size(draft: Draft) -> bool:
    """Whether there are sizes, and all layers compute them in a way that ONNX has."""
    on_grid = draft.example.inputs[0].dim() > 2
    return on_grid and all(getattr(part, "any_size", True) for part in draft.network.modules())


def _exported(draft: Draft, any_size: bool) -> bytes:
    inputs = tuple(x.cpu() for x in draft.example.copied_inputs())
    ins, outs = ([row["name"] for row in draft.notes[side]] for side in ("inputs", "outputs"))
    axes = {0: "batch"}
    if any_size:
        axes |= {i + 2: name for i, name in enumerate(_AXES[inputs[0].dim() - 2])}
    dynamic: dict[str, Any] = {name: dict(axes) for name in ins}
    for name, output in zip(outs, draft.example.outputs, strict=True):
        dynamic[name] = {0: "batch"}
        if any_size:
            dynamic[name] |= {i: f"{name}_{i}" for i in range(2, output.dim())}
    settings: dict[str, Any] = {}
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        settings["dynamo"] = False
    buffer = io.BytesIO()
    try:
        with quietly():
            torch.onnx.export(
                draft.network,
                inputs,
                buffer,
                input_names=ins,
                output_names=outs,
                dynamic_axes=dynamic,
                opset_version=_OPSET,
                **settings,
            )
    except Exception as problem:
        raise draft.refusal(
            f"which ONNX can't express: {first_line(problem)}", 'Choose `format = "torchscript"`.'
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

    @functools.cache
    def session() -> Any:
        providers = ["CPUExecutionProvider"]
        return onnxruntime.InferenceSession(raw, options, providers=providers)

    def run(*inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        names = [each.name for each in session().get_inputs()]
        arrays = {name: x.numpy() for name, x in zip(names, inputs, strict=True)}
        return tuple(torch.from_numpy(each) for each in session().run(None, arrays))

    return run


def _with_notes(raw: bytes, notes: dict[str, Any]) -> bytes:
    import onnx

    model = onnx.load_model_from_string(raw)
    entry = model.metadata_props.add()
    entry.key, entry.value = NOTES, json.dumps(notes)
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString()
    return data


def notes(path: str) -> dict[str, str]:
    """The metadata of an ONNX file; files that it refers to are left alone."""
    import onnx

    model = onnx.load_model_from_string(read(path, _LONGEST))
    return {each.key: each.value for each in model.metadata_props}
