"""The import of escnn: quiet, its cache elsewhere, honest about failures."""

import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

if importlib.util.find_spec("escnn") is None:
    pytest.skip("escnn is not installed", allow_module_level=True)


def escnn_folder():
    return Path(importlib.util.find_spec("escnn").origin).parent


def snapshot(folder):
    return {path: path.stat().st_mtime_ns for path in Path(folder).rglob("*")}


def assert_clean(result):
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


USE_CACHE = """
import escnn_r
escnn_r.prepare({cache!r})
import escnn
escnn.group.o2_group(2)._clebsh_gordan_coeff((1, 1), (1, 1), (1, 2))
assert escnn.group.__cache_path__ == str(escnn_r.cache_dir())
"""
USE_VERBOSE_CACHE = USE_CACHE + "escnn.group.octa_group().regular_representation"


def test_import_is_quiet_and_caches_in_the_given_folder(run_python, tmp_path):
    before = snapshot(escnn_folder())
    cache = tmp_path / "given"
    assert_clean(run_python(USE_VERBOSE_CACHE.format(cache=str(cache))))
    assert list(cache.glob("escnn-*-numpy*/joblib/escnn/group/**/output.pkl"))
    assert not (tmp_path / "cache").exists()
    assert snapshot(escnn_folder()) == before


def test_import_needs_no_writable_package_folder(run_python, tmp_path):
    site = tmp_path / "site"
    copytree(escnn_folder(), site / "escnn", ignore=ignore_patterns("_cache", "__pycache__"))
    # a file where the folder would be: not even root can write below it
    (site / "escnn" / "group" / "_cache").write_text("")
    before = snapshot(site)
    upstream = "import escnn, sys; sys.exit(hasattr(escnn, 'nn'))"
    assert "_cache" in run_python(upstream, path=[site], with_torch=True).stderr
    assert_clean(run_python(USE_CACHE.format(cache=None), path=[site], with_torch=True))
    assert snapshot(site) == before


def test_an_unwritable_cache_folder_falls_back_to_a_temporary_one(run_python, tmp_path):
    (tmp_path / "file").write_text("")
    code = """
import escnn_r, escnn_r.compat.importing, tempfile
escnn_r.load()
assert escnn_r.compat.importing.cache_is_temporary()
print(escnn_r.cache_dir())
"""
    cache = str(tmp_path / "file" / "below")
    result = run_python(code, with_torch=True, ESCNN_R_CACHE=cache)
    assert (result.returncode, result.stderr) == (0, "")
    assert "escnn_r-" in result.stdout
    assert not Path(result.stdout.strip()).exists()


def test_processes_share_a_fresh_cache(run_python):
    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(run_python, [USE_CACHE.format(cache=None)] * 2):
            assert_clean(result)


def test_prepare_is_light_and_idempotent(run_python):
    code = """
import sys, escnn_r
escnn_r.prepare()
finders = list(sys.meta_path)
escnn_r.prepare()
assert finders == sys.meta_path
assert not {"numpy", "torch", "escnn", "joblib"} & set(sys.modules)
"""
    assert_clean(run_python(code))


def test_default_cache_folder_follows_the_platform(run_python, tmp_path):
    code = """
import sys, escnn_r
sys.platform = sys.argv[1] if len(sys.argv) > 1 else sys.platform
print(escnn_r.cache_dir().parent)
"""
    for platform, below in {
        "linux": "xdg/escnn_r",
        "darwin": "home/Library/Caches/escnn_r",
        "win32": "local/escnn_r",
    }.items():
        result = run_python(
            code,
            arguments=["-c", code, platform],
            ESCNN_R_CACHE="",
            XDG_CACHE_HOME=str(tmp_path / "xdg"),
            LOCALAPPDATA=str(tmp_path / "local"),
            HOME=str(tmp_path / "home"),
        )
        assert result.stdout.strip() == str(tmp_path / below), result.stderr


def test_a_missing_inner_module_is_named(run_python):
    code = """
import sys, escnn_r
try:
    escnn_r.load()
except escnn_r.EscnnImportError as error:
    assert isinstance(error, ImportError)
    assert isinstance(error.__cause__, ModuleNotFoundError)
    print(error.name, "|", error)
assert not [name for name in sys.modules if name.split(".")[0] == "escnn"]
"""
    result = run_python(code, hide=["scipy"])
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("scipy | escnn.")
    assert "ModuleNotFoundError: No module named 'scipy'" in result.stdout


@pytest.mark.parametrize("hidden", ["torch", "joblib"])
def test_a_plain_import_fails_loudly_too(run_python, hidden):
    result = run_python("import escnn_r; escnn_r.prepare(); import escnn", hide=[hidden])
    assert result.returncode == 1
    assert (
        result.stderr.strip()
        .splitlines()[-1]
        .endswith(f"ModuleNotFoundError: No module named '{hidden}' (missing module: {hidden})")
    )


def test_without_escnn_the_error_says_so(run_python):
    result = run_python("import escnn_r; escnn_r.load()", hide=["escnn"])
    assert result.stderr.strip().endswith("ModuleNotFoundError: No module named 'escnn'")


def test_a_folder_that_happens_to_be_called_escnn_is_not_the_package(run_python, tmp_path):
    (tmp_path / "escnn" / "R").mkdir(parents=True)
    # Python takes it for a namespace package once the real one is out of reach
    code = """
import os, sys
sys.path[:] = [p for p in sys.path if not os.path.exists(os.path.join(p, "escnn/__init__.py"))]
import escnn_r
try:
    escnn_r.load()
except escnn_r.EscnnImportError as error:
    print(error)
"""
    result = run_python(code, path=[tmp_path])
    assert "cannot be imported: ModuleNotFoundError" in result.stdout, result.stderr


