"""Training: exact arithmetic of losses and metrics, a loop that resumes to the bit."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
import torch
import training_cases
from training_cases import data, network, plan, same, train

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import raw_weights
from escnn_r.saving import copies, model_files
from escnn_r.training import (
    batches,
    checkpoints,
    holding_out,
    loop,
    recalibration,
    running,
)
from escnn_r.training import examples as sources
from escnn_r.training.plan import Plan

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
pytest.importorskip("safetensors")


def test_training_learns_and_tells():
    module = network()
    made = train(module, validation=data(seed=1), epochs=6)
    history = made.progress.history
    assert [record["epoch"] for record in history] == [1, 2, 3, 4, 5, 6]
    assert history[-1]["loss"] < 0.5 * history[0]["loss"]
    assert history[-1]["valid_accuracy"] > 0.8
    assert list(history[0]) == ["epoch", "loss", "lr", "valid_loss", "valid_accuracy", "seconds"]
    assert module.training


def test_the_loop_does_what_a_hand_written_one_does(monkeypatch):
    # running statistics as a loop by hand has them
    monkeypatch.setattr(recalibration.Renewal, "renew", lambda *_: None)
    module, mirror = network(), network()
    train(module, lr_schedule=None, optimizer={"name": "sgd", "lr": 0.01})
    examples = data()
    rule = torch.optim.SGD([p for _, p in sorted(mirror.named_parameters())], lr=0.01)
    state = torch.get_rng_state()
    torch.manual_seed(4)
    for epoch in range(3):
        order = np.random.default_rng([4, epoch]).permutation(60)
        for first in range(0, 60, 8):
            x, y = examples.take(order[first : first + 8])
            output = mirror(nn.GeometricTensor(x, mirror.in_type)).tensor.flatten(1)
            rule.zero_grad()
            torch.nn.functional.cross_entropy(output, y).backward()
            rule.step()
    torch.set_rng_state(state)
    assert same(module, mirror)


def test_training_is_a_function_of_its_seed_and_leaves_the_generators_alone():
    torch.manual_seed(9)
    np.random.seed(9)
    first = network()
    torch.manual_seed(7)
    before = torch.get_rng_state(), np.random.get_state()[1].copy()
    train(first)
    assert torch.equal(torch.get_rng_state(), before[0])
    assert np.array_equal(np.random.get_state()[1], before[1])
    second, third = network(), network()
    train(second)
    train(third, seed=5)
    assert same(first, second)
    assert not same(first, third)


@pytest.mark.parametrize("stop_after", [1, 5, 8, 13, 20])
def test_resuming_gives_the_same_weights_to_the_bit(stop_after, tmp_path):
    path = str(tmp_path / "c.escnn")
    straight = network()
    expected = train(straight, augment="all").progress.history
    broken = running.make_trainer(network(), data(), None, plan(augment="all"))
    count = 0

    def keep(trainer):
        nonlocal count
        count += 1
        checkpoints.save_checkpoint(trainer, path)
        if count == stop_after:
            trainer.stop()

    broken.run(on_checkpoint=keep)
    other = running.make_trainer(network(seed=3), data(), None, plan(augment="all"))
    checkpoints.load_checkpoint(other, path)
    history = other.run()
    assert same(other.module, straight)
    assert [r["loss"] for r in history] == [r["loss"] for r in expected]


def test_checkpoints_of_other_trainings_are_refused(tmp_path):
    path = str(tmp_path / "c.escnn")
    made = train(network())
    checkpoints.save_checkpoint(made, path)
    for changes in ({"seed": 5}, {"batch_size": 9}, {"optimizer": {"name": "sgd", "lr": 0.01}}):
        other = running.make_trainer(network(), data(), None, plan(**changes))
        with pytest.raises(BadArgument, match="resume"):
            checkpoints.load_checkpoint(other, path)
    with pytest.raises(BadArgument, match="number of examples"):
        checkpoints.load_checkpoint(running.make_trainer(network(), data(59), None, plan()), path)


# A process for each line that comes, forked from one that has imported everything.
KILLED = """
import os, sys, time
sys.path.insert(0, {tests!r})
import training_cases as t
from escnn_r.training.weighing import Counted
from escnn_r.training import checkpoints, running as session
from escnn_r.saving import model_files as files
path = {path!r}
def keep(trainer):
    checkpoints.save_checkpoint(trainer, path)
    time.sleep(0.02)
def train():
    made = session.make_trainer(t.network(), t.data(), None, t.plan(epochs=4))
    if os.path.exists(path):
        checkpoints.load_checkpoint(made, path)
    print(os.getpid(), flush=True)
    made.run(on_checkpoint=keep)
    files.save_model(made.module, {done!r})
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        train()
        os._exit(0)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
