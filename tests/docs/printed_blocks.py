"""Blocks of a README that a command prints: `<!-- printed by: COMMAND -->` up to `<!-- end -->`.

Checks that each is what its command prints today; with --write puts it in. COMMAND begins with `hall` or `python` and
is run in the root of the checkout. A block may stand in a fence (three backticks) that the command does not print.
Run it as `python tests/docs/printed_blocks.py [--write] [FILE...]`.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(<!-- printed by: (?P<command>.+?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
FENCE = re.compile(r"\A\n*(?P<open>`{3,}\w*)\n(?P<text>.*?)\n?(?P<close>`{3,})\n*\Z", re.DOTALL)
TIMEOUT_S = 60


def printed(command: str) -> str:
    words = shlex.split(command)
    starts = {"hall": [sys.executable, "-m", "edge_hub.cli"], "python": [sys.executable]}
    if words[0] not in starts:
        raise SystemExit(f"`{command}`: a printed block begins with `hall` or `python`.")
    plain = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    line = [*starts[words[0]], *words[1:]]
    done = subprocess.run(line, cwd=ROOT, env=plain, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        raise SystemExit(f"`{command}` ended with {done.returncode}:\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def renewed(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        body, fence = printed(found["command"]), FENCE.match(found["body"])
        if fence and not body.startswith("```"):
            body = f"{fence['open']}\n{body}\n{fence['close']}"
        return f"{found[1]}{body}\n{found[4]}"

    return BLOCK.sub(one, text)


def main(words: list[str]) -> int:
    write = "--write" in words
    named = [Path(word).resolve() for word in words if not word.startswith("--")]
    stale = []
    for path in named or sorted(ROOT.glob("README*.md")) + sorted(ROOT.glob("*/**/README*.md")):
        text = path.read_text(encoding="utf-8")
        if "<!-- printed by:" in text and (new := renewed(text)) != text:
            stale.append(str(path))
            if write:
                path.write_text(new, encoding="utf-8")
    if stale and not write:
        print("Not what the command prints today (python tests/docs/printed_blocks.py --write):", *stale, sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
