"""Training: losses, metrics, optimizers, the loop, checkpoints, several processes."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "checkpoints": "checkpoint_seed load_checkpoint rehearse_checkpoint",
        "distributed.engine": "agreed_value run_together settle_plan trainer_of_process",
        "distributed.launching": "launch_diagnosis launch_job",
        "distributed.workers": "outcome_of_workers",
        "explaining": "explain_outputs",
        "rotated_data": "rotate_data",
        "running": (
            "example_arrays example_calls keep_best make_trainer restore_best run_training "
            "scores split_examples training_history write_log"
        ),
        "tensorboard": "add_scalars open_board",
        "threads": "current_threads start_threads",
    },
)