def test_killed_at_random_moments_it_ends_the_same(tmp_path):
    straight = network()
    train(straight, epochs=4)
    path, done = tmp_path / "c.escnn", tmp_path / "done.escnn"
    here = str(Path(training_cases.__file__).parent)
    code = textwrap.dedent(KILLED).format(tests=here, path=str(path), done=str(done))
    source = str(Path(escnn_r.__file__).parents[1])
    draw = np.random.default_rng(0)
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:

        def start():
            parent.stdin.write("\n")
            parent.stdin.flush()
            return int(parent.stdout.readline())

        ends = []
        for _ in range(4):
            child = start()
            time.sleep(float(draw.uniform(0.05, 0.5)))
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            ends.append(parent.stdout.readline())
        assert path.exists() and "ended 9\n" in ends
        start()
        assert parent.stdout.readline() == "ended 0\n"
        parent.stdin.close()
    again, expected = (
        raw_weights.read_weights(model_files.load_model(str(done))[0]),
        raw_weights.read_weights(straight),
    )
    assert all(torch.equal(again[name], expected[name]) for name in expected)


def test_an_interrupt_ends_after_the_batch_with_the_model_so_far():
    made = running.make_trainer(network(), data(), None, plan(epochs=50))

    def interrupt(state):
        if state["batch"] == 3:
            os.kill(os.getpid(), signal.SIGINT)

    made.run(None, interrupt)
    assert made.progress.epoch == 0
    assert made.progress.batch in (3, 4)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_hooks_can_end_training_and_lower_the_rate():
    made = train(network(), hooks=(lambda record: False,), epochs=9)
    assert made.progress.epoch == 1
    made = train(network(), hooks=(lambda record: 0.5,), epochs=3, lr_schedule=None)
    assert [round(r["lr"], 6) for r in made.progress.history] == [0.01, 0.005, 0.0025]


def test_what_does_not_fit_is_told_before_any_step():
    module = network()
    before = {name: value.detach().clone() for name, value in module.named_parameters()}
    with pytest.raises(BadArgument, match="5 numbers for 5 classes"):
        train(module, levels=list("abcde"))
    wrong = batches.Arrays(data().values, torch.zeros(60, 2))
    with pytest.raises(BadArgument, match="2 numbers"):
        train(module, examples=wrong, targets="numbers", metrics=[])
    assert all(torch.equal(p, before[name]) for name, p in module.named_parameters())


def test_a_loss_that_explodes_is_told():
    with pytest.raises(BadArgument, match="finite"):
        train(network(), optimizer={"name": "sgd", "lr": 1e30}, lr_schedule=None)


def test_functions_yield_batches_until_they_end():
    examples = data()

    def yielded(epoch, batch):
        if batch == 4:
            return None
        x, y = examples.take(np.arange(batch * 5, batch * 5 + 5))
        return x.numpy(), y.numpy()

    made = train(network(), examples=sources.example_calls(yielded, True, "float32"))
    assert made.progress.step == 12
    assert len(made.progress.history) == 3


def test_a_part_is_held_out_without_overlap():
    examples = batches.Arrays(torch.arange(20.0), torch.arange(20))
    rest, held = holding_out.split_examples(examples, 0.25, 3)
    assert len(held) == 5
    both = np.concatenate([part.take(np.arange(len(part)))[1].numpy() for part in (rest, held)])
    assert sorted(both) == list(range(20))
    with pytest.raises(BadArgument, match="validation"):
        holding_out.split_examples(examples, 0.001, 3)


def test_fresh_copies_share_nothing():
    module = network()
    copy = copies.fresh_copy(module)
    x = nn.GeometricTensor(torch.randn(2, 1, 9, 9), module.in_type)
    module.eval(), copy.eval()
    assert torch.equal(copy(x).tensor, module(x).tensor)
    with torch.no_grad():
        copy[0].weights.add_(1)
    assert not torch.equal(copy[0].weights, module[0].weights)


def test_packages_are_text_and_bytes():
    module = network().eval()
    packed = copies.package_module(module)
    assert isinstance(packed["recipe"], str) and isinstance(packed["weights"], bytearray)
    again = copies.unpackage_module(packed["recipe"], packed["weights"])
    x = nn.GeometricTensor(torch.randn(2, 1, 9, 9), module.in_type)
    assert torch.equal(again(x).tensor, module(x).tensor)


def test_the_trainer_can_be_stopped_from_outside():
    made = loop.Trainer(
        network(), data(), None, Plan(targets="classes", levels=["a", "b", "c"], epochs=2)
    )
    made.stop()
    assert made.run() == []


def test_losses_that_are_looked_at_seldom_add_up_to_the_same(monkeypatch):
    histories = []
    for lazy in (False, True):
        made = running.make_trainer(network(), data(), None, plan(epochs=1, batch_size=1))
        made._lazy, reads, settle = lazy, [], made.settle
        monkeypatch.setattr(
            made,
            "settle",
            lambda made=made, reads=reads, settle=settle: (
                reads.append(len(made._unread)),
                settle(),
            ),
        )
        made.run()
        histories.append(made.progress.history[0]["loss"])
    assert [n for n in reads if n] == [50, 10]
    assert histories[0] == histories[1]
    stopped = running.make_trainer(network(), data(), None, plan(epochs=1, batch_size=1))
    stopped._lazy = True
    # heard of after the batch, so that the next one is the last
    stopped.run(on_checkpoint=lambda made: made.stop() if made.progress.batch == 7 else None)
    assert stopped.progress.seen == 8 and not stopped._unread
