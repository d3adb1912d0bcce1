"""escnn's prints are dropped, those of others are shown."""

import types

import escnn_r
from escnn_r.bridge import calls

escnn_r.prepare()


def words_of(name):
    """A function that prints, of a module of this name."""
    module = types.ModuleType(name)
    exec("def speak():\n    print('said by', __name__)\n    return 1", vars(module))
    return module.speak


def test_functions_of_users_are_heard(capsys):
    assert calls.invoke(words_of("mine")).value == 1
    assert capsys.readouterr().out == "said by mine\n"


def test_escnn_is_not(capsys):
    assert calls.invoke(words_of("escnn.nn.modules.relu")).value == 1
    assert capsys.readouterr().out == ""


def test_a_user_within_escnn_is_heard(capsys):
    def outer():
        words_of("escnn.group")()
        calls.invoke(words_of("mine"))
        words_of("escnn_of_mine")()

    calls.invoke(outer)
    assert capsys.readouterr().out == "said by mine\nsaid by escnn_of_mine\n"
