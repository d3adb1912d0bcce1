"""Field types, geometric tensors and point clouds, and how group elements act on them."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "action": "transform",
        "action_on_arrays": "act_on_array",
        "building": (
            "check_field_shape combine_tensors concatenate_tensors field_type "
            "geometric_tensor pick_examples select_fields"
        ),
        "clouds": "cloud_index clouds_available join_clouds separate_clouds",
        "costs": "check_fields",
        "description": "describe_field_type describe_tensor",
        "edges": "connect_points edge_list edges_of",
        "field_types": (
            "act_on_fibres fields_in_order type_change_of_basis type_irreps type_matrix "
            "type_summary"
        ),
        "tensors": "moved_tensor retyped_tensor transform_fibres",
    },
)
