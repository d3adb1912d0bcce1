"""Plain forms of convolutions, products and polynomials."""

from __future__ import annotations

import copy
from typing import Any

import torch

from ...nn import SteerableModule, pixel_grids
from .. import plain, plain_exact, plain_fields
from ..registry import CONVERTERS, converter
from .parts import copied


def _expanded(module: SteerableModule, name: str) -> tuple[torch.Tensor, Any]:
    """The filter or matrix that a layer convolves with in its present mode, and the bias."""
    if not module.training and getattr(module, name, None) is not None:
        return copied(getattr(module, name)), copied(getattr(module, "expanded_bias", None))
    with torch.no_grad():
        parameters = module.expand_parameters()
    weight, bias = parameters if isinstance(parameters, tuple) else (parameters, None)
    return copied(weight), copied(bias)


def _filled(layer: Any, weight: torch.Tensor, bias: Any) -> Any:
    layer = layer.to(weight)
    with torch.no_grad():
        layer.weight.copy_(weight)
        if bias is not None:
            layer.bias.copy_(bias)
    return layer


def _convolution(kind: str, module: Any, **settings: Any) -> Any:
    """PyTorch's layer of this kind with the settings that all have, and with the filter."""
    weight, bias = _expanded(module, "filter")
    conv = torch.nn.utils.skip_init(
        getattr(torch.nn, f"{kind}{module.d}d"),
        module.in_type.size,
        module.out_type.size,
        module.kernel_size,
        stride=module.stride,
        dilation=module.dilation,
        groups=module.groups,
        bias=bias is not None,
        **settings,
    )
    return _filled(conv, weight, bias)


@converter("R2Conv", "R3Conv", "R3IcoConv")
def _conv(module: Any) -> Any:
    if module.padding_mode != "circular":
        return _convolution(
            "Conv", module, padding=module.padding, padding_mode=module.padding_mode
        )
    padding = list(pixel_grids.each(module.padding, module.d))
    return plain.Chain(plain_exact.CircularPad(padding), _convolution("Conv", module, padding=0))


@converter("R2ConvTransposed", "R3ConvTransposed", "R3IcoConvTransposed")
def _transposed(module: Any) -> Any:
    return _convolution(
        "ConvTranspose", module, padding=module.padding, output_padding=module.output_padding
    )


CONVERTERS |= {
    "PlainConvModule": lambda module: copy.deepcopy(module.conv),
    "MaskModule": lambda module: plain.Mask(copied(module.mask)),
}


@converter("Linear")
def _linear(module: Any) -> Any:
    weight, bias = _expanded(module, "matrix")
    linear = torch.nn.utils.skip_init(
        torch.nn.Linear, module.in_type.size, module.out_type.size, bias=bias is not None
    )
    return _filled(linear, weight, bias)


@converter("TensorProductModule")
def _tensor_product(module: Any) -> Any:
    weight, _ = _expanded(module, "matrix")
    fields = len(module.in_type)
    return plain_fields.TensorProduct(weight.reshape(fields, weight.shape[0] // fields, -1))


@converter("HarmonicPolynomialR3")
def _harmonics(module: Any) -> Any:
    """The coefficients are solved for, from the values at random points."""
    from escnn.nn import GeometricTensor

    degrees = range(module.L + 1)
    powers = [[i, j, n - i - j] for n in degrees for i in range(n + 1) for j in range(n + 1 - i)]
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(4 * len(powers), 3, generator=generator, dtype=torch.float64)
    buffer = module.harmonics_generator.cob_1 if module.L else torch.zeros(())
    with torch.no_grad():
        values = module(GeometricTensor(x.to(buffer), module.in_type)).tensor.cpu().double()
    terms = [x[:, 0] ** i * x[:, 1] ** j * x[:, 2] ** k for i, j, k in powers]
    coefficients = torch.linalg.lstsq(torch.stack(terms, 1), values).solution.t()
    return plain_exact.Polynomials(powers, coefficients.to(buffer))
