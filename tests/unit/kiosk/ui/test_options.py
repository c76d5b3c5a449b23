"""The common options, as a shell user types them."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kiosk.ui.options import Geometry, Options
from kiosk.ui.typer_options import Autopilot, BootstrapFile, Lang, Layout, Report, State, Windowed, options_of


@pytest.mark.parametrize(
    ("text", "geometry"),
    [
        ("540x960+0+0", Geometry(540, 960, 0, 0)),
        ("1280x800", Geometry(1280, 800)),
        ("1920x360+-10+1080", None),
        ("1920x360-10+1080", Geometry(1920, 360, -10, 1080)),
        (" 540x960 ", Geometry(540, 960)),
        ("540", None),
        ("540x", None),
        ("5x5", None),
        ("540x960+1", None),
        ("", None),
    ],
)
def test_a_window_is_width_by_height_and_perhaps_a_place(text: str, geometry: Geometry | None) -> None:
    if geometry is None:
        with pytest.raises(ValueError, match="write WIDTHxHEIGHT"):
            Geometry.parse(text)
    else:
        assert Geometry.parse(text) == geometry


def run(*words: str) -> tuple[int, str, Options | None]:
    """What the options come to behind a Typer command."""
    app, got = typer.Typer(), []

    @app.command()
    def board(
        bootstrap: BootstrapFile,
        layout: Layout = None,
        windowed: Windowed = None,
        autopilot: Autopilot = None,
        lang: Lang = "zh",
        report: Report = False,
        state: State = None,
    ) -> None:
        got.append(options_of(bootstrap, layout, windowed, autopilot, lang, report, state))

    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "NO_COLOR": "1"})
    return result.exit_code, result.output, got[0] if got else None


@pytest.fixture
def boot(tmp_path: Path) -> str:
    path = tmp_path / "boot.yaml"
    path.write_text("device: x")
    return str(path)


def test_little_need_be_said(boot: str) -> None:
    code, _, options = run("--bootstrap", boot)
    assert code == 0 and options == Options(Path(boot))
    assert options is not None and not options.autopilot and options.windowed is None


def test_all_of_it_can_be_said(boot: str, tmp_path: Path) -> None:
    words = ["--layout", "bar", "--windowed", "960x180+5+6", "--autopilot", "-", "--lang", "en", "--report"]
    code, said, options = run("--bootstrap", boot, *words, "--state", str(tmp_path))
    assert code == 0, said
    assert options == Options(Path(boot), "bar", Geometry(960, 180, 5, 6), True, "en", True, tmp_path)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--layout", "square"], "“square” is not one of portrait, landscape, bar"),
        (["--lang", "fr"], "“fr” is not one of zh, en"),
        (["--windowed", "big"], "“big” is no window"),
        (["--autopilot", "file.txt"], "orders come on stdin"),
    ],
)
def test_a_wrong_word_gets_a_sentence(boot: str, words: list[str], sentence: str) -> None:
    code, said, options = run("--bootstrap", boot, *words)
    assert code == 2 and options is None and sentence in " ".join(said.replace("│", " ").split())


def test_a_missing_bootstrap_file_is_said() -> None:
    code, said, _ = run("--bootstrap", "/nowhere/boot.yaml")
    assert code == 2 and "does not exist" in said


@pytest.mark.parametrize(
    "options",
    [
        Options(Path("/etc/hall/tm-1.yaml")),
        Options(Path("启动.yaml"), "bar", Geometry(1920, 360, -10, 1080), True, "en", True, Path("/var/lib/hall")),
        Options(Path("b.yaml"), windowed=Geometry(540, 960)),
    ],
)
def test_options_go_whole_to_the_process_that_goes_on_with_them(options: Options) -> None:
    assert Options.from_json(options.to_json()) == options
