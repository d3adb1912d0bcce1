"""Images and volumes of another size."""

import numpy as np

from escnn_r.datasets.resizing import resampled_volume, resized_image


def test_an_image_keeps_its_mean():
    image = np.random.RandomState(1).rand(12, 8, 3)
    found = resized_image(image, [6, 4]).numpy()
    assert found.shape == (6, 4, 3)
    assert np.allclose(found.mean((0, 1)), image.mean((0, 1)), atol=0.02)


def test_a_ramp_stays_one_between_its_ends():
    volume = np.arange(6.0).reshape(1, 1, 6, 1)
    found = resampled_volume(volume, [1, 1, 11], [1, 1, 0.5], "linear").numpy().ravel()
    assert np.allclose(found, np.arange(11) / 2)
    nearest = resampled_volume(volume, [1, 1, 12], [1, 1, 0.5], "nearest").numpy().ravel()
    assert set(nearest) <= set(range(6))