def test_standins_serve_only_what_is_missing(run_python):
    code = """
import escnn_r.compat.standins as standins
standins.install()
print(standins.served())
import py3nj, lie_learn.representations.SO3.wigner_d as wigner_d
print(py3nj.clebsch_gordan.__module__, wigner_d.wigner_D_matrix.__module__)
try:
    import lie_learn.spaces
except ModuleNotFoundError as error:
    print(error.name)
"""
    result = run_python(code, hide=["lie_learn", "py3nj"])
    assert result.stdout.splitlines() == [
        "['lie_learn', 'py3nj']",
        "escnn_r.compat.standins.clebsch_gordan escnn_r.compat.standins.wigner",
        "lie_learn.spaces",
    ]


def test_real_packages_win_over_standins(run_python, tmp_path):
    (tmp_path / "py3nj.py").write_text("clebsch_gordan = 'real'")
    code = """
import escnn_r.compat.standins as standins
standins.install()
import py3nj
print(py3nj.clebsch_gordan, standins.served())
"""
    result = run_python(code, path=[tmp_path], hide=["lie_learn"])
    assert result.stdout == "real ['lie_learn']\n"


def test_an_so3_network_runs_on_the_standins(run_python):
    code = """
import escnn_r
escnn = escnn_r.load()
import numpy as np, torch
torch.manual_seed(0); np.random.seed(0)
space = escnn.gspaces.rot3dOnR3()
source = escnn.nn.FieldType(space, [space.trivial_repr])
target = escnn.nn.FieldType(space, [space.irrep(degree) for degree in range(3)])
layer = escnn.nn.R3Conv(source, target, kernel_size=5).eval()
x = torch.randn(1, 1, 7, 7, 7)
x = escnn.nn.GeometricTensor(torch.randn(1, 1, 7, 7, 7), source)
# quarter turns are exact on the grid
for angles in ([0.0, 0.0, np.pi / 2], [0.0, np.pi / 2, 0.0], [np.pi / 2, np.pi / 2, np.pi]):
    turn = space.fibergroup.element(np.array(angles), "ZYZ")
    wanted, found = layer(x).transform(turn).tensor, layer(x.transform(turn)).tensor
    assert wanted.abs().max() > 0.1
    assert torch.allclose(found, wanted, atol=1e-4), (found - wanted).abs().max()
"""
    assert_clean(run_python(code, hide=["lie_learn", "py3nj"], with_torch=True))


def test_escnns_loader_is_the_ordinary_one(run_python):
    code = """
import escnn_r, inspect
escnn = escnn_r.load()
assert type(escnn.__loader__).__name__ == "SourceFileLoader"
assert inspect.getsource(escnn.nn)
import joblib
assert joblib.Memory is joblib.memory.Memory
assert escnn_r.load() is escnn
"""
    assert_clean(run_python(code, with_torch=True))


def test_computing_cached_values_prints_nothing(run_python):
    code = """
import escnn_r
escnn_r.prepare()
import escnn, numpy as np
group = escnn.group.o2_group(2)
# pretend that the first samples do not suffice, which escnn announces
calls = iter(range(100))
class Numpy:
    allclose = staticmethod(lambda *a, **k: next(calls) > 0 and np.allclose(*a, **k))
    __getattr__ = staticmethod(lambda name: getattr(np, name))
escnn.group._clebsh_gordan.np = Numpy()
group._clebsh_gordan_coeff((1, 1), (1, 1), (1, 2))
assert next(calls) > 1
print("mine", end="")
"""
    result = run_python(code, with_torch=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "mine", "")


def test_joblib_is_silent_about_slow_writes_of_these_caches_only(run_python):
    code = """
import warnings, joblib, joblib.memory, escnn_r
escnn = escnn_r.load()
ticks = iter(range(0, 10**9, 10))
joblib.memory.time.time = lambda: float(next(ticks))
with warnings.catch_warnings(record=True) as caught:
    escnn.group.o2_group(2)._clebsh_gordan_coeff((1, 1), (1, 1), (1, 2))
    assert caught == [], caught[0]
    joblib.Memory(str(escnn_r.cache_dir()) + "-mine", verbose=0).cache(abs)(1)
    assert any("Persisting" in str(warning.message) for warning in caught)
"""
    assert_clean(run_python(code, with_torch=True))


def test_groups_are_the_same_where_scikit_learn_is_installed(run_python, tmp_path):
    folder = tmp_path / "sklearn" / "utils"
    folder.mkdir(parents=True)
    for place in (folder.parent, folder):
        (place / "__init__.py").touch()
    # as it is since 1.2, for the matrices that escnn gives it
    refuse = "def randomized_svd(*args, **kwargs):\n    raise TypeError('np.matrix')\n"
    (folder / "extmath.py").write_text(refuse)
    code = """
import escnn_r
escnn = escnn_r.load()
import sklearn.utils.extmath
numerical = escnn.group._numerical
group = escnn.group.octa_group()
a, b = group.irrep(1).tensor(group.irrep(1)), group.irrep(1)
matrices = [[rho(g) for g in group.elements] for rho in (a, b)]
print(numerical.find_intertwiner_basis_sylvester(*matrices).shape[1], end="")
"""
    result = run_python(code, path=[tmp_path], with_torch=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "1", "")
