"""Training: losses, metrics, optimizers, the loop, checkpoints, several processes."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "checkpoints": (
            "checkpoint_seed keep_best load_checkpoint rehearse_checkpoint restore_best"
        ),
        "distributed.launching": "launch_diagnosis launch_job",
        "distributed.processes": "agreed_value",
        "distributed.sharing": "share_weights",
        "evaluation": "scores",
        "examples": "example_arrays example_calls split_examples",
        "logs": "add_scalars close_board open_board tensorboard_available write_log",
        "measures": "measure_names smaller_is_better",
        "recalibration": "recalibrate",
        "rotated_data": "rotate_data",
        "running": "make_trainer run_training training_history",
        "threads": "current_threads start_threads",
        "weighing": "missing_targets weighed with_example_weights",
    },
)
