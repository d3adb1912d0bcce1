"""Modules: ``layers`` has the classes, ``checks`` what must hold before one is built, ``expansion``
turns weights into filters; the files here build, edit, count and switch modules.
"""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "building": "build_harmonics build_module build_sequence merge_modules",
        "calling": "module_inputs run_module",
        "description": "count_trainable describe_module",
        "editing": "layer_names layer_of pick_layers rename_layers replace_layer",
        "fourier_types": "fourier_layer fourier_type",
        "gates": "gated_type",
        "initial_weights": "draw_weights",
        "layers.custom": "custom_module",
        "module_methods": "module_filters reset_module set_mode",
        "parameters": "one_parameter parameter_table read_parameters write_parameters",
        "raw_weights": "load_weights read_weight_file read_weights weight_tensors",
        "shapes": "output_shape shapes_of_layers",
    },
)
