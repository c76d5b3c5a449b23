"""`hall check` as a person calls it."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner, Result

from configs.commands import check


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def test_the_shipped_hall_is_sound() -> None:
    result = call()
    assert result.exit_code == 0
    assert result.stdout == (
        "普洱市政务服务大厅 (530800): 20 departments, 156 items, 32 windows, 105 devices, 8 on wires,"
        " 51 clerks: no fault\n"
    )


def test_faults_go_to_stderr_one_on_a_line_with_their_count(
    hall: Path, change: Callable[[str, str, str], None]
) -> None:
    change("departments.yaml", "queue: H", "queu: H")
    change("rules.yaml", "red_wait_min: 30", "red_wait_min: 3")
    result = call(hall)
    assert (result.exit_code, result.stdout) == (1, "")
    lines = [line for line in result.stderr.splitlines() if not line.startswith("note: ")]
    assert lines == [
        'departments.yaml:7: departments[0].queu: unknown key, did you mean "queue"?',
        "rules.yaml:6: red_wait_min: must be more than warn_wait_min (15)",
        f"2 faults in {hall}",
    ]
    change("rules.yaml", "red_wait_min: 3", "red_wait_min: 30")
    assert call(hall).stderr.splitlines()[-1] == f"1 fault in {hall}"


def test_a_bootstrap_file_is_checked_as_such(tmp_path: Path) -> None:
    path = tmp_path / "device.yaml"
    path.write_text("{device: call-w01, hall: puer, brokers: [{host: 127.0.0.1, port: 1884}]}", encoding="utf-8")
    assert call(path).stdout == "call-w01 of puer: 1 brokers, 0 own devices: no fault\n"
    path.write_text("{device: call-w01}", encoding="utf-8")
    result = call(path)
    assert result.exit_code == 1
    assert f"{path}:1: hall: is missing\n{path}:1: brokers: is missing\n2 faults in {path}\n" in result.stderr


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = call(tmp_path / "none")
    assert result.exit_code == 1
    assert f"{tmp_path / 'none'}: there is no such folder\n" in result.stderr


def test_schemas_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    result = call("--schema", tmp_path / "schema")
    assert result.exit_code == 0
    assert set(result.stdout.splitlines()) == {str(path) for path in (tmp_path / "schema").iterdir()}
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    result = call("--schema", tmp_path / "taken")
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path / 'taken'}: cannot be written: File exists\n"


def test_help_has_examples() -> None:
    result = call("--help")
    assert result.exit_code == 0
    for piece in ("hall check", "--schema", "/etc/hall/device.yaml", "exit code 1"):
        assert piece in result.stdout
