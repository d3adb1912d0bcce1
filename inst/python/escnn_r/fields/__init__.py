"""Field types, geometric tensors and point clouds, and how group elements act on them."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import action, clouds, edges, shared_batches
    from .action import grid_action, is_exact, transform
    from .action_on_arrays import act_on_array
    from .building import (
        check_field_shape,
        combine_tensors,
        concatenate_tensors,
        field_type,
        geometric_tensor,
        pick_examples,
        select_fields,
    )
    from .clouds import cloud_index, clouds_available, join_clouds, separate_clouds
    from .costs import check_fields
    from .description import (
        describe_field_type,
        describe_tensor,
        field_type_label,
        size_label,
        type_label,
    )
    from .edges import connect_points, edge_list, edges_of
    from .field_channels import (
        Where,
        assembled,
        channels,
        check_type,
        checked,
        each_mapped,
        field_label,
        in_order,
        length,
        mapped,
        own_buffers,
        register_channels,
        settle,
        several_values,
        spread,
        subfield_size,
        taken,
        unique_names,
        wrap,
    )
    from .field_types import (
        act_on_fibres,
        fields_in_order,
        type_change_of_basis,
        type_irreps,
        type_matrix,
        type_summary,
    )
    from .protocols import FieldTypeLike, GeometricTensorLike
    from .tensors import moved_tensor, retyped_tensor, transform_fibres

__getattr__, __dir__, __all__ = face(__name__)
