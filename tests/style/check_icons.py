#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_icons.py ROOT: every icon of the family is in the resource and can be recoloured, and every
crm-*-symbolic that the program names exists.

GTK recolours the fill of path, rect and circle, and forces one on those that have none: a stroke would
come out as a blob, so the family is drawn as filled outlines."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
NAME = re.compile(r"\bcrm-[a-z0-9-]+-symbolic\b")


def main(root):
    root = pathlib.Path(root)
    icons = root / "data/icons"
    wrong = []
    drawn = {p.stem: p for p in (icons / "scalable/actions").glob("*.svg")}
    listed = {f.text for f in ET.parse(icons / "icons.gresource.xml").iter("file")}
    for stem, path in sorted(drawn.items()):
        if f"scalable/actions/{path.name}" not in listed:
            wrong.append(f"{path.name}: not in icons.gresource.xml")
        top = ET.parse(path).getroot()
        if (top.get("width"), top.get("height"), top.get("viewBox")) != ("16", "16", "0 0 16 16"):
            wrong.append(f"{path.name}: not on the 16 px grid")
        for element in top.iter():
            if element.get("stroke") or element.get("style") or element.get("fill") == "none":
                wrong.append(f"{path.name}: a stroke, style or empty fill does not survive recolouring")
            if element.tag not in {SVG + t for t in ("svg", "g", "path", "rect", "circle")}:
                wrong.append(f"{path.name}: GTK does not recolour {element.tag}")
    for name in listed:
        if name.startswith("scalable/") and not (icons / name).exists():
            wrong.append(f"icons.gresource.xml: {name} does not exist")

    used = 0
    for folder in ("src", "data"):
        for path in (root / folder).rglob("*"):
            if path.suffix not in {".c", ".h", ".ui", ".blp"}:
                continue
            for name in sorted(set(NAME.findall(path.read_text(encoding="utf-8")))):
                used += 1
                if name not in drawn:
                    wrong.append(f"{path.relative_to(root)}: there is no icon {name}")
    print(*wrong, f"{len(drawn)} icons, named in {used} places", sep="\n")
    return 1 if wrong or not drawn else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
