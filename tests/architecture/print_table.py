"""Prints the import table of house.toml as Markdown, for tests/README.md."""

import tomllib
from pathlib import Path


def main() -> None:
    table = tomllib.loads((Path(__file__).parent / "house.toml").read_text(encoding="utf-8"))
    print("| room | may import of ours |\n|---|---|")
    for name, rule in table["rooms"].items():
        print(f"| `{name}` | {', '.join(f'`{other}`' for other in rule['may']) or 'nothing'} |")


if __name__ == "__main__":
    main()
