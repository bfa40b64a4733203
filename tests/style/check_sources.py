#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_sources.py ROOT: length of files, licence lines, one writer of JSON, and no path of anybody's machine."""

import pathlib
import re
import subprocess
import sys

LONGEST = 800
LICENSED = {".c", ".h", ".py", ".sh", ".css", ".svg"}
SPDX = "SPDX-License-Identifier: "
# In pieces, so that this file is not its own finding.
PLACES = re.compile("|".join(f"(?<![A-Za-z0-9_.~$}}])/{place}/" for place in ("ho" + "me", "wo" + "rk", "ro" + "ot"))
                    + "|/tmp/" + "build|/" + "Users/")


def tracked(root):
    try:
        out = subprocess.run(["git", "-C", str(root), "-c", f"safe.directory={root}", "ls-files", "-z"],
                             capture_output=True, check=True)
        names = [n for n in out.stdout.decode().split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = [str(p.relative_to(root)) for p in root.rglob("*")
                 if not any(part.startswith(("_build", "build", ".git")) for part in p.relative_to(root).parts)]
    return [root / n for n in names if (root / n).is_file() and not (root / n).is_symlink()]


def main(root):
    wrong = []
    files = tracked(pathlib.Path(root).resolve())
    for path in files:
        name = path.relative_to(pathlib.Path(root).resolve())
        data = path.read_bytes()
        if b"\0" in data[:8000]:
            continue
        text = data.decode("utf-8", "replace")
        lines = text.count("\n")
        if name.parts[0] == "src" and re.search(r"\bjson_(to_string|generator_\w+) \(", text) and path.name != "crm-json.c":
            wrong.append(f"{name}: json-glib's writer makes numbers no reader takes; crm_json_to_text () does not")
        if name.parts[0] == "src" and path.suffix in {".c", ".h", ".ui"} and lines > LONGEST:
            wrong.append(f"{name}: {lines} lines, more than {LONGEST}")
        script = text.startswith("#!")
        if (path.suffix in LICENSED or script) and SPDX not in "\n".join(text.split("\n")[:6]):
            wrong.append(f"{name}: no {SPDX.strip()} line at the top")
        for number, line in enumerate(text.split("\n"), 1):
            if PLACES.search(line) and not line.startswith("#!/"):
                wrong.append(f"{name}:{number}: path of a machine: {line.strip()[:80]}")
        if path.suffix in {".c", ".h", ".ui", ".css", ".py", ".build"} and text and not text.endswith("\n"):
            wrong.append(f"{name}: no newline at the end")
        if path.suffix in {".c", ".h"} and re.search(r"[ \t]+$", text, re.M):
            wrong.append(f"{name}: blanks at the end of a line")
        if path.suffix == ".h" and name.parts[0] == "src" and "#pragma once" not in text:
            wrong.append(f"{name}: no #pragma once")
    print(*wrong, f"{len(files)} files looked at", sep="\n")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
