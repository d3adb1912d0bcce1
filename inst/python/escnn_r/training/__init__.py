"""Training: losses, metrics, optimizers, the loop, checkpoints, several processes."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import batches, memory, output_shapes, threads
    from .batches import Data, Examples
    from .checkpoints import (
        checkpoint_seed,
        keep_best,
        load_checkpoint,
        rehearse_checkpoint,
        restore_best,
    )
    from .distributed.launching import launch_diagnosis, launch_job
    from .distributed.processes import agreed_value
    from .distributed.sharing import share_weights
    from .distributed.workers import TrainerInWorkers, Transport
    from .evaluation import scores, wrap
    from .examples import example_arrays, example_calls
    from .explaining import explain_outputs
    from .forces import predict_forces
    from .holding_out import split_examples
    from .logs import add_scalars, close_board, open_board, tensorboard_available, write_log
    from .losses_and_metrics import measure_names, smaller_is_better
    from .normalised_weights import missing_targets, weighed
    from .plan import Plan
    from .rate_finder import try_rates
    from .recalibration import recalibrate
    from .rotated_data import rotate_data
    from .running import make_trainer, run_training, training_history
    from .threads import current_threads, start_threads
    from .value_ranges import value_range
    from .weighted_data import with_example_weights

__getattr__, __dir__, __all__ = face(__name__)
