"""Precisions of a training, and processors that only emulate some of them."""

import warnings

import numpy as np
import pytest
import torch
from training_cases import network, train

from escnn_r.bridge import devices
from escnn_r.bridge.errors import BadArgument
from escnn_r.training import precision


@pytest.mark.parametrize("quick", [True, False])
def test_emulated_bfloat16_is_told(quick, monkeypatch):
    monkeypatch.setattr(precision, "computes_bf16", lambda report: quick)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        precision.check_precision("bf16", torch.device("cpu"))
        precision.check_precision("float32", torch.device("cpu"))
    assert [w.message.kind for w in told] == ([] if quick else ["slow"])


def test_processors_that_compute_in_bfloat16():
    built = "  - CPU capability usage: {}\n  - Build settings: PERF_WITH_AVX512=1\n"
    assert precision.computes_bf16(built.format("AVX512"), "x86_64", "")
    assert not precision.computes_bf16(built.format("AVX2"), "AMD64", "")
    assert not precision.computes_bf16("nothing", "x86_64", "")
    # older PyTorch says AVX2 of every processor; those with AVX-512 alone emulate
    assert precision.computes_bf16(built.format("AVX2"), "x86_64", "avx512f avx512_bf16")
    assert precision.computes_bf16("nothing", "x86_64", "amx_bf16")
    assert not precision.computes_bf16(built.format("AVX512"), "x86_64", "avx512f")
    assert precision.computes_bf16(built.format("DEFAULT"), "arm64")
    # PyTorch still tells it in these words
    assert "CPU capability usage" in torch.__config__.show()


def test_precisions_and_devices():
    made = train(network(), precision="float64")
    assert next(made.module.parameters()).dtype == torch.float64
    made = train(network(), precision="bf16", epochs=1)
    assert next(made.module.parameters()).dtype == torch.float32
    assert np.isfinite(made.progress.history[0]["loss"])
    if not torch.cuda.is_available():
        with pytest.raises(BadArgument, match="cuda"):
            devices.pick_device("cuda")
        with pytest.raises(BadArgument, match="fp16"):
            train(network(), precision="fp16")
    assert devices.pick_device("auto").type in ("cpu", "cuda", "mps")
