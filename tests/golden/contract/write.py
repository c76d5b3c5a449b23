"""Write the golden files of the present version of the contract: those that are missing, with --again all of them."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from fakes import examples  # noqa: E402 - the tests' helpers are found by the line above

from edge_hub.contract.base import SCHEMA_VERSION  # noqa: E402
from edge_hub.contract.codec import encode  # noqa: E402


def main(again: bool) -> None:
    folder = HERE / f"v{SCHEMA_VERSION}"
    folder.mkdir(exist_ok=True)
    for name, message in examples.golden().items():
        path = folder / f"{name}.json"
        if again or not path.exists():
            text = json.dumps(json.loads(encode(message)), ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
            print(f"wrote {path.relative_to(HERE)}")


if __name__ == "__main__":
    main("--again" in sys.argv[1:])
