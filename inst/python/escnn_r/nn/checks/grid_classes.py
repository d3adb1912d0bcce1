"""Names of the classes that work on grids, by what they do."""

CONVS = ("R2Conv", "R3Conv", "R3IcoConv")
TRANSPOSED = tuple(f"{name}Transposed" for name in CONVS)
UPSAMPLING = ("R2Upsampling", "R3Upsampling")


def _pools(*kinds: str) -> tuple[str, ...]:
    return tuple(f"Pointwise{kind}{end}" for kind in kinds for end in ("", "2D", "3D"))


ADAPTIVE = _pools("AdaptiveAvgPool", "AdaptiveMaxPool")
BLURRED = _pools("AvgPoolAntialiased", "MaxPoolAntialiased")
# those that compare channels, which fields must allow
COMPARING = _pools("MaxPool", "MaxPoolAntialiased", "AdaptiveMaxPool")
# those whose windows may be padded
WINDOWED = (*_pools("MaxPool", "MaxPoolAntialiased", "AvgPool"), "NormMaxPool")
POOLS = (*WINDOWED, *_pools("AvgPoolAntialiased"), *ADAPTIVE)
