"""The wheel alone: what lies in it, what it needs, and what it does far from the repository."""

import json
import os
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from subprocess import STDOUT
from zipfile import ZipFile

import numpy as np
import pytest
from child_processes import run_child
from packaging.requirements import Requirement
from PIL import Image

ROOT = Path(__file__).parents[1]
MNIST = str(ROOT / "data" / "mnist")

Environment = Callable[..., Path]


def run(*command: str | Path, cwd: Path, code: int = 0, **settings: str) -> str:
    """Run a child that knows of no clone; return what it printed, on both streams."""
    own = {"PYTHONPATH", "NUMREC_DATA", "NUMREC_CACHE"}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    done = run_child(command, cwd=cwd, env=kept | settings, stderr=STDOUT, encoding="utf-8")
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed here, so that no network is asked."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A function that returns the Python of an environment with the wheel and some extras."""

    @cache
    def made(*extras: str) -> Path:
        folder = tmp_path_factory.mktemp("environment")
        venv.create(folder, symlinks=os.name != "nt")
        places = sysconfig.get_paths("venv", vars={"base": str(folder)})
        python = Path(places["scripts"], "python")
        offline = ["-q", "--no-index", "--no-deps", "--disable-pip-version-check"]
        pip = [sys.executable, "-m", "pip", "--python", python]
        run(*pip, "install", *offline, wheel, cwd=folder)
        with ZipFile(wheel) as file:
            metadata = next(name for name in file.namelist() if name.endswith("METADATA"))
            lines = file.read(metadata).decode().splitlines()
        declared = [line.removeprefix("Requires-Dist: ") for line in lines if "ires-Dist" in line]
        for name in {*needed(declared, extras)}:  # what it declares is lent by this environment
            owned = distribution(name)
            for top in {file.parts[0] for file in owned.files or []} - {"..", "__pycache__"}:
                Path(places["purelib"], top).symlink_to(Path(str(owned.locate_file(top))))
        return python

    return made


def needed(declared: list[str], extras: tuple[str, ...] = ()) -> Iterator[str]:
    """Name the distributions that requirements ask for, and what these ask for in turn."""
    for requirement in map(Requirement, declared):
        wanted = [{"extra": extra} for extra in ("", *extras)]
        if not requirement.marker or any(map(requirement.marker.evaluate, wanted)):
            yield requirement.name
            yield from needed(distribution(requirement.name).requires or [])


def test_the_wheel_holds_both_packages_whole_and_neither_images_nor_models(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        held = {name for name in file.namelist() if ".dist-info/" not in name}
    assert held == {
        path.relative_to(ROOT).as_posix()
        for name in ("numrec", "companion")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = ".py .typed .js .css .toml .json .md .txt"
    assert {Path(name).suffix for name in held} == {*kinds.split()}


def test_with_numpy_alone_it_trains_shows_the_play_pages_and_says_what_the_command_needs(
    environment: Environment, tmp_path: Path
) -> None:
    code = """
import sys
import numpy as np
import companion, numrec
from companion.play.pages import SCRIPTS

[getattr(numrec, name) for name in numrec.__all__]
net = numrec.new_network([784, 8, 10], np.random.default_rng(0))
data = numrec.load_mnist(sys.argv[1])
print(numrec.train(net, data, numrec.SGD(0.1), batch_size=500, max_epochs=1, progress=False))
for page in SCRIPTS:
    assert "<iframe" in companion.show(page)._repr_html_()
assert not {"matplotlib", "sympy", "rich", "click", "PIL"} & set(sys.modules)
"""
    bare = environment()
    assert "loss" in run(bare, "-I", "-c", code, MNIST, cwd=tmp_path)
    said = run(bare.with_name("numrec"), "train", cwd=tmp_path, code=2)
    assert 'pip install "numrec[cli]"' in said


def test_every_module_finds_what_it_imports_among_what_is_declared(
    environment: Environment, tmp_path: Path
) -> None:
    code = """
import importlib, pkgutil
for package in ("numrec", "companion"):
    home = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(home, f"{package}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print("all found")
"""
    extras = distribution("numrec").metadata.get_all("Provides-Extra") or []
    assert run(environment(*extras), "-I", "-c", code, cwd=tmp_path) == "all found\n"


def test_the_command_trains_reads_a_picture_and_says_where_it_looks(
    environment: Environment, tmp_path: Path
) -> None:
    command = environment("cli", "pictures").with_name("numrec")
    small = ["--layers", "784,8,10", "--max-epochs", "1", "--save", "mine.npz", "--quiet"]
    trained = run(command, "train", *small, cwd=tmp_path, NUMREC_DATA=MNIST)
    assert "saved to mine.npz" in trained
    ink = np.zeros((28, 28), np.uint8)
    ink[4:24, 12:16] = 255
    Image.fromarray(ink).save(tmp_path / "one.png")
    read = run(command, "predict", "--model", "mine.npz", "--json", "one.png", cwd=tmp_path)
    assert json.loads(read)[0]["answer"] in range(10)
    said = run(command, "train", cwd=tmp_path, code=2)
    assert f"site-packages{os.sep}data{os.sep}mnist: no train-images-idx3-ubyte.gz" in said
    assert all(way in said for way in ("--data", "NUMREC_DATA", "https://"))
    assert f"{tmp_path}:" in run(command, "train", "--data", tmp_path, cwd=tmp_path, code=2)
    assert "give it with --model" in run(command, "predict", "one.png", cwd=tmp_path, code=2)
