"""The wheel holds the package, the whole package, and nothing but the package."""

import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path, PurePosixPath

import pytest

import strategyproof

ROOT = Path(__file__).parents[2]
INPUTS = (".gitignore", "LICENSE", "README.md", "pyproject.toml")
LINKS = ("learning", "mechanism", "proofs", "property_tests", "reports")
PLANTED = ("strategyproof/reports/planted/page.html.j2", "strategyproof/scenarios/planted.toml")
DIST_INFO = f"strategyproof-{strategyproof.__version__}.dist-info"


def copy_project(target: Path) -> None:
    """Copy what the build reads, and add what might get lost (data files) or slip in (the links, other folders)."""
    shutil.copytree(ROOT / "src", target / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in INPUTS:
        shutil.copy(ROOT / name, target / name)
    for name in LINKS:
        (target / name).symlink_to(Path("src", "strategyproof", name))
    planted = [f"src/{name}" for name in PLANTED]
    for name in (*planted, "tests/test_nothing.py", "benchmarks/nothing.py", "build/report/report.json"):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("project")
    copy_project(target)
    return target


@pytest.fixture(scope="module")
def wheel(project: Path) -> zipfile.ZipFile:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    built = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = (project / "dist").glob("*.whl")
    assert path.name == f"strategyproof-{strategyproof.__version__}-py3-none-any.whl"
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    return message_from_bytes(wheel.read(f"{DIST_INFO}/METADATA"))


def test_the_wheel_holds_exactly_the_package(project: Path, wheel: zipfile.ZipFile) -> None:
    package = {path.relative_to(project / "src").as_posix() for path in (project / "src").rglob("*") if path.is_file()}
    held = {name for name in wheel.namelist() if not name.startswith(f"{DIST_INFO}/")}
    assert held == package


def test_only_the_package_is_at_the_top(wheel: zipfile.ZipFile) -> None:
    assert {PurePosixPath(name).parts[0] for name in wheel.namelist()} == {"strategyproof", DIST_INFO}


@pytest.mark.parametrize("name", ["strategyproof/py.typed", *PLANTED])
def test_the_wheel_holds_files_that_are_not_python(name: str, wheel: zipfile.ZipFile) -> None:
    assert name in wheel.namelist()


def test_no_file_is_held_twice(wheel: zipfile.ZipFile) -> None:
    assert len(wheel.namelist()) == len(set(wheel.namelist()))


def test_the_metadata_files(wheel: zipfile.ZipFile) -> None:
    held = {name.removeprefix(f"{DIST_INFO}/") for name in wheel.namelist() if name.startswith(f"{DIST_INFO}/")}
    assert held == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}


def test_the_licence_is_stated_and_enclosed(metadata: Message, wheel: zipfile.ZipFile) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert wheel.read(f"{DIST_INFO}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_command_is_installed(wheel: zipfile.ZipFile) -> None:
    assert b"strategyproof = strategyproof.cli:main" in wheel.read(f"{DIST_INFO}/entry_points.txt")


def test_torch_is_asked_for_by_the_extra_alone(metadata: Message) -> None:
    asked = [line for line in metadata.get_all("Requires-Dist", []) if line.startswith("torch")]
    assert asked
    assert all("extra == 'learn'" in line for line in asked)
