"""Each kind of operation in float32 and under autocast in bfloat16, by processor time.

python bench/precision_layers.py [NAME]
"""

import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def drawn(*shape):
    """Numbers with gradients."""
    return torch.randn(*shape).requires_grad_()


def convolution(operation, ins, outs, kernel, size, groups=1, stride=1):
    """Values, and a convolution of them."""
    d = 3 if operation is F.conv3d else 2
    weight = drawn(outs, ins // groups, *[kernel] * d)
    return drawn(16, ins, *[size] * d), lambda x: operation(
        x, weight, stride=stride, padding=kernel // 2, groups=groups
    )


def cases():
    """Values and an operation by name."""
    blur, image = torch.randn(48, 1, 5, 5), (32, 48, 28, 28)
    up = drawn(48, 48, 4, 4)
    scale, mix, matrix = torch.randn(48), torch.randn(16, 9), drawn(256, 256)
    return {
        "convolution 2D": convolution(F.conv2d, 48, 48, 5, 28),
        "convolution 2D, one channel": convolution(F.conv2d, 1, 48, 5, 28),
        "convolution 2D, 1 x 1": convolution(F.conv2d, 192, 192, 1, 28),
        "convolution 2D, groups of 16": convolution(F.conv2d, 64, 64, 3, 28, 4),
        "convolution 2D, groups of 2": convolution(F.conv2d, 48, 48, 3, 28, 24),
        "convolution 2D, depthwise": convolution(F.conv2d, 48, 48, 5, 28, 48),
        "antialiased pool": (
            drawn(*image),
            lambda x: F.conv2d(x, blur, stride=2, padding=2, groups=48),
        ),
        "convolution 3D": convolution(F.conv3d, 16, 16, 3, 14),
        "convolution 3D, depthwise": convolution(F.conv3d, 16, 16, 3, 14, 16),
        "transposed convolution": (drawn(16, 48, 14, 14), lambda x: F.conv_transpose2d(x, up)),
        "average pool": (drawn(*image), lambda x: F.avg_pool2d(x, 2)),
        "max pool": (drawn(*image), lambda x: F.max_pool2d(x, 2)),
        "batch norm": (
            drawn(*image),
            lambda x: F.batch_norm(x, None, None, scale, scale, training=True),
        ),
        "ELU": (drawn(*image), F.elu),
        "norm": (drawn(*image), lambda x: x.unflatten(1, (24, 2)).norm(dim=2)),
        "group pool": (drawn(*image), lambda x: x.unflatten(1, (6, 8)).amax(2)),
        "Fourier transform": (
            drawn(32, 5, 9, 28, 28),
            lambda x: torch.einsum("fg,bcgwh->bcfwh", mix, x),
        ),
        "linear": (drawn(512, 256), lambda x: F.linear(x, matrix)),
        "upsampling": (
            drawn(*image),
            lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"),
        ),
    }


def milliseconds(run, rounds=9):
    """The least processor time of several runs."""
    run()
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        run()
        spent.append(time.process_time() - begun)
    return 1e3 * min(spent)


def step(values, operation, low):
    """Processor time of an operation and its gradients; what comes in is as precise as it."""
    start = values.detach().to(torch.bfloat16 if low else torch.float32).requires_grad_()

    def run():
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            output = operation(start)
        output.backward(torch.ones_like(output))

    return milliseconds(run)


def main(wanted):
    """Print a line for each kind."""
    print(f"PyTorch {torch.__version__}, milliseconds of a step in float32 and bf16")
    for name, (values, operation) in cases().items():
        if wanted in name:
            full, low = (step(values, operation, each) for each in (False, True))
            print(f"{name:<32} {full:9.2f} {low:9.2f}  x{full / low:.2f}", flush=True)


main(sys.argv[1] if len(sys.argv) > 1 else "")
