"""Modules: ``layers`` has the classes, ``checks`` what must hold before one is built, ``expansion``
turns weights into filters; the files here build, edit, count and switch modules.
"""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import (
        batch_statistics,
        centred_sampling,
        editing,
        evaluation_mode,
        freezing,
        layers,
        pixel_grids,
        raw_weights,
        windows,
    )
    from .building import build_harmonics, build_module, build_sequence, merge_modules
    from .calling import module_inputs, run_module
    from .checks.advice import advise
    from .description import count_trainable, describe_module, floating_tensor, module_label
    from .editing import (
        is_sequence,
        layer_names,
        layer_of,
        pick_layers,
        rename_layers,
        replace_layer,
    )
    from .evaluation_mode import evaluation, exactly
    from .field_blocks import escaped
    from .fourier_types import fourier_layer, fourier_type
    from .freezing import freeze_layers, unfreeze_layers
    from .freshness import Snapshot
    from .gates import gated_type
    from .initial_weights import draw_weights
    from .inputs_and_outputs import call, each, flat
    from .layers.custom import custom_module
    from .module_methods import basis_table, module_filters, reset_module, set_mode
    from .own_parts import may_take_points, own
    from .parameters import one_parameter, parameter_table, read_parameters, write_parameters
    from .plain_calls import choose_alike, choose_training
    from .point_stack import PointStack
    from .protocols import EquivariantModuleLike, SteerableModule, Tensors
    from .raw_weights import load_weights, read_weight_file, read_weights, weight_tensors
    from .shapes import output_shape, shapes_of_layers

__getattr__, __dir__, __all__ = face(__name__)
