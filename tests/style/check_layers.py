#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_layers.py ROOT: no folder of src/ includes what stands above it, nor a library it must not know."""

import pathlib
import re
import sys

ENGINE = {"core", "store"}
# folder: the folders whose headers it may include, beside its own
MAY = {
    "core": set(),
    "store": {"core"},
    "analytics": set(),
    "insights": ENGINE | {"analytics"},
    "exchange": ENGINE,
    "sync": ENGINE,
    "charts": set(),
    "ui": ENGINE | {"analytics", "insights", "exchange", "charts"},
    "cli": ENGINE | {"analytics", "insights", "exchange", "sync"},
    "app": ENGINE | {"analytics", "insights", "exchange", "sync", "charts", "ui"},
}
# what an include in angle brackets starts with: the only folders that may say it
ONLY = {
    "gtk/": {"charts", "ui", "app"},
    "gdk/": {"charts", "ui", "app"},
    "gsk/": {"charts", "ui", "app"},
    "adwaita": {"ui", "app"},
    "libsoup": {"sync"},
    "sqlite3": {"store", "sync", "cli"},
    "csv.h": {"exchange", "cli"},
    "unicode/": {"core", "store", "exchange"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)


def main(root):
    src = pathlib.Path(root) / "src"
    home = {}
    for header in src.rglob("*.h"):
        home.setdefault(header.name, set()).add(header.relative_to(src).parts[0])

    wrong, files = [], 0
    for path in sorted(src.rglob("*.[ch]")):
        folder = path.relative_to(src).parts[0]
        if len(path.relative_to(src).parts) < 2:
            continue
        files += 1
        if folder not in MAY:
            wrong.append(f"{path}: the folder {folder} is in no layer; name it here")
            continue
        for mark, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if mark == '"':
                homes = home.get(pathlib.PurePath(name).name)
                if homes and folder not in homes and not homes & MAY[folder]:
                    wrong.append(f"{path}: {folder} must not include {name} of {', '.join(sorted(homes))}")
            else:
                for start, folders in ONLY.items():
                    if name.startswith(start) and folder not in folders:
                        wrong.append(f"{path}: {folder} must not include <{name}>")
    for folder in sorted({n for n, h in home.items() if len(h) > 1}):
        wrong.append(f"two headers are called {folder}")
    print(*wrong, f"{files} files looked at", sep="\n")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
