#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_ui.py ROOT: every .ui is well-formed, has the class and the file that its name says, and names
only classes, properties and signals that GTK and libadwaita have.

gtk4-builder-tool knows neither libadwaita nor our own types and gives up at the first of them, so the
introspection data is asked instead, here without a display; it is asked as well where it can answer."""

import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

try:
    import gi

    gi.require_version("Gtk", "4.0")
    gi.require_version("Adw", "1")
    from gi.repository import Adw, Gio, GObject, Gtk
except (ImportError, ValueError) as error:
    print(f"no introspection data: {error}")
    sys.exit(77)

SPACES = {"Gtk": Gtk, "Adw": Adw, "G": Gio, "GtkSource": None}


def find_class(name):
    """The class of that type name, or None."""
    for prefix, space in (("Adw", Adw), ("Gtk", Gtk), ("G", Gio)):
        if name.startswith(prefix):
            found = getattr(space, name[len(prefix):], None)
            if found is not None:
                return found
    return None


def check_object(element, name, where, wrong):
    known = find_class(name)
    if known is None:
        if not name.startswith("Crm"):
            wrong.append(f"{where}: there is no class {name}")
        return
    own = element.tag == "template" and element.get("class", "").startswith("Crm")
    properties = {p.name for p in known.list_properties()} if hasattr(known, "list_properties") else set()
    for child in element:
        if child.tag in ("property", "binding"):
            said = child.get("name", "").replace("_", "-")
            if said not in properties and not own:
                wrong.append(f"{where}: {name} has no property {said}")
        elif child.tag == "signal":
            said = child.get("name", "").split("::")[0].replace("_", "-")
            if not own and GObject.signal_lookup(said, known) == 0:
                wrong.append(f"{where}: {name} has no signal {said}")


def check(path, root, wrong):
    where = path.relative_to(root)
    try:
        tree = ET.parse(path).getroot()
    except ET.ParseError as error:
        wrong.append(f"{where}: {error}")
        return
    if tree.tag != "interface":
        wrong.append(f"{where}: not an interface")
        return
    for element in tree.iter():
        if element.tag == "template":
            name = element.get("class", "")
            base = re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
            if name.startswith("Crm") and base != path.stem:
                wrong.append(f"{where}: {name} belongs into {base}.ui")
            check_object(element, element.get("parent", ""), where, wrong)
        elif element.tag == "object":
            check_object(element, element.get("class", ""), where, wrong)
        if element.get("translatable") in ("yes", "true") and not (element.text or "").strip():
            wrong.append(f"{where}: an empty string is marked as translatable")

    text = path.read_text(encoding="utf-8")
    tool = shutil.which("gtk4-builder-tool")
    if tool and "<template" not in text and not re.search(r'class="(Adw|Crm)', text):
        run = subprocess.run([tool, "validate", str(path)], capture_output=True, text=True)
        # Below zero: without a display the tool falls over a window instead of saying so.
        if run.returncode > 0 and "display" not in run.stderr.lower():
            wrong.append(f"{where}: {run.stderr.strip() or run.stdout.strip()}")


def main(root):
    root = pathlib.Path(root)
    paths = sorted(list((root / "data").rglob("*.ui")) + list((root / "src").rglob("*.ui")))
    wrong = []
    for path in paths:
        check(path, root, wrong)
    print(*wrong, f"{len(paths)} .ui files", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
