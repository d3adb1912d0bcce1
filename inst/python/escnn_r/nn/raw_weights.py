"""Raw weights: what training changes, without what can be computed from it.

Filters, bases and index tables are left out, so that weights are the same in
training and in evaluation mode and exchange with plain escnn's state dicts.
"""

from __future__ import annotations

import pickle
import re
import tarfile
import zipfile
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from ..bridge.files import regular, tensor_bytes
from .freshness import refresh

_STATISTICS = re.compile(r"(^|_)(running_(mean|var)s?|num_batches_tracked)$")


def read_weights(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Copies of a module's parameters and running statistics, by name, on the CPU."""
    return {name: value.detach().cpu().clone() for name, value in own_weights(module).items()}


def own_weights(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """A module's parameters and running statistics themselves, by name."""
    own: dict[str, torch.Tensor] = dict(module.named_parameters())
    for path, part in module.named_modules():
        for name, value in part.named_buffers(recurse=False):
            if _STATISTICS.search(name) or getattr(part, "keeps_buffers", False):
                own[f"{path}.{name}" if path else name] = value
    return own


def load_weights(module: torch.nn.Module, state: dict[str, Any]) -> torch.nn.Module:
    """Put weights into a module, in either mode; other entries of a state dict are ignored.

    Nothing is changed unless all fits.
    """
    own = own_weights(module)
    missing = [name for name in own if name not in state]
    if missing:
        raise BadArgument(
            "weights",
            f"a state dict with all {len(own)} weights of the model",
            f"one without {_some(missing)}",
            "The weights come from a network of another architecture.",
        )
    for name, value in own.items():
        kind = state[name].dtype
        if kind.is_complex or kind.is_floating_point != value.dtype.is_floating_point:
            raise BadArgument(
                "weights",
                f"of the model's type of numbers, {_kind(value)} for {name}",
                _kind(state[name]),
            )
        if name.rpartition("_")[2] in ("var", "vars") and bool((state[name] < 0).any()):
            raise BadArgument("weights", f"of variances of at least 0 in {name}", "negative ones")
        same = state[name].shape == value.shape
        if not same and not (state[name].numel() == value.numel() == 1):
            raise BadArgument(
                "weights",
                f"of the model's shapes, {tuple(value.shape)} for {name}",
                f"one of {tuple(state[name].shape)}",
            )
    unknown = [name for name in state if name not in own and not _derived(module, name)]
    if unknown:
        raise BadArgument(
            "weights", "a state dict of this model", f"one with {_some(unknown)} besides"
        )
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(state[name].reshape(value.shape))
    refresh(module)
    return module


def _kind(value: torch.Tensor) -> str:
    return str(value.dtype).removeprefix("torch.")


def _derived(module: Any, name: str) -> bool:
    """Whether a state dict's entry is a table or a filter that the module computes itself."""
    path, _, leaf = name.rpartition(".")
    if "basisexpansion" in path.split(".")[-1] or "basisexpansion" in name:
        return True
    tables = r"filter|matrix|expanded_bias|bias_expansion|mask|A|Ainv|expansion"
    kinds = r".*indices.*|.*change_of_basis.*|.*_avg|vars_(aggregator|propagator)_.*"
    known = {n for n, _ in module.named_buffers()}
    return name in known or bool(re.fullmatch(f"{tables}|{kinds}", leaf))


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def weight_tensors(values: dict[str, Any]) -> dict[str, torch.Tensor]:
    """A state dict from arrays by name."""
    return {name: torch.from_numpy(np.array(value, order="C")) for name, value in values.items()}


def _refuse_programs(path: str) -> None:
    """Old PyTorch unpacks tar files, and runs TorchScript, whatever it is told."""
    size = regular.check(path)
    if tarfile.is_tarfile(path):
        raise ValueError("it is a tar archive")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            last = {name.rpartition("/")[2] for name in archive.namelist()}
            # PyTorch packs nothing: what claims to be larger takes memory at will
            if sum(each.file_size for each in archive.infolist()) > 2 * size:
                raise ValueError("its parts claim to be larger than it is")
            if archive.testzip() is not None:
                raise ValueError("its checksum differs")
        if "constants.pkl" in last:
            raise ValueError("it is a program in TorchScript")


def read_weight_file(path: str) -> dict[str, torch.Tensor]:
    """A state dict from a safetensors file or from one of PyTorch's, read without running it."""
    try:
        if path.endswith(".safetensors"):
            state: Any = tensor_bytes.read(regular.read(path, regular.memory_share()))
        else:
            _refuse_programs(path)
            state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as problem:
        # PyTorch's own advice there is to run what the file has in it
        unsafe = isinstance(problem, pickle.UnpicklingError)
        why = "it is damaged, or holds other things than tensors" if unsafe else problem
        raise BadArgument(
            "weights", "a file of weights that can be read", f'"{path}" ({why})'
        ) from problem
    tensors = isinstance(state, dict) and all(isinstance(v, torch.Tensor) for v in state.values())
    if not tensors or not all(isinstance(name, str) for name in state):
        raise BadArgument("weights", "a file of tensors by name", f'"{path}"')
    return state
