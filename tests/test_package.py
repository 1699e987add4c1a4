"""The wheel alone: what lies in it, what it needs, and what it does far from the repository."""

import json
import os
import sys
import sysconfig
import venv
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here, so that no network is asked."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the wheel and NumPy."""
    return install(wheel, tmp_path_factory.mktemp("bare"), extras=[])


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the command `numrec`, with the extras that it needs to read pictures."""
    extras = ["cli", "pictures"]
    return str(install(wheel, tmp_path_factory.mktemp("command"), extras).with_name("numrec"))


@pytest.fixture(scope="module")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the wheel and all its extras."""
    extras = distribution("numrec").metadata.get_all("Provides-Extra") or []
    return install(wheel, tmp_path_factory.mktemp("full"), extras)


def install(wheel: Path, folder: Path, extras: list[str]) -> Path:
    """Make an environment of a wheel and what it declares, lent by this environment."""
    venv.create(folder, symlinks=os.name != "nt")
    places = sysconfig.get_paths("venv", vars={"base": str(folder)})
    python = Path(places["scripts"], "python")
    run(
        *(sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-index"),
        *("--no-deps", "--disable-pip-version-check", str(wheel)),
        cwd=folder,
    )
    with ZipFile(wheel) as file:
        metadata = next(name for name in file.namelist() if name.endswith("METADATA"))
        lines = file.read(metadata).decode().splitlines()
    declared = [line.removeprefix("Requires-Dist: ") for line in lines if "Requires-Dist" in line]
    lent = set(needed(declared, extras))
    assert {"numpy"} <= lent
    for name in lent:
        owned = distribution(name)
        for top in {file.parts[0] for file in owned.files or []} - {"..", "__pycache__"}:
            Path(places["purelib"], top).symlink_to(Path(str(owned.locate_file(top))))
    return python


def needed(declared: list[str], extras: list[str]) -> Iterator[str]:
    """Name the distributions that requirements ask for, and what these ask for in turn."""
    for requirement in map(Requirement, declared):
        wanted = [{"extra": extra} for extra in ("", *extras)]
        if not requirement.marker or any(map(requirement.marker.evaluate, wanted)):
            yield requirement.name
            yield from needed(distribution(requirement.name).requires or [], [])


def run(*command: str, cwd: Path, code: int = 0, **settings: str) -> str:
    """Run a child that knows of no clone; return what it printed, on both streams."""
    own = {"PYTHONPATH", "NUMREC_DATA", "NUMREC_CACHE"}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    done = run_child(command, cwd=cwd, env=kept | settings, stderr=STDOUT, encoding="utf-8")
    assert done.returncode == code, done.stdout
    return done.stdout


def test_the_wheel_holds_both_packages_whole_and_neither_images_nor_models(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        held = {name for name in file.namelist() if ".dist-info/" not in name}
    ours = [path for name in ("numrec", "companion") for path in (ROOT / name).rglob("*")]
    assert held == {
        path.relative_to(ROOT).as_posix()
        for path in ours
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = {Path(name).suffix for name in held}
    assert kinds == {".py", ".typed", ".js", ".css", ".toml", ".json"}


def test_with_numpy_alone_it_trains_and_shows_the_play_pages(bare: Path, tmp_path: Path) -> None:
    code = """
import sys
import numpy as np
import companion, numrec
from companion.play.pages import PAGES

[getattr(numrec, name) for name in numrec.__all__]
net = numrec.new_network([784, 8, 10], np.random.default_rng(0))
data = numrec.load_mnist(sys.argv[1])
print(numrec.train(net, data, numrec.SGD(0.1), batch_size=500, max_epochs=1, progress=False))
for page in PAGES:
    assert "<iframe" in companion.show(page)._repr_html_()
assert not {"matplotlib", "sympy", "rich", "click", "PIL"} & set(sys.modules)
"""
    data = str(ROOT / "data" / "mnist")
    assert "loss" in run(str(bare), "-I", "-c", code, data, cwd=tmp_path)


def test_without_its_extra_the_command_says_what_to_install(bare: Path, tmp_path: Path) -> None:
    said = run(str(bare.with_name("numrec")), "train", cwd=tmp_path, code=2)
    assert 'pip install "numrec[cli]"' in said


def test_every_module_finds_what_it_imports_among_what_is_declared(
    full: Path, tmp_path: Path
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
    assert run(str(full), "-I", "-c", code, cwd=tmp_path) == "all found\n"


def test_the_command_trains_and_then_reads_a_picture(command: str, tmp_path: Path) -> None:
    data = str(ROOT / "data" / "mnist")
    small = ["--layers", "784,8,10", "--max-epochs", "1", "--save", "mine.npz", "--quiet"]
    trained = run(command, "train", *small, cwd=tmp_path, NUMREC_DATA=data)
    assert "saved to mine.npz" in trained
    ink = np.zeros((28, 28), np.uint8)
    ink[4:24, 12:16] = 255
    Image.fromarray(ink).save(tmp_path / "one.png")
    read = run(command, "predict", "--model", "mine.npz", "--json", "one.png", cwd=tmp_path)
    assert json.loads(read)[0]["answer"] in range(10)


def test_it_says_where_mnist_and_the_models_are_looked_for(command: str, tmp_path: Path) -> None:
    said = run(command, "train", cwd=tmp_path, code=2)
    assert f"site-packages{os.sep}data{os.sep}mnist: no train-images-idx3-ubyte.gz" in said
    assert "--data" in said
    assert "NUMREC_DATA" in said
    assert "https://" in said
    assert f"{tmp_path}:" in run(command, "train", "--data", str(tmp_path), cwd=tmp_path, code=2)
    assert "give it with --model" in run(command, "predict", "one.png", cwd=tmp_path, code=2)
