"""Training: losses, metrics, optimizers, the loop, checkpoints, several processes."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import batches, losses, memory, threads
    from .batches import Data, Examples
    from .checkpoints import checkpoint_seed, load_checkpoint, rehearse_checkpoint
    from .distributed.engine import agreed_value, run_together, settle_plan, trainer_of_process
    from .distributed.launching import launch_diagnosis, launch_job
    from .distributed.workers import Caller, outcome_of_workers
    from .evaluation import wrap
    from .rotated_data import rotate_data
    from .running import (
        example_arrays,
        example_calls,
        keep_best,
        make_trainer,
        restore_best,
        run_training,
        scores,
        split_examples,
        training_history,
        write_log,
    )
    from .tensorboard import add_scalars, open_board
    from .threads import current_threads, start_threads

__getattr__, __dir__, __all__ = face(__name__)
