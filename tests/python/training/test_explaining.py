"""Maps of what an output depends on: windows, scores, and a module left as it was."""

import pytest
import torch

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")

from escnn import gspaces, nn  # noqa: E402

from escnn_r.bridge.errors import BadArgument  # noqa: E402
from escnn_r.training import batches, explaining  # noqa: E402

QUESTION = {
    "targets": "classes",
    "output": None,
    "steps": 4,
    "baseline": 0.0,
    "window": None,
    "stride": None,
}


@pytest.mark.parametrize("length", range(1, 30))
@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_windows_cover_and_lie_symmetrically(length, size, step):
    size = min(size, length)
    step = min(step, size)
    windows = explaining._along(length, size, step)
    covered = [0] * length
    for window in windows:
        for i in range(window.start, window.stop):
            covered[i] += 1
    assert min(covered) > 0
    assert covered == covered[::-1]
    assert {(w.start, w.stop) for w in windows} == {
        (length - w.stop, length - w.start) for w in windows
    }


def model():
    plane = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(plane, [plane.trivial_repr])
    wide = nn.FieldType(plane, [plane.regular_repr] * 2)
    return nn.SequentialModule(
        nn.R2Conv(kind, wide, 3),
        nn.InnerBatchNorm(wide),
        nn.ReLU(wide),
        nn.R2Conv(wide, wide, 5),
        nn.GroupPooling(wide),
    )


@pytest.mark.parametrize("method", ["gradient", "integrated_gradients", "occlusion"])
def test_quarter_turns_and_state(method):
    module = model().train()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    x = torch.randn(3, 1, 7, 7)
    asked = {**QUESTION, "method": method}
    upright = explaining.explain_outputs(module, batches.Arrays(x, None), asked, 2)
    turned = explaining.explain_outputs(module, batches.Arrays(x.rot90(1, (2, 3)), None), asked, 2)
    assert torch.allclose(upright["maps"].rot90(1, (1, 2)), turned["maps"], atol=1e-5)
    assert torch.equal(upright["outputs"], turned["outputs"])
    assert all(part.training for part in module.modules())
    after = module.state_dict()
    assert all(torch.equal(after[name], value) for name, value in before.items())
    assert all(parameter.grad is None for parameter in module.parameters())


def test_points_and_missing_outputs_are_refused():
    asked = {**QUESTION, "method": "gradient"}
    with pytest.raises(BadArgument, match="images or volumes"):
        explaining.explain_outputs(model(), batches.Arrays(torch.zeros(2, 3), None), asked, 2)
    with pytest.raises(BadArgument, match="2 outputs"):
        explaining.explain_outputs(
            model(), batches.Arrays(torch.zeros(2, 1, 7, 7), None), {**asked, "output": 2}, 2
        )
